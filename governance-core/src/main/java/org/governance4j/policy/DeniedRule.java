package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.JsonMembers;

/** {@code denied}: the string is present and none of the list. */
record DeniedRule(RuleHead head, String field, List<String> values) implements Rule {
  DeniedRule {
    field = head.field("field", field);
    values = head.strings("values", values);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new DeniedRule(head, members.string("field"), members.strings("values"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new DeniedRule(newHead, field, values);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.DENIED;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("field", JsonValue.of(field)).with("values", RuleFile.array(values));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new Bound(binder.citation(), binder.text(field), new TextSet(values));
  }

  private record Bound(Citation citation, BoundField field, TextSet set)
      implements BoundRule, Check {
    @Override
    public void plan(Plan.Draft draft) {
      draft.check(this);
    }

    @Override
    public boolean holds(Prediction prediction) {
      String actual = prediction.text(field.index());
      return actual != null && !set.contains(actual);
    }

    @Override
    public void explain(Prediction prediction, Findings findings) {
      String actual = prediction.text(field.index());
      if (actual == null) {
        findings.undefined(citation.missing(field));
      } else if (set.contains(actual)) {
        findings.broken(citation.text(field, actual, found -> " is denied"));
      }
    }
  }
}
