package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/** {@code sum}: the numbers add up to a total, within a tolerance. */
record SumRule(RuleHead head, List<String> fields, double total, double tolerance) implements Rule {
  SumRule {
    fields = head.fields(fields);
    total = head.limit("total", total);
    tolerance = head.limit("tolerance", tolerance);
    if (tolerance < 0) {
      throw head.refuse("tolerance must be at least 0, found " + Wording.number(tolerance));
    }
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new SumRule(
        head, members.strings("fields"), members.number("total"), members.number("tolerance"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new SumRule(newHead, fields, total, tolerance);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.SUM;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object
        .with("fields", RuleFile.array(fields))
        .with("total", JsonValue.of(total))
        .with("tolerance", JsonValue.of(tolerance));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    List<BoundField> bound = binder.numbers(fields);
    return new Bound(binder.citation(), bound, ScoresRule.indices(bound), total, tolerance);
  }

  private record Bound(
      Citation citation, List<BoundField> fields, int[] indices, double total, double tolerance)
      implements BoundRule, Check {
    @Override
    public void plan(Plan.Draft draft) {
      ScoresRule.plan(draft, indices, this);
    }

    @Override
    public boolean holds(Prediction prediction) {
      return Math.abs(Sum.of(prediction, indices) - total) <= tolerance;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      if (citation.areNumbers(prediction, fields, findings) && !holds(prediction)) {
        findings.broken(
            citation.several(
                "the sum",
                fields,
                Sum.of(prediction, indices),
                total,
                " is not " + Wording.number(total) + " within " + Wording.number(tolerance)));
      }
    }
  }
}
