package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.policy.RuleInfo;
import org.governance4j.policy.RulePolicy;

/**
 * What a rule demands, as a sentence for people; long lists are cut short.
 *
 * <p>The strings that a sensitive field or a free text is compared with are withheld: beside the
 * word that the rule holds they would tell the value.
 *
 * <p>Immutable.
 */
final class RuleWords {
  /** How many items of a list are named. */
  private static final int NAMED = 8;

  /** What every rule may have, whatever its kind. */
  private static final Set<String> HEAD =
      Set.of("id", "kind", "message", "severity", "labels", "controls", "effect", "obligations");

  /** The kinds that compare whole strings. */
  private static final Set<String> COMPARING =
      Set.of("allowed", "denied", "allowed_by", "range_by", "condition");

  private final ModelSchema schema;

  /** For the rules of policies that are bound to the schema. */
  RuleWords(ModelSchema schema) {
    this.schema = schema;
  }

  /** Whether the values of a field are withheld. */
  boolean isWithheld(String name) {
    Field field = schema.field(schema.index(name));
    return field.sensitive() || field.type() == Field.Type.TEXT;
  }

  /** Whether something of the rule may be withheld. */
  boolean isWithheld(RuleInfo rule) {
    return COMPARING.contains(rule.kind()) && readsWithheld(rule);
  }

  /** Whether the values of a field that the rule reads are withheld. */
  boolean readsWithheld(RuleInfo rule) {
    return rule.fields().stream().anyMatch(this::isWithheld);
  }

  /**
   * What the rule demands.
   *
   * @param rule as a policy's JSON has it
   */
  String of(JsonValue.Obj rule) {
    JsonMembers members = JsonMembers.of(rule, "$");
    return switch (members.string("kind")) {
      case "finite" -> each(members, "a finite number", "finite numbers");
      case "at_least" -> members.string("field") + " must be at least " + number(members, "limit");
      case "range" -> all(members) + " must be " + interval(members);
      case "allowed" -> members.string("field") + " must be one of " + values(members);
      case "denied" -> members.string("field") + " must be none of " + values(members);
      case "allowed_by" -> allowedBy(members);
      case "at_least_by" -> atLeastBy(members);
      case "range_by" -> rangeBy(members);
      case "required" -> all(members) + " must be present";
      case "sum" ->
          all(members)
              + " must add up to "
              + number(members, "total")
              + ", give or take "
              + number(members, "tolerance");
      case "margin" ->
          "the largest of "
              + all(members)
              + " must exceed the second largest by at least "
              + number(members, "limit");
      case "entropy" ->
          all(members)
              + " must be probabilities that add up to 1, with an entropy of at most "
              + number(members, "max")
              + " bits";
      case "top_k" ->
          members.string("field")
              + " must name one of "
              + all(members)
              + ", and fewer than "
              + number(members, "k")
              + " of them may be greater than the one it names";
      case "model" -> models(members);
      case "length" -> all(members) + " must have a length in characters of " + interval(members);
      case "terms" -> terms(members);
      case "regex" -> regex(members);
      case "json" -> members.string("field") + " must be JSON of the shape " + json(members);
      case "condition" -> new ConditionWords(this).of(members);
      default -> other(members);
    };
  }

  /** A closed range: {@code at least 1 and at most 5}. */
  static String interval(JsonMembers bounds) {
    List<String> ends = new ArrayList<>();
    if (bounds.has("min")) {
      ends.add("at least " + number(bounds, "min"));
    }
    if (bounds.has("max")) {
      ends.add("at most " + number(bounds, "max"));
    }
    return String.join(" and ", ends);
  }

  /** Names, the last after a word: {@code a, b and c}. */
  static String list(List<String> items, String last) {
    if (items.size() <= 1) {
      return String.join("", items);
    }
    List<String> named = items.subList(0, Math.min(items.size(), NAMED));
    if (named.size() < items.size()) {
      return String.join(", ", named) + " " + last + " " + (items.size() - NAMED) + " more";
    }
    int end = named.size() - 1;
    return String.join(", ", named.subList(0, end)) + " " + last + " " + named.get(end);
  }

  /** Strings in quotes: {@code "a", "b" or "c"}. */
  static String quoted(List<String> values) {
    return list(values.stream().map(RuleWords::quote).toList(), "or");
  }

  /** A string as JSON has it. */
  static String quote(String value) {
    return CanonicalJson.writeString(JsonValue.of(value));
  }

  private static String all(JsonMembers members) {
    return list(members.strings("fields"), "and");
  }

  private static String each(JsonMembers members, String one, String several) {
    return all(members) + " must be " + (members.strings("fields").size() == 1 ? one : several);
  }

  private String values(JsonMembers members) {
    return compared(members.string("field"), members.strings("values"));
  }

  /** The strings that a field is compared with. */
  String compared(String field, List<String> values) {
    return isWithheld(field)
        ? values.size() + (values.size() == 1 ? " value" : " values") + " (withheld)"
        : quoted(values);
  }

  /** A string that a field is compared with. */
  String compared(String field, String value) {
    return isWithheld(field) ? "a value (withheld)" : quote(value);
  }

  private static String strings(JsonMembers members, String name) {
    return quoted(members.strings(name));
  }

  private static String number(JsonMembers members, String name) {
    return CanonicalJson.number(members.number(name));
  }

  private static String json(JsonMembers members) {
    return CanonicalJson.writeString(members.value("schema"));
  }

  private String allowedBy(JsonMembers members) {
    JsonMembers values = members.object("values");
    String field = members.string("field");
    String by = members.string("by");
    return field
        + " must be "
        + byName(values, key -> "one of " + compared(field, values.strings(key)) + where(by, key))
        + "; nothing is allowed otherwise";
  }

  private String rangeBy(JsonMembers members) {
    JsonMembers ranges = members.object("ranges");
    String by = members.string("by");
    JsonMembers otherwise = members.optionalObject("otherwise");
    return members.string("field")
        + " must be "
        + byName(ranges, key -> interval(ranges.object(key)) + where(by, key))
        + (otherwise == null
            ? "; nothing is allowed otherwise"
            : "; otherwise " + interval(otherwise));
  }

  private String where(String by, String key) {
    return " where " + by + " is " + compared(by, key);
  }

  private static String byName(JsonMembers map, Function<String, String> words) {
    return list(map.names().stream().map(words).toList(), "or");
  }

  private static String atLeastBy(JsonMembers members) {
    String by = members.string("by");
    List<String> steps = new ArrayList<>();
    for (JsonMembers step : members.objects("steps")) {
      steps.add(
          "at least "
              + number(step, "limit")
              + " where "
              + by
              + " is above "
              + number(step, "above"));
    }
    return members.string("field")
        + " must be "
        + list(steps, "or")
        + "; the first that fits counts; otherwise at least "
        + number(members, "otherwise");
  }

  private static String models(JsonMembers members) {
    JsonMembers models = members.object("models");
    return "the model must be "
        + byName(models, name -> name + " in version " + strings(models, name));
  }

  private static String terms(JsonMembers members) {
    String match = members.optionalString("match");
    return all(members)
        + " must not hold "
        + strings(members, "terms")
        + ("substring".equals(match) ? ", not even within a word" : " as a word")
        + (members.bool("disguised", false) ? ", nor in disguise" : "");
  }

  private static String regex(JsonMembers members) {
    JsonMembers patterns = members.object("patterns");
    String must = members.optionalString("must");
    String how =
        "match_all".equals(must)
            ? "match all of "
            : "match_any".equals(must) ? "match at least one of " : "match none of ";
    return all(members)
        + " must "
        + how
        + byName(patterns, name -> name + " /" + patterns.string(name) + "/");
  }

  /** A kind without a sentence here: what the policies' JSON Schema says of it, and its members. */
  private static String other(JsonMembers members) {
    List<String> own = new ArrayList<>();
    for (String name : members.names()) {
      if (!HEAD.contains(name)) {
        own.add(name + " " + CanonicalJson.writeString(members.value(name)));
      }
    }
    return description(members.string("kind")) + " (" + String.join(", ", own) + ")";
  }

  private static String description(String kind) {
    try (InputStream in = RulePolicy.class.getResourceAsStream("policy.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("policy.schema.json is not beside RulePolicy");
      }
      JsonMembers kinds = JsonMembers.parse(in.readAllBytes()).object("$defs");
      JsonMembers described = kinds.optionalObject(kind);
      return described == null ? kind : described.string("description");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
