package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published JSON Schema and the reader know the same members. */
class PolicySchemaTest {
  private static final Pattern KNOWN = Pattern.compile("known are \\[(.*)]");
  private static JsonValue.Obj schema = JsonValue.object();

  @BeforeAll
  static void readSchema() throws IOException {
    try (InputStream in = RulePolicy.class.getResourceAsStream("policy.schema.json")) {
      schema = StrictJson.parseObject(Objects.requireNonNull(in).readAllBytes());
    }
  }

  /** A value for every member that any kind has. */
  private static JsonValue value(RuleKind kind, String member) {
    JsonValue list = JsonValue.array(JsonValue.of("x"));
    JsonValue interval = JsonValue.object().with("min", JsonValue.of(1));
    return switch (member) {
      case "id", "message", "field", "by" -> JsonValue.of("the-" + member);
      case "kind" -> JsonValue.of(kind.word());
      case "severity" -> JsonValue.of("low");
      case "labels" -> list;
      case "controls" -> JsonValue.array(JsonValue.of("eu-ai-act:15"));
      case "effect" -> JsonValue.of("oblige");
      case "obligations" ->
          JsonValue.array(
              JsonValue.object()
                  .with("operation", JsonValue.of("mask"))
                  .with("field", JsonValue.of("the-field")));
      case "fields" -> JsonValue.array(JsonValue.of("x"), JsonValue.of("y"));
      case "values" -> kind == RuleKind.ALLOWED_BY ? JsonValue.object().with("k", list) : list;
      case "models" -> JsonValue.object().with("k", list);
      case "ranges" -> JsonValue.object().with("k", interval);
      case "otherwise" -> kind == RuleKind.RANGE_BY ? interval : JsonValue.of(1);
      case "limit", "min", "max", "k", "total", "tolerance" -> JsonValue.of(1);
      case "steps" ->
          JsonValue.array(
              JsonValue.object().with("above", JsonValue.of(1)).with("limit", JsonValue.of(2)));
      case "when", "require" ->
          JsonValue.object()
              .with("field", JsonValue.of("the-field"))
              .with("present", JsonValue.of(true));
      case "terms" -> JsonValue.array(JsonValue.of("term"));
      case "match" -> JsonValue.of("substring");
      case "disguised", "quote" -> JsonValue.of(true);
      case "patterns" -> JsonValue.object().with("digits", JsonValue.of("[0-9]+"));
      case "must" -> JsonValue.of("not_match");
      case "schema" -> JsonValue.object().with("type", JsonValue.of("object"));
      default -> throw new AssertionError("the schema has a new member: " + member);
    };
  }

  @Test
  void the_schema_lists_every_kind_severity_and_limit() {
    List<String> kinds = new ArrayList<>();
    for (JsonValue item : array(object(schema, "properties", "rules", "items"), "oneOf")) {
      String ref =
          ((JsonValue.Str) Objects.requireNonNull(((JsonValue.Obj) item).get("$ref"))).value();
      kinds.add(ref.substring("#/$defs/".length()));
    }
    assertEquals(RuleKind.words(), kinds);
    assertEquals(
        Severity.words(),
        array(object(schema, "$defs", "severity"), "enum").stream()
            .map(value -> ((JsonValue.Str) value).value())
            .toList());
    assertEquals(
        Effect.words(),
        array(object(schema, "$defs", "effect"), "enum").stream()
            .map(value -> ((JsonValue.Str) value).value())
            .toList());
    assertEquals(
        Arrays.stream(Obligation.Operation.values()).map(Obligation.Operation::word).toList(),
        array(object(schema, "$defs", "obligation", "properties", "operation"), "enum").stream()
            .map(value -> ((JsonValue.Str) value).value())
            .toList());
    assertEquals(
        JsonValue.of(RuleHead.CONTROL),
        object(schema, "$defs", "controls", "items").get("pattern"));
    assertEquals(
        JsonValue.of(RuleHead.MAX_LABEL_LENGTH),
        object(schema, "$defs", "labels", "items").get("maxLength"));
    for (String list : List.of("labels", "controls", "obligations")) {
      assertEquals(
          JsonValue.of(RuleHead.MAX_MARKS), object(schema, "$defs", list).get("maxItems"), list);
    }
    assertEquals(
        JsonValue.of(RulePolicy.MAX_RULES), object(schema, "properties", "rules").get("maxItems"));
    assertEquals(
        JsonValue.of(RulePolicy.MAX_NAME_LENGTH),
        object(schema, "properties", "name").get("maxLength"));
    assertEquals(
        JsonValue.of(RuleHead.MAX_ID_LENGTH), object(schema, "$defs", "id").get("maxLength"));
    assertEquals(
        JsonValue.of(RuleHead.MAX_MESSAGE_LENGTH),
        object(schema, "$defs", "message").get("maxLength"));
    assertEquals(
        JsonValue.of(RulePolicy.MAX_VALUES), object(schema, "$defs", "strings").get("maxItems"));
  }

  @Test
  void the_file_itself_has_the_members_of_the_schema() {
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class,
            () ->
                RulePolicy.parse(
                    CanonicalJson.write(
                        file(example(RuleKind.FINITE)).with("odd", JsonValue.NULL))));
    assertEquals(new TreeSet<>(object(schema, "properties").members().keySet()), known(refusal));
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void a_rule_has_the_members_of_the_schema(RuleKind kind) {
    Map<String, JsonValue> example = example(kind);
    read(example);

    Map<String, JsonValue> odd = new LinkedHashMap<>(example);
    odd.put("odd", JsonValue.NULL);
    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, () -> read(odd));
    assertEquals(new TreeSet<>(example.keySet()), known(refusal));
    assertEquals(
        JsonValue.of(kind.word()),
        object(schema, "$defs", kind.word(), "properties", "kind").get("const"));
    assertEquals(
        JsonValue.of(false), object(schema, "$defs", kind.word()).get("additionalProperties"));
  }

  @ParameterizedTest
  @EnumSource(RuleKind.class)
  void a_rule_needs_exactly_the_required_members(RuleKind kind) {
    List<String> required =
        array(object(schema, "$defs", kind.word()), "required").stream()
            .map(value -> ((JsonValue.Str) value).value())
            .toList();
    for (String member : example(kind).keySet()) {
      Map<String, JsonValue> without = example(kind);
      without.remove(member);
      if (member.equals("effect")) {
        without.remove("obligations"); // the one belongs to the other
      } else if (member.equals("obligations")) {
        without.remove("effect");
      }
      if (required.contains(member)) {
        PolicyInvalid refusal =
            assertThrows(PolicyInvalid.class, () -> read(without), () -> "without " + member);
        assertTrue(String.valueOf(refusal.getMessage()).contains(member + ": missing"));
      } else {
        assertEquals(kind.word(), read(without).rules().get(0).kind());
      }
    }
  }

  private static Map<String, JsonValue> example(RuleKind kind) {
    Map<String, JsonValue> rule = new LinkedHashMap<>();
    object(schema, "$defs", kind.word(), "properties")
        .members()
        .keySet()
        .forEach(member -> rule.put(member, value(kind, member)));
    return rule;
  }

  private static RulePolicy read(Map<String, JsonValue> rule) {
    return RulePolicy.parse(CanonicalJson.write(file(rule)));
  }

  private static JsonValue.Obj file(Map<String, JsonValue> rule) {
    return JsonValue.object()
        .with("name", JsonValue.of("p"))
        .with("rules", JsonValue.array(new JsonValue.Obj(rule)));
  }

  private static TreeSet<String> known(PolicyInvalid refusal) {
    Matcher matcher = KNOWN.matcher(String.valueOf(refusal.getMessage()));
    assertTrue(matcher.find(), refusal::getMessage);
    return new TreeSet<>(List.of(matcher.group(1).split(", ")));
  }

  private static JsonValue.Obj object(JsonValue.Obj from, String... path) {
    JsonValue.Obj at = from;
    for (String name : path) {
      at = (JsonValue.Obj) Objects.requireNonNull(at.get(name), name);
    }
    return at;
  }

  private static List<JsonValue> array(JsonValue.Obj from, String name) {
    return ((JsonValue.Arr) Objects.requireNonNull(from.get(name), name)).items();
  }
}
