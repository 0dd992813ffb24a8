package org.governance4j.policy;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/** {@code at_least}: the number is finite and reaches the limit. */
record AtLeastRule(RuleHead head, String field, double limit) implements Rule {
  AtLeastRule {
    field = head.field("field", field);
    limit = head.limit("limit", limit);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new AtLeastRule(head, members.string("field"), members.number("limit"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new AtLeastRule(newHead, field, limit);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.AT_LEAST;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("field", JsonValue.of(field)).with("limit", JsonValue.of(limit));
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    return new BoundRange(
        binder.citation(), List.of(binder.number(field)), limit, Double.MAX_VALUE);
  }
}
