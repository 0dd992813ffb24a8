package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
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

  /**
   * Checks that every obligation is about an output of a fitting type.
   *
   * @throws org.governance4j.PolicyInvalid if not
   */
  void checkObligations() {
    for (Obligation obligation : head.obligations()) {
      String name = obligation.field();
      BoundField field =
          switch (obligation.operation()) {
            case MASK, HASH, TRUNCATE -> text(name);
            case ROUND, CLAMP -> number(name);
            case REMOVE -> any(name);
          };
      if (!schema.isOutput(field.index())) {
        throw head.refuse(
            obligation.operation().word()
                + " needs an output, field "
                + Wording.quote(name)
                + " is an input");
      }
    }
  }

  /** A field of whatever type. */
  BoundField any(String name) {
    int index = find(name);
    Field field = schema.field(index);
    // Free text may hold anything, so a message, which is recorded in the clear, must not quote it.
    return new BoundField(index, name, field.sensitive() || field.type() == Field.Type.TEXT);
  }

  /** Whether the field is one of strings. */
  boolean isText(String name) {
    return !schema.field(find(name)).numeric();
  }

  /** Fields of strings. */
  List<BoundField> texts(List<String> names) {
    return names.stream().map(this::text).toList();
  }

  /** Fields of strings that the rule may quote from, which is refused for sensitive ones. */
  List<BoundField> quotable(List<String> names, boolean quote) {
    List<BoundField> fields = texts(names);
    for (BoundField field : fields) {
      if (quote && schema.field(field.index()).sensitive()) {
        throw refuse("field " + Wording.quote(field.name()) + " is sensitive and is never quoted");
      }
    }
    return fields;
  }

  /** The refusal of this rule, to be thrown by the caller. */
  PolicyInvalid refuse(String why) {
    return head.refuse(why);
  }

  /** What all rules of the policy demand of texts. */
  TextDraft texts() {
    return texts;
  }

  /** The schema to resolve for. */
  ModelSchema schema() {
    return schema;
  }

  private int find(String name) {
    int index = schema.find(name);
    if (index < 0) {
      throw head.refuse(
          "schema "
              + schema.name()
              + " has no field "
              + Wording.quote(name)
              + Wording.known(name, names()));
    }
    return index;
  }

  private BoundField resolve(String name, boolean numeric) {
    int index = find(name);
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
    return any(name);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      names.add(schema.field(i).name());
    }
    return names;
  }
}
