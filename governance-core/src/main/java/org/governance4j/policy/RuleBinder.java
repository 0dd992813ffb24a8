package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;

/** Resolves the fields of one rule for a schema. */
final class RuleBinder {
  private final ModelSchema schema;
  private final RuleHead head;
  private final Citation citation;

  RuleBinder(ModelSchema schema, RuleHead head, int ruleIndex) {
    this.schema = schema;
    this.head = head;
    this.citation = new Citation(ruleIndex, head);
  }

  /** What the violations of this rule have in common. */
  Citation citation() {
    return citation;
  }

  /** A field of numbers. */
  BoundField number(String name) {
    return resolve(name, true);
  }

  /** Fields of numbers. */
  List<BoundField> numbers(List<String> names) {
    return names.stream().map(this::number).toList();
  }

  /** A field of strings. */
  BoundField text(String name) {
    return resolve(name, false);
  }

  private BoundField resolve(String name, boolean numeric) {
    int index = schema.find(name);
    if (index < 0) {
      throw head.refuse(
          "schema "
              + schema.name()
              + " has no field "
              + Wording.quote(name)
              + Wording.known(name, names()));
    }
    Field field = schema.field(index);
    if (field.numeric() != numeric) {
      throw head.refuse(
          "field "
              + Wording.quote(name)
              + " is a "
              + field.type()
              + ", this kind of rule needs "
              + (numeric ? "a NUMBER" : "a CATEGORY or a TEXT"));
    }
    // Free text may hold anything, so a message, which is recorded in the clear, must not quote it.
    return new BoundField(index, name, field.sensitive() || field.type() == Field.Type.TEXT);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      names.add(schema.field(i).name());
    }
    return names;
  }
}
