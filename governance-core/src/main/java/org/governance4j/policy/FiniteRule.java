package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/** {@code finite}: every one of the numbers is present and neither NaN nor infinite. */
record FiniteRule(RuleHead head, List<String> fields) implements Rule {
  FiniteRule {
    fields = head.fields(fields);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new FiniteRule(head, members.strings("fields"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new FiniteRule(newHead, fields);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.FINITE;
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("fields", RuleFile.array(fields));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundRange(
        binder.citation(), binder.numbers(fields), -Double.MAX_VALUE, Double.MAX_VALUE);
  }
}
