package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.PolicyInvalid;

/** Resolves the fields of one rule for a schema. */
final class RuleBinder {
  private final ModelSchema schema;
  private final RuleHead head;
  private final Citation citation;
  private final TextDraft texts;

  RuleBinder(ModelSchema schema, RuleHead head, int ruleIndex, TextDraft texts) {
    this.schema = schema;
    this.head = head;
    this.citation = new Citation(ruleIndex, head);
    this.texts = texts;
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

  /** A field of numbers or of strings. */
  BoundField any(String name) {
    return isText(name) ? text(name) : number(name);
  }

  /** Whether there is a field of that name and it is one of strings. */
  boolean isText(String name) {
    int index = schema.find(name);
    return index >= 0 && !schema.field(index).numeric();
  }

  /** Fields of strings, which a rule may quote if it says so, but not sensitive ones. */
  List<BoundField> quotable(List<String> names, boolean quote) {
    List<BoundField> fields = names.stream().map(this::text).toList();
    for (BoundField field : fields) {
      if (quote && schema.field(field.index()).sensitive()) {
        throw head.refuse(
            "field " + Wording.quote(field.name()) + " is sensitive and cannot be quoted");
      }
    }
    return fields;
  }

  /** The refusal of this rule, to be thrown by the caller. */
  PolicyInvalid refuse(String why) {
    return head.refuse(why);
  }

  /** What all rules of the policy look for in texts. */
  TextDraft texts() {
    return texts;
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
