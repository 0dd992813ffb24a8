package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTestRunTest {
  @TempDir Path dir;
  private Path schema;
  private Path policy;

  @BeforeEach
  void files() throws IOException {
    schema =
        Files.writeString(
            dir.resolve("schema.json"),
            """
            {"name":"credit","version":"1",
             "inputs":[{"name":"iban","type":"text","sensitive":true}],
             "outputs":[{"name":"label","type":"category"},{"name":"confidence","type":"number"}]}
            """);
    policy =
        Files.writeString(
            dir.resolve("policy.json"),
            """
            {"name":"output","rules":[
             {"id":"low","kind":"at_least","field":"confidence","limit":0.7},
             {"id":"label","kind":"allowed","field":"label","values":["approve","decline","ask"]},
             {"id":"ask","kind":"denied","field":"label","values":["ask"],"effect":"escalate"},
             {"id":"fine","kind":"at_least","field":"confidence","limit":0.8,"effect":"oblige",
              "obligations":[{"operation":"round","field":"confidence","value":1}]},
             {"id":"there","kind":"finite","fields":["confidence"]}]}
            """);
  }

  private Path tests(String... cases) throws IOException {
    return Files.writeString(
        dir.resolve("tests.json"), "{\"tests\":[" + String.join(",", cases) + "]}");
  }

  private static String test(String name, String outputs, String expect) {
    return "{\"name\":\"%s\",\"prediction\":{\"outputs\":%s},\"expect\":%s}"
        .formatted(name, outputs, expect);
  }

  private Cli.Result run(Object... more) {
    List<Object> args = new ArrayList<>();
    args.addAll(List.of("policy", "test", "--schema", schema, "--policy", policy));
    args.addAll(List.of(more));
    return governance(args.toArray());
  }

  private static final String[] ALL_HOLD = {
    test("passes", "[\"approve\",0.9]", "{\"action\":\"allow\"}"),
    test(
        "both are named",
        "[\"maybe\",0.1]",
        "{\"action\":\"deny\",\"cause\":\"policy\",\"rules\":[\"label\",\"fine\",\"low\"]}"),
    test("a human decides", "[\"ask\",0.9]", "{\"action\":\"escalate\",\"rules\":[\"ask\"]}"),
    test(
        "is rounded",
        "[\"approve\",0.75]",
        "{\"action\":\"allow_with\",\"rules\":[\"fine\"],\"obligations\":[{\"operation\":\"round\","
            + "\"field\":\"confidence\",\"value\":1.0}]}"),
    test(
        "needs a confidence",
        "{\"label\":\"approve\"}",
        "{\"action\":\"deny\",\"cause\":\"undefined_input\","
            + "\"rules\":[\"low\",\"fine\",\"there\"]}"),
  };

  @Test
  // @Rule("X13")
  void a_policy_that_answers_as_expected_passes() throws IOException {
    Cli.Result result = run(tests(ALL_HOLD), "--require-coverage").holds();
    assertEquals(
        """
        ok      passes
        ok      both are named
        ok      a human decides
        ok      is rounded
        ok      needs a confidence
        5 passed, 0 failed; 5 of 5 rules broken by a test
        """,
        result.out());
    assertEquals("", result.err());
  }

  @Test
  // @Rule("X13")
  void a_difference_fails_and_says_what_was_expected_and_found() throws IOException {
    Path tests =
        tests(
            test("a", "[\"approve\",0.1]", "{\"action\":\"allow\"}"),
            test("b", "[\"approve\",0.1]", "{\"action\":\"deny\",\"cause\":\"budget\"}"),
            test("c", "[\"maybe\",0.9]", "{\"action\":\"deny\",\"rules\":[\"low\"]}"),
            test(
                "d",
                "[\"approve\",0.75]",
                "{\"action\":\"allow_with\",\"obligations\":[{\"operation\":\"round\","
                    + "\"field\":\"confidence\",\"value\":2}]}"),
            ALL_HOLD[0]);
    assertEquals(
        """
        FAILED  a: expected action allow, found deny; it names the rules [fine, low]
                denied, cause policy
                low: confidence 0.1 is below 0.7
                fine: confidence 0.1 is below 0.8
        FAILED  b: expected cause budget, found policy; it names the rules [fine, low]
                denied, cause policy
                low: confidence 0.1 is below 0.7
                fine: confidence 0.1 is below 0.8
        FAILED  c: expected rules [low], found [label]
                denied, cause policy
                label: label "maybe" is not allowed; allowed are ["approve", "decline", "ask"]
        FAILED  d: expected obligations [{"field":"confidence","operation":"round","value":2}], \
        found [{"field":"confidence","operation":"round","value":1}]
                fine: confidence 0.75 is below 0.8
        ok      passes
        not broken by any test: ask
        not broken by any test: there
        1 passed, 4 failed; 3 of 5 rules broken by a test
        """,
        run(tests).doesNotHold().out());
  }

  @Test
  // @Rule("X14")
  void a_rule_that_no_test_breaks_is_listed_and_fails_only_where_coverage_is_required()
      throws IOException {
    Path tests = tests(ALL_HOLD[0], ALL_HOLD[1], ALL_HOLD[2], ALL_HOLD[4]);
    Cli.Result listed = run(tests).holds();
    assertFalse(listed.out().contains("not broken"), "denials break rules that oblige, too");

    Path fewer = tests(ALL_HOLD[0], ALL_HOLD[2]);
    assertTrue(
        run(fewer).holds().out().contains("1 of 5 rules broken by a test"), () -> run(fewer).out());
    Cli.Result required = run(fewer, "--require-coverage").doesNotHold();
    for (String rule : List.of("low", "label", "fine", "there")) {
      assertTrue(required.out().contains("not broken by any test: " + rule + "\n"), rule);
    }
    assertFalse(required.out().contains("test: ask\n"), required::out);
  }

  @Test
  // @Rule("X14")
  void a_missing_value_breaks_only_rules_that_demand_its_presence() throws IOException {
    String out = run(tests(ALL_HOLD[4])).holds().out();
    assertTrue(out.contains("not broken by any test: low\n"), out);
    assertTrue(out.contains("1 of 5 rules"), out);
    assertFalse(out.contains("test: there\n"), out);
  }

  @Test
  void json_is_one_object_with_every_test_and_the_rules_that_were_not_broken() throws IOException {
    Path tests = tests(ALL_HOLD[0], test("b", "[\"maybe\",0.9]", "{\"action\":\"allow\"}"));
    JsonValue.Obj object = run(tests, "--json").doesNotHold().object();
    assertEquals(JsonValue.of(1), object.get("passed"));
    assertEquals(JsonValue.of(1), object.get("failed"));
    assertEquals(JsonValue.of(5), object.get("rules"));
    assertEquals(
        VerdictJson.strings(List.of("low", "ask", "fine", "there")), object.get("notBroken"));
    JsonValue.Obj failed = (JsonValue.Obj) ((JsonValue.Arr) object.get("tests")).items().get(1);
    assertEquals(
        JsonValue.object()
            .with("file", JsonValue.of(tests.toString()))
            .with("name", JsonValue.of("b"))
            .with("ok", JsonValue.of(false))
            .with(
                "differences",
                VerdictJson.strings(
                    List.of("expected action allow, found deny", "it names the rules [label]")))
            .with(
                "found",
                JsonValue.object()
                    .with("action", JsonValue.of("deny"))
                    .with("cause", JsonValue.of("policy"))
                    .with("rules", VerdictJson.strings(List.of("label")))
                    .with("obligations", JsonValue.array())),
        failed);
  }

  @Test
  void several_files_are_told_apart_and_covered_together() throws IOException {
    Path one = tests(ALL_HOLD[0], ALL_HOLD[1], ALL_HOLD[2]);
    Path two = Files.writeString(dir.resolve("more.json"), "{\"tests\":[" + ALL_HOLD[4] + "]}");
    String out = run(one, two, "--require-coverage").holds().out();
    assertTrue(out.contains("ok      " + one + ": passes\n"), out);
    assertTrue(out.contains("ok      " + two + ": needs a confidence\n"), out);
  }

  @Test
  void tests_of_several_policies_name_policy_and_rule() throws IOException {
    Path other =
        Files.writeString(
            dir.resolve("other.json"),
            "{\"name\":\"other\",\"rules\":[{\"id\":\"high\",\"kind\":\"range\","
                + "\"fields\":[\"confidence\"],\"max\":0.99}]}");
    Path tests =
        tests(
            test("a", "[\"approve\",1]", "{\"action\":\"deny\",\"rules\":[\"other/high\"]}"),
            test(
                "b",
                "[\"approve\",0.75]",
                "{\"action\":\"allow_with\",\"rules\":[\"output/fine\"]}"));
    String out = run(tests, "--policy", other).holds().out();
    assertTrue(out.contains("not broken by any test: output/low\n"), out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}| $.tests: missing",
        "{\"tests\":[]}| 1 to 100000 tests, found 0",
        "{\"tests\":[{\"prediction\":{},\"expect\":{}}]}| $.tests[0].name",
        "{\"tests\":[],\"x\":1}| $.x: unknown member",
        "[]| expected an object",
        "{\"tests\":[{| invalid JSON at line 1",
      })
  // @Rule("X15")
  void a_file_of_another_shape_is_not_done(String json, String words) throws IOException {
    Path tests = Files.writeString(dir.resolve("tests.json"), json);
    run(tests).notDone("tests file " + tests, words.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"action\":\"refuse\"}| one of [allow, allow_with, escalate, deny]",
        "{\"action\":\"allow\",\"cause\":\"policy\"}| only a denial has a cause",
        "{\"action\":\"deny\",\"cause\":\"mood\"}| undefined_input",
        "{\"action\":\"allow\",\"rules\":[\"low\"]}| breaks none",
        "{\"action\":\"deny\",\"rules\":[]}| must not be empty",
        "{\"action\":\"deny\",\"rules\":[\"low\",\"low\"]}| there twice",
        "{\"action\":\"deny\",\"obligations\":[]}| only allow_with",
        "{\"action\":\"allow_with\",\"obligations\":[]}| must not be empty",
        "{\"action\":\"allow_with\",\"obligations\":[{\"operation\":\"burn\",\"field\":\"a\"}]}| burn",
        "{\"action\":\"deny\",\"why\":1}| why: unknown member",
      })
  // @Rule("X15")
  void an_expectation_that_no_verdict_meets_is_not_done(String expect, String words)
      throws IOException {
    run(tests(ALL_HOLD[0], test("x", "[\"approve\",1]", expect)))
        .notDone("$.tests[1].expect", words.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"approve\"]", "[1,2]", "{\"labels\":\"a\"}", "[\"a\",1e999]"})
  // @Rule("X15")
  void a_prediction_of_another_schema_is_not_done(String outputs) throws IOException {
    run(tests(test("x", outputs, "{\"action\":\"allow\"}"))).notDone("$.tests[0].prediction: ");
  }

  @Test
  void a_name_that_is_used_twice_or_no_line_is_not_done() throws IOException {
    run(tests(ALL_HOLD[0], ALL_HOLD[0])).notDone("$.tests[1].name", "\"passes\" is used twice");
    run(tests(test("a\\nb", "[\"approve\",1]", "{\"action\":\"allow\"}")))
        .notDone("$.tests[0].name", "one line");
  }

  @Test
  // @Rule("X15")
  void one_bad_file_of_two_judges_nothing() throws IOException {
    Path bad = Files.writeString(dir.resolve("bad.json"), "{");
    run(tests(ALL_HOLD), bad).notDone("tests file " + bad);
  }

  @Test
  void no_message_repeats_a_sensitive_value() throws IOException {
    for (String prediction :
        List.of(
            "{\"inputs\":[4711],\"outputs\":[\"approve\",1]}",
            "\"4711\"",
            "{\"inputs\":[4711e99999],\"outputs\":[\"approve\",1]}",
            "{\"inputs\":[\"4711\" 4711")) {
      Path tests =
          tests(
              "{\"name\":\"x\",\"prediction\":"
                  + prediction
                  + ",\"expect\":{\"action\":\"deny\"}}");
      Cli.Result result = run(tests);
      result.notDone("tests.json");
      // The random name of the folder may hold any digits.
      assertFalse(result.err().replace(dir.toString(), "").contains("4711"), result::err);
    }
  }

  private void addWindow() throws IOException {
    String json = Files.readString(policy).strip();
    Files.writeString(
        policy,
        json.substring(0, json.length() - 1)
            + ",\"windows\":[{\"id\":\"once\",\"kind\":\"quota\",\"window\":\"PT1H\","
            + "\"max\":1}]}");
  }

  @Test
  // @Rule("X13")
  void tests_of_a_policy_with_windows_do_not_depend_on_those_before() throws IOException {
    addWindow();
    Cli.Result result = run(tests(ALL_HOLD), "--require-coverage").holds();
    assertTrue(result.out().contains("5 passed, 0 failed; 5 of 5 rules"), result::out);
  }

  @Test
  // @Rule("X13")
  void a_rule_that_the_policy_does_not_have_is_refused_with_the_one_that_was_meant()
      throws IOException {
    Path tests = tests(test("a", "[\"no\",0.9]", "{\"action\":\"deny\",\"rules\":[\"labell\"]}"));
    Cli.Result result = run(tests);
    assertEquals(2, result.code(), result::toString);
    assertTrue(result.err().contains("no rule \"labell\"; did you mean \"label\"?"), result::err);
    assertEquals("", result.out());
  }

  @Test
  // @Rule("X13")
  void a_window_may_be_named_in_an_expectation() throws IOException {
    addWindow();
    Path tests =
        tests(test("a", "[\"no\",0.9]", "{\"action\":\"deny\",\"rules\":[\"once\",\"label\"]}"));
    String out = run(tests).doesNotHold().out();
    assertTrue(out.contains("expected rules [label, once], found [label]"), out);
    assertTrue(out.contains("\n        denied, cause policy\n        label: "), out);
  }
}
