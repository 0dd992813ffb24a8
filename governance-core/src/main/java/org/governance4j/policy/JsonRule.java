package org.governance4j.policy;

import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.JsonMembers;

/** {@code json}: the string is strict JSON and fits a schema. */
record JsonRule(RuleHead head, String field, JsonValue schema) implements Rule {
  JsonRule {
    field = head.field("field", field);
    schema = head.written("schema", schema);
    expressions(head, schema); // refuses what cannot be judged
  }

  private static JsonShape shape(RuleHead head, JsonValue schema) {
    try {
      return JsonShape.read(schema, head.place() + ".schema");
    } catch (InvalidData e) {
      throw new PolicyInvalid(String.valueOf(e.getMessage()), e);
    }
  }

  private static long expressions(RuleHead head, JsonValue schema) {
    try {
      return JsonShape.expressions(schema, head.place() + ".schema");
    } catch (InvalidData e) {
      throw new PolicyInvalid(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public long instructions() {
    return expressions(head, schema);
  }

  static Rule read(RuleHead head, JsonMembers members) {
    return new JsonRule(head, members.string("field"), members.value("schema"));
  }

  @Override
  public Rule with(RuleHead newHead) {
    return new JsonRule(newHead, field, schema);
  }

  @Override
  public RuleKind kind() {
    return RuleKind.JSON;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public JsonValue.Obj write(JsonValue.Obj object) {
    return object.with("field", JsonValue.of(field)).with("schema", schema);
  }

  @Override
  public BoundRule bind(RuleBinder binder) {
    BoundJson bound = new BoundJson(binder.citation(), binder.text(field), shape(head, schema));
    binder.texts().add(bound);
    return bound;
  }
}
