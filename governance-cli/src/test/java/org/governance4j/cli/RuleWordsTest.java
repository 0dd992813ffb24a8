package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.governance4j.policy.RulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleWordsTest {
  private static final RuleWords WORDS =
      new RuleWords(
          ModelSchema.of(
              "m",
              "1",
              List.of(
                  Field.category("a"),
                  Field.category("b"),
                  Field.number("c"),
                  Field.category("secret").asSensitive()),
              List.of(Field.category("l"), Field.text("reply"))));

  /** A rule without its id, and its sentence. */
  private record Example(String rule, String words) {
    JsonValue.Obj json() {
      return StrictJson.parseObject(
          ("{'id':'r'," + rule.substring(1)).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    String kind() {
      return JsonMembers.of(json(), "$").string("kind");
    }
  }

  private static Example example(String rule, String words) {
    return new Example(rule, words);
  }

  private static List<Example> examples() {
    return List.of(
        example("{'kind':'finite','fields':['a']}", "a must be a finite number"),
        example("{'kind':'finite','fields':['a','b','c']}", "a, b and c must be finite numbers"),
        example("{'kind':'at_least','field':'a','limit':0.7}", "a must be at least 0.7"),
        example("{'kind':'range','fields':['a'],'max':5}", "a must be at most 5"),
        example(
            "{'kind':'range','fields':['a','b'],'min':-1,'max':5}",
            "a and b must be at least -1 and at most 5"),
        example(
            "{'kind':'allowed','field':'a','values':['x','y','z']}",
            "a must be one of \"x\", \"y\" or \"z\""),
        example(
            "{'kind':'denied','field':'a','values':['0','1','2','3','4','5','6','7','8','9']}",
            "a must be none of \"0\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\" or 2 more"),
        example(
            "{'kind':'allowed_by','field':'a','by':'b','values':{'DE':['x'],'FR':['x','y']}}",
            "a must be one of \"x\" where b is \"DE\" or one of \"x\" or \"y\" where b is \"FR\";"
                + " nothing is allowed otherwise"),
        example(
            "{'kind':'at_least_by','field':'a','by':'b','steps':[{'above':9,'limit':0.9},"
                + "{'above':1,'limit':0.8}],'otherwise':0.5}",
            "a must be at least 0.9 where b is above 9 or at least 0.8 where b is above 1; the"
                + " first that fits counts; otherwise at least 0.5"),
        example(
            "{'kind':'range_by','field':'a','by':'b','ranges':{'DE':{'min':1}}}",
            "a must be at least 1 where b is \"DE\"; nothing is allowed otherwise"),
        example(
            "{'kind':'range_by','field':'a','by':'b','ranges':{'DE':{'min':1}},"
                + "'otherwise':{'max':3}}",
            "a must be at least 1 where b is \"DE\"; otherwise at most 3"),
        example("{'kind':'required','fields':['a','b']}", "a and b must be present"),
        example(
            "{'kind':'sum','fields':['a','b'],'total':1,'tolerance':0.01}",
            "a and b must add up to 1, give or take 0.01"),
        example(
            "{'kind':'margin','fields':['a','b'],'limit':0.1}",
            "the largest of a and b must exceed the second largest by at least 0.1"),
        example(
            "{'kind':'entropy','fields':['a','b'],'max':0.5}",
            "a and b must be probabilities that add up to 1, with an entropy of at most 0.5 bits"),
        example(
            "{'kind':'top_k','field':'l','fields':['a','b','c'],'k':2}",
            "l must name one of a, b and c, and fewer than 2 of them may be greater than the one it"
                + " names"),
        example(
            "{'kind':'model','models':{'credit':['1','2']}}",
            "the model must be credit in version \"1\" or \"2\""),
        example(
            "{'kind':'length','fields':['a'],'min':1,'max':9}",
            "a must have a length in characters of at least 1 and at most 9"),
        example(
            "{'kind':'terms','fields':['a'],'terms':['bad','evil']}",
            "a must not hold \"bad\" or \"evil\" as a word"),
        example(
            "{'kind':'terms','fields':['a'],'terms':['evil'],'match':'substring','disguised':true}",
            "a must not hold \"evil\", not even within a word, nor in disguise"),
        example(
            "{'kind':'regex','fields':['a'],'patterns':{'digits':'[0-9]+','word':'w+'}}",
            "a must match none of digits /[0-9]+/ or word /w+/"),
        example(
            "{'kind':'regex','fields':['a'],'patterns':{'digits':'[0-9]+'},'must':'match_any'}",
            "a must match at least one of digits /[0-9]+/"),
        example(
            "{'kind':'regex','fields':['a'],'patterns':{'digits':'[0-9]+'},'must':'match_all'}",
            "a must match all of digits /[0-9]+/"),
        example(
            "{'kind':'json','field':'a','schema':{'type':'object'}}",
            "a must be JSON of the shape {\"type\":\"object\"}"),
        example(
            "{'kind':'condition','require':{'field':'a','op':'<','other':'b'}}",
            "it must hold that a < b"),
        example(
            "{'kind':'condition','when':{'any':[{'field':'b','op':'>','value':5},{'not':"
                + "{'field':'c','present':true}}]},'require':{'all':[{'field':'l','in':['x','y']},"
                + "{'any':[{'field':'l','op':'==','value':'x'},{'field':'c','present':false}]}]}}",
            "where b > 5 or not (c is present), it must hold that l is one of \"x\" or \"y\" and"
                + " (l == \"x\" or c is missing)"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  // @Rule("X16")
  void every_kind_has_a_sentence(Example example) {
    assertEquals(example.words(), WORDS.of(example.json()));
  }

  private static JsonMembers kinds() throws IOException {
    try (InputStream in = RulePolicy.class.getResourceAsStream("policy.schema.json")) {
      return JsonMembers.parse(Objects.requireNonNull(in).readAllBytes());
    }
  }

  @Test
  // @Rule("X16")
  void every_kind_that_policies_may_have_is_among_the_examples_or_described_by_its_schema()
      throws IOException {
    Map<String, Example> byKind = new TreeMap<>();
    examples().forEach(example -> byKind.put(example.kind(), example));
    JsonMembers schema = kinds();
    int known = 0;
    for (JsonMembers item :
        schema.object("properties").object("rules").object("items").objects("oneOf")) {
      String kind = item.string("$ref").substring("#/$defs/".length());
      Example example = byKind.get(kind);
      if (example == null) {
        JsonValue.Obj bare =
            JsonValue.object()
                .with("id", JsonValue.of("r"))
                .with("kind", JsonValue.of(kind))
                .with("x", JsonValue.of(1));
        String description = schema.object("$defs").object(kind).string("description");
        assertEquals(description + " (x 1)", WORDS.of(bare));
      } else {
        known++;
        RulePolicy policy =
            RulePolicy.parse(
                CanonicalJson.write(
                    JsonValue.object()
                        .with("name", JsonValue.of("p"))
                        .with("rules", JsonValue.array(example.json()))));
        assertEquals(kind, policy.rules().get(0).kind());
      }
    }
    assertTrue(known >= 14, "found only " + known + " kinds");
  }

  @Test
  void a_kind_nobody_knows_is_shown_with_its_members() {
    JsonValue.Obj rule =
        StrictJson.parseObject(
            "{\"id\":\"r\",\"kind\":\"odd\",\"x\":[1]}".getBytes(StandardCharsets.UTF_8));
    assertEquals("odd (x [1])", WORDS.of(rule));
  }

  private static List<Example> withheld() {
    return List.of(
        example(
            "{'kind':'allowed','field':'secret','values':['4711','x']}",
            "secret must be one of 2 values (withheld)"),
        example(
            "{'kind':'denied','field':'reply','values':['4711']}",
            "reply must be none of 1 value (withheld)"),
        example(
            "{'kind':'allowed_by','field':'secret','by':'b','values':{'DE':['4711']}}",
            "secret must be one of 1 value (withheld) where b is \"DE\"; nothing is allowed"
                + " otherwise"),
        example(
            "{'kind':'range_by','field':'c','by':'secret','ranges':{'4711':{'min':1}}}",
            "c must be at least 1 where secret is a value (withheld); nothing is allowed"
                + " otherwise"),
        example(
            "{'kind':'condition','when':{'field':'secret','in':['4711']},'require':{'all':["
                + "{'field':'reply','op':'!=','value':'4711'},{'field':'c','op':'<','value':5}]}}",
            "where secret is one of 1 value (withheld), it must hold that reply != a value"
                + " (withheld) and c < 5"));
  }

  @ParameterizedTest
  @MethodSource("withheld")
  // @Rule("X17")
  void what_a_sensitive_field_or_a_free_text_is_compared_with_is_withheld(Example example) {
    assertEquals(example.words(), WORDS.of(example.json()));
  }
}
