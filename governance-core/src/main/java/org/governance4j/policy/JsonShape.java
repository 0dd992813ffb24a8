package org.governance4j.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.governance4j.text.PatternSet;
import org.governance4j.text.Regex;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (2020-12), as far as it can be judged without references: {@code type}, {@code
 * properties}, {@code required}, {@code additionalProperties}, {@code minProperties}, {@code
 * maxProperties}, {@code items}, {@code prefixItems}, {@code minItems}, {@code maxItems}, {@code
 * uniqueItems}, {@code enum}, {@code const}, {@code minimum}, {@code maximum}, {@code
 * exclusiveMinimum}, {@code exclusiveMaximum}, {@code multipleOf}, {@code minLength}, {@code
 * maxLength}, {@code pattern} (RE2 syntax), {@code anyOf}, {@code allOf}, {@code oneOf}, {@code
 * not}, and the schemas {@code true} and {@code false}. The annotations {@code title}, {@code
 * description}, {@code $schema}, {@code $comment}, {@code default} and {@code examples} are passed
 * over; every other keyword is refused, because a demand that is not understood must not look as if
 * it were met.
 *
 * <p>A schema has no references, so it is a tree, and each part of it judges each part of a value
 * at most once: the work is bounded by the product of their sizes.
 *
 * <p>Immutable; safe for any number of threads.
 */
final class JsonShape {
  /** The most schemas within a schema, itself included. */
  static final int MAX_SCHEMAS = 1_000;

  /** The deepest schemas within schemas. */
  static final int MAX_DEPTH = 32;

  private static final List<String> ANNOTATIONS =
      List.of("title", "description", "$schema", "$comment", "default", "examples");

  private final List<JsonKeyword> keywords;

  private JsonShape(List<JsonKeyword> keywords) {
    this.keywords = List.copyOf(keywords);
  }

  /**
   * Reads a schema.
   *
   * @param path how messages name it
   * @throws InvalidData if it is not one of these schemas
   */
  static JsonShape read(JsonValue schema, String path) {
    return new Reading(true).schema(schema, path, 1);
  }

  /**
   * Checks a schema without building any automaton.
   *
   * @param path how messages name it
   * @return how many instructions its expressions need at most
   * @throws InvalidData if {@link #read} refuses it
   */
  static long expressions(JsonValue schema, String path) {
    Reading reading = new Reading(false);
    reading.schema(schema, path, 1);
    return reading.expressions.instructions();
  }

  /** Adds what does not fit. */
  void check(JsonValue value, JsonPlace place, JsonReport report) {
    for (JsonKeyword keyword : keywords) {
      if (report.full()) {
        return;
      }
      keyword.check(value, place, report);
    }
  }

  /** Whether a value fits. */
  boolean fits(JsonValue value) {
    JsonReport report = new JsonReport(1);
    check(value, JsonPlace.ROOT, report);
    return report.isEmpty();
  }

  /** Whether every value fits. */
  boolean keywordless() {
    return keywords.isEmpty();
  }

  /** How often a part of the text is looked at again at most, and at least 1. */
  int passes() {
    int passes = 0;
    for (JsonKeyword keyword : keywords) {
      passes += keyword.passes();
    }
    return Math.max(1, passes);
  }

  /** One schema being read, with the count of those within it. */
  private static final class Reading {
    private final boolean compiled;
    private final PatternSet.Builder expressions = PatternSet.builder();
    private int schemas;

    /** Without automata, the schemas that are read are only for checking. */
    Reading(boolean compiled) {
      this.compiled = compiled;
    }

    JsonShape schema(JsonValue schema, String path, int depth) {
      if (++schemas > MAX_SCHEMAS) {
        throw new InvalidData(path + ": more than " + MAX_SCHEMAS + " schemas in one");
      }
      if (depth > MAX_DEPTH) {
        throw new InvalidData(path + ": schemas nested deeper than " + MAX_DEPTH + " levels");
      }
      if (schema instanceof JsonValue.Bool bool) {
        return new JsonShape(bool.value() ? List.of() : List.of(new JsonKeyword.Never()));
      }
      if (!(schema instanceof JsonValue.Obj object)) {
        throw new InvalidData(path + ": a schema must be an object, true or false");
      }
      JsonMembers members = JsonMembers.of(object, path);
      ANNOTATIONS.forEach(members::optionalValue);
      List<JsonKeyword> keywords = new ArrayList<>();
      values(members, keywords);
      numbers(members, keywords);
      strings(members, keywords);
      arrays(members, keywords, depth);
      objects(members, keywords, depth);
      combined(members, keywords, depth);
      members.noOthers();
      return new JsonShape(keywords);
    }

    private static void values(JsonMembers members, List<JsonKeyword> keywords) {
      JsonValue type = members.optionalValue("type");
      if (type != null) {
        List<String> words =
            type instanceof JsonValue.Arr
                ? members.strings("type")
                : List.of(members.string("type"));
        if (words.isEmpty()) {
          throw members.invalid("type", "must list at least one type");
        }
        for (String word : words) {
          if (!JsonKeyword.Type.WORDS.contains(word)) {
            throw members.invalid(
                "type",
                "unknown type "
                    + Wording.quote(word)
                    + Wording.known(word, JsonKeyword.Type.WORDS));
          }
        }
        keywords.add(new JsonKeyword.Type(Set.copyOf(distinct(members, "type", words))));
      }
      JsonValue.Arr options = members.optionalArray("enum");
      if (options != null) {
        if (options.items().isEmpty()) {
          throw members.invalid("enum", "must list at least one value");
        }
        keywords.add(new JsonKeyword.OneOfValues("enum", Set.copyOf(options.items())));
      }
      JsonValue constant = members.optionalValue("const");
      if (constant != null) {
        keywords.add(new JsonKeyword.OneOfValues("const", Set.of(constant)));
      }
    }

    private static void numbers(JsonMembers members, List<JsonKeyword> keywords) {
      for (JsonKeyword.Bound bound : JsonKeyword.Bound.values()) {
        BigDecimal limit = number(members, bound.word());
        if (limit != null) {
          keywords.add(new JsonKeyword.Limit(bound, limit));
        }
      }
      BigDecimal divisor = number(members, "multipleOf");
      if (divisor != null) {
        if (divisor.signum() <= 0 || divisor.precision() > JsonKeyword.MultipleOf.MAX_DIGITS) {
          throw members.invalid(
              "multipleOf",
              "must be greater than 0 and have at most "
                  + JsonKeyword.MultipleOf.MAX_DIGITS
                  + " digits");
        }
        keywords.add(new JsonKeyword.MultipleOf(divisor));
      }
    }

    private static @Nullable BigDecimal number(JsonMembers members, String name) {
      members.optionalNumber(name); // refuses another type
      return members.optionalValue(name) instanceof JsonValue.Num number ? number.value() : null;
    }

    private void strings(JsonMembers members, List<JsonKeyword> keywords) {
      size(members, keywords, "minLength", "maxLength", JsonKeyword.Measure.LENGTH);
      String pattern = members.optionalString("pattern");
      if (pattern != null) {
        try {
          expressions.regex(pattern);
          if (compiled) {
            keywords.add(new JsonKeyword.Pattern(Regex.compile(pattern)));
          }
        } catch (IllegalArgumentException e) {
          throw new InvalidData(members.path("pattern") + ": " + e.getMessage(), e);
        }
      }
    }

    private void arrays(JsonMembers members, List<JsonKeyword> keywords, int depth) {
      size(members, keywords, "minItems", "maxItems", JsonKeyword.Measure.ITEMS);
      if (members.bool("uniqueItems", false)) {
        keywords.add(new JsonKeyword.UniqueItems());
      }
      List<JsonShape> prefix = list(members, "prefixItems", depth);
      JsonShape items = optional(members, "items", depth);
      if (prefix != null || items != null) {
        keywords.add(new JsonKeyword.Items(prefix == null ? List.of() : prefix, items));
      }
    }

    private void objects(JsonMembers members, List<JsonKeyword> keywords, int depth) {
      size(members, keywords, "minProperties", "maxProperties", JsonKeyword.Measure.PROPERTIES);
      if (members.has("required")) {
        List<String> names = members.strings("required");
        keywords.add(new JsonKeyword.Required(distinct(members, "required", names)));
      }
      Map<String, JsonShape> properties = new LinkedHashMap<>();
      JsonMembers declared = members.optionalObject("properties");
      if (declared != null) {
        for (String name : declared.names()) {
          properties.put(name, schema(declared.value(name), declared.path(name), depth + 1));
        }
      }
      JsonShape additional = optional(members, "additionalProperties", depth);
      if (declared != null || additional != null) {
        boolean closed = JsonValue.of(false).equals(members.optionalValue("additionalProperties"));
        keywords.add(new JsonKeyword.Properties(properties, additional, closed));
      }
    }

    private void combined(JsonMembers members, List<JsonKeyword> keywords, int depth) {
      List<JsonShape> all = list(members, "allOf", depth);
      if (all != null) {
        keywords.add(new JsonKeyword.AllOf(all));
      }
      List<JsonShape> any = list(members, "anyOf", depth);
      if (any != null) {
        keywords.add(new JsonKeyword.Count("anyOf", any, 1, any.size()));
      }
      List<JsonShape> one = list(members, "oneOf", depth);
      if (one != null) {
        keywords.add(new JsonKeyword.Count("oneOf", one, 1, 1));
      }
      JsonShape not = optional(members, "not", depth);
      if (not != null) {
        keywords.add(new JsonKeyword.Count("not", List.of(not), 0, 0));
      }
    }

    private @Nullable JsonShape optional(JsonMembers members, String name, int depth) {
      JsonValue schema = members.optionalValue(name);
      return schema == null ? null : schema(schema, members.path(name), depth + 1);
    }

    private @Nullable List<JsonShape> list(JsonMembers members, String name, int depth) {
      JsonValue.Arr items = members.optionalArray(name);
      if (items == null) {
        return null;
      }
      if (items.items().isEmpty()) {
        throw members.invalid(name, "must list at least one schema");
      }
      List<JsonShape> shapes = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        shapes.add(schema(items.items().get(i), members.path(name) + "[" + i + "]", depth + 1));
      }
      return List.copyOf(shapes);
    }

    private static void size(
        JsonMembers members,
        List<JsonKeyword> keywords,
        String least,
        String most,
        JsonKeyword.Measure measure) {
      long min = members.has(least) ? members.integer(least, 0, Integer.MAX_VALUE) : 0;
      long max =
          members.has(most) ? members.integer(most, 0, Integer.MAX_VALUE) : Integer.MAX_VALUE;
      if (min > 0) {
        keywords.add(new JsonKeyword.Size(least, measure, (int) min, Integer.MAX_VALUE));
      }
      if (max < Integer.MAX_VALUE) {
        keywords.add(new JsonKeyword.Size(most, measure, 0, (int) max));
      }
    }

    private static List<String> distinct(JsonMembers members, String name, List<String> words) {
      if (words.stream().distinct().count() != words.size()) {
        throw members.invalid(name, "lists a value twice");
      }
      return words;
    }
  }
}
