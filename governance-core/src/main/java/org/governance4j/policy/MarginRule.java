package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/** {@code margin}: the largest number exceeds the second largest by at least the limit. */
record MarginRule(RuleHead head, List<String> fields, double limit) implements Rule {
  MarginRule {
    fields = ScoresRule.several(head, fields);
    limit = head.limit("limit", limit);
    if (limit < 0) {
      throw head.refuse("limit must be at least 0, found " + Wording.number(limit));
    }
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new MarginRule(head, members.strings("fields"), members.number("limit"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new MarginRule(newHead, fields, limit);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.MARGIN;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("fields", RuleFile.array(fields)).with("limit", JsonValue.of(limit));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    List<BoundField> bound = binder.numbers(fields);
    return new Bound(binder.citation(), bound, ScoresRule.indices(bound), limit);
  }

  private record Bound(Citation citation, List<BoundField> fields, int[] indices, double limit)
      implements BoundRule, Check {
    @Override
    public void plan(Plan.Draft draft) {
      ScoresRule.plan(draft, indices, this);
    }

    private double margin(Prediction prediction) {
      double first = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (int index : indices) {
        double number = prediction.number(index);
        if (number > first) {
          second = first;
          first = number;
        } else if (number > second) {
          second = number;
        }
      }
      return first - second + 0.0;
    }

    @Override
    public boolean holds(Prediction prediction) {
      return margin(prediction) >= limit;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      if (citation.areNumbers(prediction, fields, findings) && !holds(prediction)) {
        findings.broken(
            citation.several(
                "the margin",
                fields,
                margin(prediction),
                limit,
                " is below " + Wording.number(limit)));
      }
    }
  }
}
