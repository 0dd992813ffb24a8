package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.policy.RulePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyExplainTest {
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
             "inputs":[{"name":"iban","type":"category","sensitive":true},
                       {"name":"amount","type":"number"}],
             "outputs":[{"name":"label","type":"category"},{"name":"confidence","type":"number"},
                        {"name":"reply","type":"text"}]}
            """);
    policy =
        Files.writeString(
            dir.resolve("policy.json"),
            """
            {"name":"output","rules":[
             {"id":"low","kind":"at_least","field":"confidence","limit":0.7,"severity":"high",
              "controls":["eu-ai-act:15"],"labels":["quality"],"message":"not sure enough"},
             {"id":"label","kind":"allowed","field":"label","values":["yes","no"],
              "effect":"escalate"},
             {"id":"reply","kind":"denied","field":"reply","values":["secret words"],
              "effect":"oblige","obligations":[{"operation":"truncate","field":"reply","value":3},
                                               {"operation":"mask","field":"reply"}]},
             {"id":"iban","kind":"denied","field":"iban","values":["XX1"]}]}
            """);
  }

  private Cli.Result explain(String... lines) throws IOException {
    Path predictions = Files.write(dir.resolve("predictions.jsonl"), List.of(lines));
    return governance(
        "policy", "explain", "--schema", schema, "--policy", policy, "--predictions", predictions);
  }

  private static final String HOLDS =
      "{\"id\":\"r1\",\"inputs\":[\"DE2\",1],\"outputs\":[\"yes\",0.9,\"fine\"]}";
  private static final String BROKEN =
      "{\"id\":\"r2\",\"inputs\":[\"XX1\",1],\"outputs\":[\"maybe\",null,\"secret words\"]}";

  @Test
  // @Rule("X16")
  void every_rule_is_told_with_its_effect_severity_controls_and_obligations() {
    assertEquals(
        "policy output, "
            + RulePolicy.read(policy).revision()
            + "\n"
            + """
                low: confidence must be at least 0.7
                  if broken: denied; severity high; controls eu-ai-act:15; labels quality; message \
              "not sure enough"
                label: label must be one of "yes" or "no"
                  if broken: held for a human; severity medium
                reply: reply must be none of 1 value (withheld)
                  if broken: released after truncate of reply to 3 and mask of reply; severity medium
                iban: iban must be none of 1 value (withheld)
                  if broken: denied; severity medium
              A value that a rule reads and that is missing or not finite denies.
              """,
        governance("policy", "explain", "--schema", schema, "--policy", policy).holds().out());
  }

  @Test
  // @Rule("X16")
  void json_carries_the_rule_in_words_and_as_it_stands() {
    JsonValue.Obj object =
        governance("policy", "explain", "--schema", schema, "--policy", policy, "--json")
            .holds()
            .object();
    JsonValue.Obj first = (JsonValue.Obj) ((JsonValue.Arr) object.get("policies")).items().get(0);
    assertEquals(JsonValue.of("output"), first.get("name"));
    JsonValue.Obj rule = (JsonValue.Obj) ((JsonValue.Arr) first.get("rules")).items().get(2);
    assertEquals(JsonValue.of("reply"), rule.get("rule"));
    assertEquals(JsonValue.of("reply must be none of 1 value (withheld)"), rule.get("demand"));
    assertEquals(JsonValue.of("oblige"), rule.get("effect"));
    assertEquals(JsonValue.NULL, rule.get("message"));
    assertEquals(JsonValue.NULL, rule.get("definition"), "would tell what is withheld");
    JsonValue.Obj low = (JsonValue.Obj) ((JsonValue.Arr) first.get("rules")).items().get(0);
    assertEquals(JsonValue.of("at_least"), ((JsonValue.Obj) low.get("definition")).get("kind"));
    assertEquals(
        "{\"field\":\"reply\",\"operation\":\"truncate\",\"value\":3}",
        org.governance4j.json.CanonicalJson.writeString(
            ((JsonValue.Arr) rule.get("obligations")).items().get(0)));
  }

  @Test
  // @Rule("X17")
  void of_every_rule_it_is_said_whether_it_holds_is_broken_or_lacks_its_input() throws IOException {
    assertEquals(
        """
        r1: allow
          holds       low: confidence must be at least 0.7
          holds       label: label must be one of "yes" or "no"
          holds       reply
          holds       iban
        """,
        explain(HOLDS).holds().out());
    String out = explain(HOLDS, BROKEN).doesNotHold().out();
    assertTrue(out.contains("r2: deny (policy)\n"), out);
    assertTrue(out.contains("  lacks_input low: not sure enough (confidence is missing)\n"), out);
    assertTrue(out.contains("  broken      label: label \"maybe\" is not allowed"), out);
    assertTrue(out.contains("  broken      reply: reply (withheld)"), out);
    assertTrue(out.contains("  broken      iban: iban (withheld)"), out);
  }

  @Test
  // @Rule("X17")
  void json_is_one_line_for_each_prediction() throws IOException {
    Path predictions = Files.writeString(dir.resolve("p.jsonl"), HOLDS + "\n" + BROKEN + "\n");
    List<JsonValue.Obj> lines =
        governance(
                "policy",
                "explain",
                "--json",
                "--schema",
                schema,
                "--policy",
                policy,
                "--predictions",
                predictions)
            .doesNotHold()
            .json();
    assertEquals(2, lines.size());
    assertEquals(JsonValue.of("deny"), lines.get(1).get("action"));
    assertEquals(JsonValue.of("policy"), lines.get(1).get("cause"));
    assertEquals(JsonValue.NULL, lines.get(0).get("cause"));
    assertEquals(
        JsonValue.object()
            .with("rule", JsonValue.of("low"))
            .with("outcome", JsonValue.of("lacks_input"))
            .with(
                "messages",
                VerdictJson.strings(List.of("not sure enough (confidence is missing)"))),
        ((JsonValue.Arr) lines.get(1).get("rules")).items().get(0));
    assertEquals(
        JsonValue.object()
            .with("rule", JsonValue.of("low"))
            .with("outcome", JsonValue.of("holds"))
            .with("messages", JsonValue.array()),
        ((JsonValue.Arr) lines.get(0).get("rules")).items().get(0));
  }

  @Test
  void a_dash_reads_stdin() throws IOException {
    Cli.Result piped =
        new Cli()
            .reading(HOLDS)
            .run("policy", "explain", "--schema", schema, "--policy", policy, "--predictions", "-");
    assertEquals(explain(HOLDS), piped);
    new Cli()
        .reading("")
        .run("policy", "explain", "--schema", schema, "--policy", policy, "--predictions", "-")
        .notDone("stdin has no predictions");
  }

  @Test
  // @Rule("X17")
  void a_line_that_is_no_prediction_is_named_and_the_rest_is_explained() throws IOException {
    Cli.Result result = explain("{\"outputs\":[\"yes\",NaN,\"a\"]}", HOLDS);
    assertEquals(2, result.code(), result::toString);
    result.says("line 1: ", "\"confidence\"", "NaN");
    assertTrue(result.out().startsWith("r1: allow\n"), result::out);
  }

  @Test
  // @Rule("X17")
  void neither_sensitive_values_nor_free_text_are_printed_whatever_is_wrong_with_them()
      throws IOException {
    String marker = "4711";
    for (String line :
        List.of(
            "{\"inputs\":[\"4711\",1],\"outputs\":[\"no\",0.1,\"4711\"]}",
            "{\"inputs\":[4711,1],\"outputs\":[\"no\",0.1,\"a\"]}",
            "{\"inputs\":[\"a\",1],\"outputs\":[\"no\",0.1,4711]}",
            "{\"outputs\":[\"no\",0.1,\"a\" 4711",
            "{\"inputs\":[\"XX1\",1],\"outputs\":[\"no\",0.1,\"secret words\"]}")) {
      Cli.Result result = explain(line);
      String all = result.out() + result.err();
      assertFalse(all.contains(marker), all);
      assertFalse(all.contains("secret words") || all.contains("XX1"), all);
    }
  }

  @Test
  // @Rule("X17")
  void what_a_rule_would_quote_of_a_text_is_not_printed() throws IOException {
    Files.writeString(
        policy,
        """
        {"name":"output","rules":[
         {"id":"terms","kind":"terms","fields":["reply"],"terms":["hush","marker"],"quote":true},
         {"id":"regex","kind":"regex","fields":["reply"],"patterns":{"digits":"[0-9]+"},
          "quote":true}]}
        """);
    String line = "{\"id\":\"r\",\"outputs\":[\"yes\",1,\"the Marker is 4711\"]}";
    String checked =
        new Cli()
            .reading(line)
            .run("policy", "check", "--schema", schema, "--policy", policy)
            .doesNotHold()
            .out();
    assertTrue(checked.contains("Marker") && checked.contains("4711"), checked);
    String out = explain(line).doesNotHold().out();
    assertTrue(out.contains("  broken      terms: ") && out.contains("  broken      regex: "), out);
    assertFalse(out.contains("Marker") || out.contains("4711"), out);
  }

  @Test
  void a_budget_that_is_too_small_is_said_and_its_rules_are_not_judged() throws IOException {
    Files.writeString(
        policy,
        """
        {"name":"output","budget":{"steps":3},"rules":[
         {"id":"terms","kind":"terms","fields":["reply"],"terms":["hush"]},
         {"id":"low","kind":"at_least","field":"confidence","limit":0.7}]}
        """);
    String out =
        explain("{\"id\":\"r\",\"outputs\":[\"yes\",1,\"much too long\"]}").doesNotHold().out();
    assertTrue(out.startsWith("r: deny (budget)\n  not_judged  terms: judging would cost "), out);
    assertTrue(out.contains("\n  holds       low: "), out);
    assertTrue(out.contains("\n  not_judged  budget: judging would cost "), out);
  }

  @ParameterizedTest
  @EnumSource(Verdict.Cause.class)
  void a_rule_that_came_to_no_judgement_is_not_called_broken(Verdict.Cause cause) {
    RuleByRule.Outcome expected =
        cause == Verdict.Cause.POLICY
            ? RuleByRule.Outcome.BROKEN
            : cause == Verdict.Cause.UNDEFINED_INPUT
                ? RuleByRule.Outcome.LACKS_INPUT
                : RuleByRule.Outcome.NOT_JUDGED;
    assertEquals(expected, RuleByRule.Outcome.of(Verdict.Deny.of(cause, "r", "m")));
    assertEquals(RuleByRule.Outcome.HOLDS, RuleByRule.Outcome.of(Verdict.ALLOW));
  }

  @Test
  // @Rule("X16")
  void windows_are_told_after_the_rules_and_named_when_they_withhold() throws IOException {
    String json = Files.readString(policy).strip();
    Files.writeString(
        policy,
        json.substring(0, json.length() - 1)
            + ",\"windows\":[{\"id\":\"once\",\"kind\":\"quota\",\"window\":\"PT1H\",\"max\":1},"
            + "{\"id\":\"streak\",\"kind\":\"consecutive\",\"count\":3,\"recover\":2,"
            + "\"rule\":\"low\",\"by\":\"label\"}]}");
    String told =
        governance("policy", "explain", "--schema", schema, "--policy", policy).holds().out();
    assertTrue(
        told.contains("  window once: at most 1 predictions within PT1H\n    if broken: denied"),
        told);
    assertTrue(
        told.contains(
            "  window streak: fewer than 3 predictions in a row may break the rule low; then"
                + " withheld until 2 in a row do not, for each value of label\n"),
        told);

    String judged = explain(HOLDS, HOLDS.replace("r1", "r3")).doesNotHold().out();
    int second = judged.indexOf("r3: deny");
    assertTrue(second > 0 && judged.indexOf("not_judged  once: ") > second, judged);
    assertFalse(judged.substring(0, second).contains("once"), judged);
  }
}
