package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/** {@code required}: every one of the fields, of whatever type, is present. */
record RequiredRule(RuleHead head, List<String> fields) implements Rule {
  RequiredRule {
    fields = head.fields(fields);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new RequiredRule(head, members.strings("fields"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new RequiredRule(newHead, fields);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.REQUIRED;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("fields", RuleFile.array(fields));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new Bound(binder.citation(), fields.stream().map(binder::any).toList());
  }

  private record Bound(Citation citation, List<BoundField> fields, int[] indices)
      implements BoundRule, Check {
    Bound(Citation citation, List<BoundField> fields) {
      this(citation, fields, fields.stream().mapToInt(BoundField::index).toArray());
    }

    @Override
    public void plan(Plan.Draft draft) {
      draft.check(this);
    }

    @Override
    public boolean holds(Prediction prediction) {
      for (int index : indices) {
        if (!prediction.has(index)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      for (BoundField field : fields) {
        if (!prediction.has(field.index())) {
          findings.undefined(citation.missing(field));
        }
      }
    }
  }
}
