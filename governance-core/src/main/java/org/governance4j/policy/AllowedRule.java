package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/** {@code allowed}: the string is one of the list. */
record AllowedRule(RuleHead head, String field, List<String> values) implements Rule {
  AllowedRule {
    field = head.field("field", field);
    values = head.strings("values", values);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new AllowedRule(head, members.string("field"), members.strings("values"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new AllowedRule(newHead, field, values);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.ALLOWED;
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
    return new BoundAllowed(binder.citation(), binder.text(field), values, new TextSet(values));
  }
}
