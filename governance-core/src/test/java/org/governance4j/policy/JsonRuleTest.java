package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.JsonValue;
import org.governance4j.PolicyInvalid;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRuleTest {
  private static final String[] TYPES = {
    "\"null\"",
    "\"boolean\"",
    "\"object\"",
    "\"array\"",
    "\"number\"",
    "\"string\"",
    "\"integer\"",
    "[\"string\",\"integer\"]",
    "[\"object\",\"array\",\"null\"]"
  };
  private static final String[] NUMBERS = {
    // Each in one spelling: the other validator (1.5.9) does not take 1.0 for 1.
    "0", "1", "-1", "2", "3", "0.5", "1.5", "100", "0.1", "-2.25", "123456789"
  };
  private static final String[] STRINGS = {
    "\"\"", "\"a\"", "\"ab\"", "\"abc\"", "\"b\"", "\"😀\"", "\"😀😀\"", "\"a1\""
  };
  private static final String[] PATTERNS = {"a", "^a", "b$", "^[a-c]+$", "[0-9]", "^.$"};
  private static final String[] NAMES = {"a", "b", "c"};

  @Test
  @Rule("P31")
  void a_one_of_within_a_one_of_counts_its_own_fits() {
    // Both schemas of the inner oneOf fit an object, so the inner one fails, so exactly one of the
    // outer two fits.
    JsonShape shape =
        JsonShape.read(
            StrictJson.parse(
                "{\"oneOf\":[{\"maxItems\":0},{\"oneOf\":[{\"minLength\":1},{\"maxLength\":0}]}]}"),
            "$");
    assertTrue(shape.fits(StrictJson.parse("{\"a\":1}")));
    // One of the inner two fits a string, so both of the outer two do.
    assertFalse(shape.fits(StrictJson.parse("\"a\"")));
  }

  private static final int DEPTH = 3;

  @Test
  @Rule("P31")
  void random_schemas_judge_random_values_as_another_validator_does() {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    // Its default takes a value of another type for an array of one item, as the standard does not.
    SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder().typeLoose(false).build();
    int[] seen = new int[2];
    for (long seed : new long[] {20_260_101L, System.nanoTime()}) {
      SplittableRandom random = new SplittableRandom(seed);
      String previousText = "true";
      JsonSchema previous = factory.getSchema(previousText, strict);
      for (int i = 0; i < 1_200; i++) {
        String schema = schema(random, DEPTH);
        JsonSchema other = factory.getSchema(schema, strict);
        JsonShape ours = JsonShape.read(StrictJson.parse(schema), "$");
        for (int v = 0; v < 12; v++) {
          String value = value(random, 3);
          boolean expected = other.validate(value, InputFormat.JSON).isEmpty();
          assertEquals(
              expected,
              ours.fits(StrictJson.parse(value)),
              () -> "seed " + seed + ": " + value + " under " + schema);
          boolean before = previous.validate(value, InputFormat.JSON).isEmpty();
          JsonShape one =
              JsonShape.read(
                  StrictJson.parse("{\"oneOf\":[" + schema + "," + previousText + "]}"), "$");
          String pair = "seed " + seed + ": " + value + " under " + schema + ", " + previousText;
          assertEquals(expected != before, one.fits(StrictJson.parse(value)), pair);
          seen[expected ? 1 : 0]++;
        }
        previous = other;
        previousText = schema;
      }
    }
    assertTrue(seen[0] > 5_000 && seen[1] > 5_000, seen[0] + " misfits, " + seen[1] + " fits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1} x",
        "",
        "NaN",
        "{a:1}",
        "[1,]",
        "\"\\ud800\"",
        "\uFEFF{}",
        "'x'"
      })
  @Rule("P30")
  void what_is_not_strict_json_is_denied_whatever_the_schema(String text) {
    RulePolicy policy = RulePolicy.builder("p").json("r", "label", JsonValue.of(true)).build();
    Verdict.Deny deny = Model.denial(policy, Model.values().set("label", text));
    assertEquals(Verdict.Cause.POLICY, deny.cause());
    assertTrue(deny.violations().get(0).message().startsWith("label is not strict JSON"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SECRET", "{\"SECRET\":SECRET}", "{\"SECRET\":1,\"SECRET\":2}", "[\"SECRET"})
  @Rule("P32")
  void a_violation_of_what_is_not_strict_json_says_where_and_repeats_nothing(String text) {
    RulePolicy policy = RulePolicy.builder("p").json("r", "label", JsonValue.of(true)).build();
    Violation violation =
        Model.denial(policy, Model.values().set("label", text)).violations().get(0);
    assertTrue(
        violation.message().startsWith("label is not strict JSON at line 1, column "),
        violation.message());
    assertFalse(violation.message().contains("SECRET"), violation.message());
    assertEquals(null, violation.actualText());
  }

  @Test
  @Rule("P30")
  void nesting_is_bounded_on_any_input() {
    RulePolicy policy = RulePolicy.builder("p").json("r", "label", JsonValue.of(true)).build();
    String fits = "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH);
    assertSame(Verdict.ALLOW, Model.judge(policy, Model.values().set("label", fits)));
    for (String open : List.of("[", "{\"a\":")) {
      Model.denial(policy, Model.values().set("label", open.repeat(100_000)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'object','required':['id']}|{}|/id|required",
        "{'properties':{'a':{'items':{'type':'string'}}}}|{'a':['x','y',3]}|/a/2|type",
        "{'properties':{'a/b~c':false}}|{'a/b~c':1}|/a~1b~0c|false",
        "{'properties':{'a':true},'additionalProperties':false}|{'a':1,'SECRET':2}|/*|additionalProperties",
        "{'additionalProperties':{'type':'string'}}|{'SECRET':2}|/*|type",
        "{'anyOf':[{'type':'string'},{'minimum':5}]}|3||anyOf",
        "{'oneOf':[{'type':'integer'},{'minimum':5}]}|7||oneOf",
        "{'not':{'const':'SECRET'}}|`SECRET`||not",
        "{'enum':[1,2]}|`SECRET`||enum",
        "{'pattern':'^x'}|`SECRET`||pattern",
        "{'uniqueItems':true}|[1,{'a':1},{'a':1.0}]||uniqueItems",
        "{'prefixItems':[true],'items':false}|[1,'SECRET']|/1|false"
      })
  @Rule("P32")
  void a_violation_names_the_place_and_the_keyword_and_never_the_value(
      String schema, String value, String pointer, String keyword) {
    RulePolicy policy =
        RulePolicy.builder("p")
            .json("r", "label", StrictJson.parse(schema.replace('\'', '"')))
            .build();
    Verdict.Deny deny =
        Model.denial(policy, Model.values().set("label", value.replaceAll("['`]", "\"")));
    Violation violation = deny.violations().get(0);
    String place = pointer == null ? "" : pointer;
    assertEquals("label at \"" + place + "\" does not meet " + keyword, violation.message());
    assertEquals(null, violation.actualText());
    assertFalse(violation.message().contains("SECRET"));
  }

  @Test
  void violations_are_as_many_as_people_can_read() {
    RulePolicy policy =
        RulePolicy.builder("p")
            .json("r", "label", StrictJson.parse("{\"items\":{\"type\":\"string\"}}"))
            .build();
    String many = "[" + "1,".repeat(5_000) + "1]";
    assertEquals(
        BoundJson.MAX_MISFITS,
        Model.denial(policy, Model.values().set("label", many)).violations().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'format':'email'}|format: unknown member",
        "{'$ref':'#'}|unknown member",
        "{'patternProperties':{}}|unknown member",
        "{'properties':{'a':{'maxLenght':1}}}|properties.a.maxLenght: unknown member",
        "{'type':'float'}|unknown type",
        "{'type':[]}|type",
        "{'type':['string','string']}|twice",
        "{'enum':[]}|at least one",
        "{'anyOf':[]}|at least one",
        "{'multipleOf':0}|greater than 0",
        "{'multipleOf':-1}|greater than 0",
        "{'minLength':-1}|minLength",
        "{'maxItems':1.5}|maxItems",
        "{'pattern':'(?=a)'}|pattern",
        "{'items':[true]}|must be an object",
        "{'required':['a','a']}|twice",
        "3|must be an object"
      })
  @Rule("P31")
  void a_schema_that_is_not_understood_is_refused(String schema, String why) {
    String json =
        ("{'name':'p','rules':[{'id':'the-rule','kind':'json','field':'f','schema':"
                + schema
                + "}]}")
            .replace('\'', '"');
    PolicyInvalid refusal =
        assertThrows(
            PolicyInvalid.class, () -> RulePolicy.parse(json.getBytes(StandardCharsets.UTF_8)));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("the-rule"), message);
    assertTrue(message.contains(why), message);
  }

  @Test
  void depth_and_number_of_schemas_are_bounded() {
    JsonValue deep = JsonValue.of(true);
    for (int i = 0; i < JsonShape.MAX_DEPTH; i++) {
      deep = JsonValue.object().with("not", deep);
    }
    JsonValue tooDeep = deep;
    assertThrows(PolicyInvalid.class, () -> RulePolicy.builder("p").json("r", "label", tooDeep));
    JsonValue[] many = new JsonValue[JsonShape.MAX_SCHEMAS];
    java.util.Arrays.fill(many, JsonValue.of(true));
    JsonValue tooMany = JsonValue.object().with("allOf", JsonValue.array(many));
    assertThrows(PolicyInvalid.class, () -> RulePolicy.builder("p").json("r", "label", tooMany));
  }

  @Test
  void annotations_are_passed_over_and_survive_the_journey_through_json() {
    JsonValue schema =
        StrictJson.parse(
            "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"t\","
                + "\"description\":\"d\",\"$comment\":\"c\",\"default\":1,\"examples\":[1],"
                + "\"type\":\"integer\"}");
    RulePolicy policy = RulePolicy.builder("p").json("r", "label", schema).build();
    assertEquals(policy, RulePolicy.parse(policy.toJson()));
    assertTrue(
        new String(policy.toJson(), StandardCharsets.UTF_8)
            .contains(new String(CanonicalJson.write(schema), StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.01, 1e9999, true", "1e-9999, 1e9999, true", "3, 1e9999, false", "7, 1e-9999, false",
    "0.3, 0.9, true", "0.1, 0.30000000000000004, false", "2.5, -7.5, true", "1e300, 1e299, false",
    "1e300, 3e300, true", "0.7, 0, true"
  })
  void a_multiple_is_exact_and_cheap_however_long_the_number(
      String divisor, String number, boolean fits) {
    JsonShape shape = JsonShape.read(StrictJson.parse("{\"multipleOf\":" + divisor + "}"), "$");
    assertEquals(fits, shape.fits(StrictJson.parse(number)));
  }

  @Test
  void chosen_hashes_do_not_make_uniqueness_slow() {
    // 2^13 distinct strings of one hash code: "Aa" and "BB" have the same.
    StringBuilder items = new StringBuilder("[");
    int count = 1 << 13;
    for (int i = 0; i < count; i++) {
      items.append(i == 0 ? "\"" : ",\"");
      for (int bit = 0; bit < 13; bit++) {
        items.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      items.append('"');
    }
    JsonValue value = StrictJson.parse(items.append(']').toString());
    assertTrue(JsonShape.read(StrictJson.parse("{\"uniqueItems\":true}"), "$").fits(value));
  }

  private static String schema(SplittableRandom random, int depth) {
    if (random.nextInt(20) == 0) {
      return random.nextBoolean() ? "true" : "false";
    }
    StringBuilder out = new StringBuilder("{");
    java.util.Set<String> used = new java.util.HashSet<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      String keyword = keyword(random, depth);
      if (used.add(keyword.substring(0, keyword.indexOf(':')))) {
        out.append(out.length() == 1 ? "" : ",").append(keyword);
      }
    }
    return out.append('}').toString();
  }

  private static String keyword(SplittableRandom random, int depth) {
    String bound = NUMBERS[random.nextInt(8)];
    int size = random.nextInt(3);
    int choice = random.nextInt(depth > 0 ? 24 : 16);
    return switch (choice) {
      case 0, 1 -> "\"type\":" + TYPES[random.nextInt(TYPES.length)];
      case 2 -> "\"minimum\":" + bound;
      case 3 -> "\"maximum\":" + bound;
      case 4 -> "\"exclusiveMinimum\":" + bound;
      case 5 -> "\"exclusiveMaximum\":" + bound;
      case 6 -> "\"multipleOf\":" + new String[] {"0.5", "2", "0.1", "3"}[random.nextInt(4)];
      case 7 -> "\"minLength\":" + size;
      case 8 -> "\"maxLength\":" + size;
      case 9 -> "\"minItems\":" + size;
      case 10 -> "\"maxItems\":" + size;
      // Only for arrays: the other validator (1.5.9) applies it to the values of an object, too.
      case 11 -> "\"allOf\":[{\"type\":\"array\",\"uniqueItems\":" + random.nextBoolean() + "}]";
      case 12 -> "\"pattern\":\"" + PATTERNS[random.nextInt(PATTERNS.length)] + "\"";
      case 13 -> "\"enum\":[" + value(random, 1) + "," + value(random, 1) + "]";
      case 14 -> "\"const\":" + value(random, 1);
      case 15 -> "\"" + (random.nextBoolean() ? "min" : "max") + "Properties\":" + size;
      case 16 -> "\"required\":[\"" + NAMES[random.nextInt(3)] + "\"]";
      case 17, 18 ->
          "\"properties\":{\"a\":"
              + schema(random, depth - 1)
              + ",\"b\":"
              + schema(random, depth - 1)
              + "}"
              + (random.nextBoolean()
                  ? ",\"additionalProperties\":" + schema(random, depth - 1)
                  : "");
      case 19 -> "\"items\":" + schema(random, depth - 1);
      case 20 ->
          "\"items\":"
              + schema(random, depth - 1)
              + ",\"prefixItems\":["
              + schema(random, depth - 1)
              + "]";
      case 21 -> "\"not\":" + schema(random, depth - 1);
      default ->
          "\""
              + new String[] {"anyOf", "allOf", "oneOf"}[random.nextInt(3)]
              + "\":["
              + schema(random, depth - 1)
              + ","
              + schema(random, depth - 1)
              + "]";
    };
  }

  private static String value(SplittableRandom random, int depth) {
    switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> {
        return new String[] {"null", "true", "false"}[random.nextInt(3)];
      }
      case 1, 2 -> {
        return NUMBERS[random.nextInt(NUMBERS.length)];
      }
      case 3, 4 -> {
        return STRINGS[random.nextInt(STRINGS.length)];
      }
      case 5 -> {
        StringBuilder out = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
          out.append(out.length() == 1 ? "" : ",").append(value(random, depth - 1));
        }
        return out.append(']').toString();
      }
      default -> {
        StringBuilder out = new StringBuilder("{");
        for (String name : NAMES) {
          if (random.nextBoolean()) {
            out.append(out.length() == 1 ? "\"" : ",\"")
                .append(name)
                .append("\":")
                .append(value(random, depth - 1));
          }
        }
        return out.append('}').toString();
      }
    }
  }
}
