package org.governance4j.cli;

import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;

/** What a rule of conditions demands, as a sentence for people. */
final class ConditionWords {
  private final RuleWords rules;

  ConditionWords(RuleWords rules) {
    this.rules = rules;
  }

  /** {@code where amount > 5, label must be "a"}, more or less. */
  String of(JsonMembers rule) {
    JsonMembers when = rule.optionalObject("when");
    String require = words(rule.object("require"));
    return (when == null ? "it must hold that " : "where " + words(when) + ", it must hold that ")
        + require;
  }

  private String words(JsonMembers condition) {
    if (condition.has("all")) {
      return joined(condition.objects("all"), "and");
    } else if (condition.has("any")) {
      return joined(condition.objects("any"), "or");
    } else if (condition.has("not")) {
      return "not (" + words(condition.object("not")) + ")";
    }
    String field = condition.string("field");
    if (condition.has("in")) {
      return field + " is one of " + rules.compared(field, condition.strings("in"));
    } else if (condition.has("present")) {
      return field + (condition.bool("present") ? " is present" : " is missing");
    }
    return field + " " + condition.string("op") + " " + operand(field, condition);
  }

  private String operand(String field, JsonMembers condition) {
    JsonValue value = condition.optionalValue("value");
    if (value == null) {
      return condition.string("other");
    }
    return value instanceof JsonValue.Str string
        ? rules.compared(field, string.value())
        : CanonicalJson.writeString(value);
  }

  private String joined(List<JsonMembers> parts, String word) {
    return parts.stream()
        .map(part -> isJoined(part) ? "(" + words(part) + ")" : words(part))
        .reduce((left, right) -> left + " " + word + " " + right)
        .orElse("");
  }

  private static boolean isJoined(JsonMembers condition) {
    return condition.has("all") || condition.has("any");
  }
}
