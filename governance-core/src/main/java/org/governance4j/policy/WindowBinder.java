package org.governance4j.policy;

import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/** Resolves what one window names: fields of the schema, and a rule of the policy. */
final class WindowBinder {
  private final ModelSchema schema;
  private final RuleHead head;
  private final RuleBinder fields;
  private final WindowCitation citation;
  private final List<Rule> rules;
  private final long now;

  WindowBinder(ModelSchema schema, RuleHead head, int position, List<Rule> rules, long now) {
    this.schema = schema;
    this.head = head;
    this.fields = new RuleBinder(schema, head, rules.size() + position, new TextDraft());
    this.citation = new WindowCitation(rules.size() + position, head);
    this.rules = rules;
    this.now = now;
  }

  /** What the violations of this window have in common. */
  WindowCitation citation() {
    return citation;
  }

  /** The time at which counting begins, in nanoseconds of the policy's clock. */
  long now() {
    return now;
  }

  /** A field of few values. */
  BoundField category(String name) {
    BoundField field = fields.text(name);
    Field.Type type = schema.field(field.index()).type();
    if (type != Field.Type.CATEGORY) {
      throw head.refuse(
          "field " + Wording.quote(name) + " is a " + type + ", a window needs a CATEGORY");
    }
    return field;
  }

  /** The field of few values, if one is named. */
  @Nullable BoundField optionalCategory(@Nullable String name) {
    return name == null ? null : category(name);
  }

  /** What violates: the named rule, or any that withholds. */
  Breach breach(@Nullable String rule) {
    if (rule == null) {
      return new Breach(null);
    }
    for (Rule authored : rules) {
      if (authored.head().id().equals(rule)) {
        return new Breach(rule);
      }
    }
    throw head.refuse("there is no rule " + Wording.quote(rule));
  }
}
