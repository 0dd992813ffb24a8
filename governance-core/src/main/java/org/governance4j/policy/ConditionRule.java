package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** {@code condition}: where {@code when} holds, {@code require} must; neither may be undefined. */
record ConditionRule(RuleHead head, @Nullable Condition when, Condition require) implements Rule {
  ConditionRule {
    if (when != null) {
      Conditions.check(head, "when", when);
    }
    Conditions.check(head, "require", require);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    JsonMembers when = members.optionalObject("when");
    return new ConditionRule(
        head,
        when == null ? null : Conditions.read(when),
        Conditions.read(members.object("require")));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new ConditionRule(newHead, when, require);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.CONDITION;
  }

  @Override
  public List<String> fields() {
    return Conditions.fields(when, require);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    JsonValue.Obj result = when == null ? object : object.with("when", Conditions.write(when));
    return result.with("require", Conditions.write(require));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundCondition(
        binder.citation(),
        when == null ? null : Formula.of(when, false, binder),
        when == null ? null : Formula.of(when, true, binder),
        Formula.of(require, false, binder));
  }
}
