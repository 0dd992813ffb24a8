package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.PolicyInvalid;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows in a file, in Java and in the published JSON Schema. */
class WindowFileTest {
  private static final Pattern KNOWN = Pattern.compile("known are \\[(.*)]");
  private static JsonValue.Obj schema = JsonValue.object();

  @BeforeAll
  static void readSchema() throws IOException {
    try (InputStream in = RulePolicy.class.getResourceAsStream("policy.schema.json")) {
      schema = StrictJson.parseObject(Objects.requireNonNull(in).readAllBytes());
    }
  }

  /** One valid window of every kind; a new kind does not compile without its own. */
  private static String members(WindowKind kind) {
    return switch (kind) {
      case RATE ->
          "'rule':'low','by':'model_name','window':'PT1M','max':0.25,'min_count':20,'controls':['nist-ai-rmf:MEASURE-2.6']";
      case CONSECUTIVE -> "'rule':'low','by':'model_name','count':3,'recover':5,'labels':['run']";
      case QUOTA -> "'by':'model_name','window':'PT24H','max':1000,'effect':'escalate'";
      case FAIRNESS_GAP ->
          "'by':'model_name','groups':['f','m'],'label':'label','favourable':['approve'],"
              + "'window':'PT1.5S','max_gap':0,'min_count':30,'confidence':0.99,'severity':'high'";
    };
  }

  private static Window built(WindowKind kind) {
    return switch (kind) {
      case RATE ->
          Window.rate("w", Duration.ofSeconds(60), 0.25, 20).violating("low").by("model_name");
      case CONSECUTIVE -> Window.consecutive("w", 3, 5).by("model_name").violating("low");
      case QUOTA -> Window.quota("w", Duration.ofDays(1), 1000).by("model_name");
      case FAIRNESS_GAP ->
          Window.fairnessGap(
                  "w",
                  Duration.ofMillis(1500),
                  "model_name",
                  List.of("f", "m"),
                  "label",
                  List.of("approve"),
                  0,
                  30)
              .confidence(0.99);
    };
  }

  private static RulePolicy file(String windows) {
    return Examples.parse(
        "{'name':'stream','rules':[{'id':'low','kind':'at_least','field':'confidence','limit':0.5}],"
            + "'windows':"
            + windows
            + "}");
  }

  private static RulePolicy window(WindowKind kind, String members) {
    return file("[{'id':'w','kind':'" + kind.word() + "'," + members + "}]");
  }

  @ParameterizedTest
  @EnumSource(WindowKind.class)
  @Rule("W1")
  void a_window_is_the_same_in_a_file_and_in_java(WindowKind kind) {
    RulePolicy read = window(kind, members(kind));
    RulePolicyBuilder builder = Stream.rules().window(built(kind));
    switch (kind) {
      case RATE -> builder.controls("nist-ai-rmf:MEASURE-2.6");
      case CONSECUTIVE -> builder.labels("run");
      case QUOTA -> builder.escalate();
      case FAIRNESS_GAP -> builder.severity(Severity.HIGH);
    }
    RulePolicy built = builder.build();
    assertEquals(read, built);
    assertEquals(read, RulePolicy.parse(read.toJson()));
    assertArrayEquals(read.toJson(), RulePolicy.parse(read.toJson()).toJson());
    assertNotEquals(Stream.rules().build().revision(), read.revision());

    List<RuleInfo> infos = read.rules();
    assertEquals(2, infos.size(), "behind the rule");
    RuleInfo info = infos.get(1);
    assertEquals("w", info.id());
    assertEquals(kind.word(), info.kind());
    assertEquals("model_name", info.fields().get(0));
    assertEquals(kind == WindowKind.QUOTA ? Effect.ESCALATE : Effect.DENY, info.effect());
    assertEquals(kind == WindowKind.RATE ? 1 : 0, info.controls().size());
    assertTrue(read.bind(Model.SCHEMA) instanceof WindowedPolicy);
  }

  @Test
  @Rule("W1")
  void what_is_left_out_is_what_a_window_has_by_default() {
    RulePolicy read =
        file(
            "[{'id':'r','kind':'rate','window':'PT60S','max':0.5,'min_count':1},"
                + "{'id':'c','kind':'consecutive','count':1,'recover':1},"
                + "{'id':'q','kind':'quota','window':'P1D','max':1,'message':'too many'},"
                + "{'id':'f','kind':'fairness_gap','by':'model_name','groups':['a','b'],"
                + "'label':'label','favourable':['approve'],'window':'PT1H','max_gap':0.2,"
                + "'min_count':1,'confidence':0.95}]");
    RulePolicy built =
        Stream.rules()
            .window(Window.rate("r", Duration.ofMinutes(1), 0.5, 1))
            .window(Window.consecutive("c", 1, 1))
            .window(Window.quota("q", Duration.ofHours(24), 1))
            .message("too many")
            .window(
                Window.fairnessGap(
                    "f",
                    Duration.ofHours(1),
                    "model_name",
                    List.of("a", "b"),
                    "label",
                    List.of("approve"),
                    0.2,
                    1))
            .build();
    assertEquals(built, read);
    String json = new String(read.toJson(), StandardCharsets.UTF_8);
    assertTrue(json.contains("\"window\":\"PT1M\"") && !json.contains("0.95"), json);
    assertEquals("too many", read.rules().get(3).message());
    assertTrue(
        Stream.violations(new Stream(read).judge(2, Stream.good()))
            .get(0)
            .message()
            .startsWith("too many (there are 2 "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'kind':'rates','window':'PT1M','max':0,'min_count':1 | rule "w".kind: expected one of
          'kind':'rate','window':'PT1M','max':1,'min_count':1 | rule "w": max must be at least 0 and less than 1, found 1
          'kind':'rate','window':'PT1M','max':-0.1,'min_count':1 | rule "w": max must be
          'kind':'rate','window':'PT1M','max':0.1,'min_count':0 | rule "w": min_count must be 1 to 1000000000, found 0
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1000000001 | rule "w": min_count must be
          'kind':'rate','window':'PT1M','max':0.1 | rule "w".min_count: missing
          'kind':'rate','window':'PT0.9S','max':0.1,'min_count':1 | rule "w": window must be PT1S to PT24H, found PT0.9S
          'kind':'rate','window':'PT24H1S','max':0.1,'min_count':1 | rule "w": window must be PT1S to PT24H
          'kind':'rate','window':'-PT1M','max':0.1,'min_count':1 | rule "w".window: expected a duration
          'kind':'rate','window':'1 minute','max':0.1,'min_count':1 | rule "w".window: expected a duration
          'kind':'rate','window':'PT','max':0.1,'min_count':1 | rule "w".window: is not a duration
          'kind':'rate','window':'P99999999999999999999D','max':0.1,'min_count':1 | rule "w".window: is not a duration
          'kind':'rate','window':60,'max':0.1,'min_count':1 | rule "w".window: expected a string
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1,'rule':'lo' | rule "w": rule names "lo" (did you mean "low"?)
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1,'rule':'w' | rule "w": rule names "w"
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1,'by':'' | rule "w": by must name a field
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1,'effect':'oblige' | rule "w".effect: expected one of
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1,'obligations':[] | rule "w".obligations: unknown member
          'kind':'rate','window':'PT1M','max':0.1,'min_count':1,'groups':['a'] | rule "w".groups: unknown member
          'kind':'consecutive','count':0,'recover':1 | rule "w": count must be
          'kind':'consecutive','count':1,'recover':0 | rule "w": recover must be
          'kind':'quota','window':'PT1M','max':0 | rule "w": max must be 1 to 1000000000
          'kind':'quota','window':'PT1M','max':1,'rule':'low' | rule "w".rule: unknown member
          'kind':'fairness_gap','by':'a','groups':['f'],'label':'l','favourable':['y'],'window':'PT1M','max_gap':0,'min_count':1 | rule "w": groups must list 2 to 64 values, found 1
          'kind':'fairness_gap','by':'a','groups':['f','f'],'label':'l','favourable':['y'],'window':'PT1M','max_gap':0,'min_count':1 | rule "w": groups lists "f" twice
          'kind':'fairness_gap','by':'a','groups':['f','m'],'label':'l','favourable':[],'window':'PT1M','max_gap':0,'min_count':1 | rule "w": favourable must list
          'kind':'fairness_gap','by':'a','groups':['f','m'],'label':'','favourable':['y'],'window':'PT1M','max_gap':0,'min_count':1 | rule "w": label must name a field
          'kind':'fairness_gap','by':'a','groups':['f','m'],'label':'l','favourable':['y'],'window':'PT1M','max_gap':1,'min_count':1 | rule "w": max_gap must be
          'kind':'fairness_gap','by':'a','groups':['f','m'],'label':'l','favourable':['y'],'window':'PT1M','max_gap':0,'min_count':1,'confidence':0.4 | rule "w": confidence must be 0.5 to 0.999999
          """)
  @Rule("W2")
  void a_window_that_does_not_fit_is_refused_by_name(String members, String why) {
    PolicyInvalid refusal =
        assertThrows(PolicyInvalid.class, () -> file("[{'id':'w'," + members + "}]"));
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
  }

  @Test
  @Rule("W2")
  void ids_numbers_and_effects_of_windows_are_checked() {
    String quota = "{'id':'%s','kind':'quota','window':'PT1M','max':1}";
    refused("the id is used twice", () -> file("[" + quota.formatted("low") + "]"));
    refused(
        "the id is used twice",
        () -> file("[" + quota.formatted("a") + "," + quota.formatted("a") + "]"));
    refused("$.windows: must not be empty", () -> file("[]"));
    StringBuilder many = new StringBuilder(quota.formatted("w0"));
    for (int i = 1; i <= RulePolicy.MAX_WINDOWS; i++) {
      many.append(',').append(quota.formatted("w" + i));
    }
    refused("must have at most 64 windows, found 65", () -> file("[" + many + "]"));
    Obligation mask = new Obligation(Obligation.Operation.MASK, "label", null);
    RulePolicyBuilder builder = Stream.rules().window(Window.consecutive("w", 1, 1));
    refused("a window has the effect deny or escalate", () -> builder.oblige(mask));
    assertThrows(IllegalStateException.class, () -> built(WindowKind.QUOTA).violating("low"));
    assertThrows(IllegalStateException.class, () -> built(WindowKind.FAIRNESS_GAP).by("label"));
    assertThrows(IllegalStateException.class, () -> built(WindowKind.RATE).confidence(0.9));
  }

  @Test
  @Rule("W2")
  void a_window_needs_fields_of_few_values() {
    refused("rule \"w\": schema credit-risk has no field \"nme\"", () -> bindBy("nme"));
    refused("field \"amount\" is a NUMBER", () -> bindBy("amount"));
    RulePolicy policy =
        RulePolicy.builder("p")
            .finite("r", "n")
            .window(Window.quota("w", Duration.ofSeconds(1), 1).by("t"))
            .build();
    ModelSchema texts =
        ModelSchema.of("m", "1", List.of(Field.text("t")), List.of(Field.number("n")));
    refused("field \"t\" is a TEXT, a window needs a CATEGORY", () -> policy.bind(texts));
  }

  private static void bindBy(String field) {
    Stream.rules()
        .window(Window.quota("w", Duration.ofSeconds(1), 1).by(field))
        .build()
        .bind(Model.SCHEMA);
  }

  private static void refused(String why, Executable work) {
    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, work);
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
  }

  @ParameterizedTest
  @EnumSource(WindowKind.class)
  @Rule("W2")
  void a_window_has_the_members_of_the_schema(WindowKind kind) {
    Map<String, JsonValue> members = new LinkedHashMap<>(example(kind));
    JsonValue.Obj definition = object(schema, "$defs", kind.word());
    assertEquals(
        new TreeSet<>(object(definition, "properties").members().keySet()),
        new TreeSet<>(members.keySet()));
    assertEquals(JsonValue.of(kind.word()), object(definition, "properties", "kind").get("const"));
    assertEquals(JsonValue.of(false), definition.get("additionalProperties"));

    List<String> required =
        array(definition, "required").stream().map(v -> ((JsonValue.Str) v).value()).toList();
    for (String member : members.keySet()) {
      Map<String, JsonValue> without = new LinkedHashMap<>(members);
      without.remove(member);
      if (required.contains(member)) {
        refused(member + ": missing", () -> read(without));
      } else {
        assertEquals(kind.word(), read(without).rules().get(1).kind());
      }
    }
    members.put("odd", JsonValue.NULL);
    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, () -> read(members));
    Matcher known = KNOWN.matcher(String.valueOf(refusal.getMessage()));
    assertTrue(known.find(), refusal::getMessage);
    members.remove("odd");
    assertEquals(
        new TreeSet<>(members.keySet()), new TreeSet<>(List.of(known.group(1).split(", "))));
  }

  @Test
  void the_schema_lists_every_kind_and_limit() {
    List<String> kinds =
        array(object(schema, "properties", "windows", "items"), "oneOf").stream()
            .map(item -> String.valueOf(((JsonValue.Obj) item).get("$ref")))
            .map(ref -> ref.replaceAll(".*/|[^a-z_]", ""))
            .toList();
    assertEquals(WindowKind.words(), kinds);
    assertEquals(
        JsonValue.of(RulePolicy.MAX_WINDOWS),
        object(schema, "properties", "windows").get("maxItems"));
    assertEquals(
        JsonValue.of(WindowRule.MAX_COUNT), object(schema, "$defs", "count").get("maximum"));
    assertEquals(JsonValue.of(WindowTime.FORM), object(schema, "$defs", "window").get("pattern"));
    JsonValue.Obj gap = object(schema, "$defs", "fairness_gap", "properties");
    assertEquals(JsonValue.of(FairnessGapWindow.MAX_GROUPS), object(gap, "groups").get("maxItems"));
    JsonValue.Obj confidence = object(gap, "confidence");
    assertEquals(JsonValue.of(FairnessGapWindow.MIN_CONFIDENCE), confidence.get("minimum"));
    assertEquals(JsonValue.of(FairnessGapWindow.MAX_CONFIDENCE), confidence.get("maximum"));
    assertEquals(JsonValue.of(FairnessGapWindow.DEFAULT_CONFIDENCE), confidence.get("default"));
  }

  /** The example with every member that any window may have. */
  private static Map<String, JsonValue> example(WindowKind kind) {
    String json = "{'id':'w','kind':'" + kind.word() + "'," + members(kind) + "}";
    Map<String, JsonValue> members =
        new LinkedHashMap<>(
            StrictJson.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .members());
    members.putIfAbsent("message", JsonValue.of("text"));
    members.putIfAbsent("severity", JsonValue.of("low"));
    members.putIfAbsent("labels", JsonValue.array(JsonValue.of("x")));
    members.putIfAbsent("controls", JsonValue.array(JsonValue.of("eu-ai-act:15")));
    members.putIfAbsent("effect", JsonValue.of("escalate"));
    return members;
  }

  private static RulePolicy read(Map<String, JsonValue> window) {
    JsonValue.Obj policy =
        StrictJson.parseObject(Stream.rules().build().toJson())
            .with("windows", JsonValue.array(new JsonValue.Obj(window)));
    return RulePolicy.parse(CanonicalJson.write(policy));
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
