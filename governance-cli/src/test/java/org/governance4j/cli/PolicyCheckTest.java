package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCheckTest {
  private static final String ALLOWED =
      "{\"id\":\"r1\",\"inputs\":{\"amount\":5},\"outputs\":{\"label\":\"approve\",\"confidence\":0.9}}";
  private static final String DENIED =
      "{\"id\":\"r2\",\"inputs\":{\"amount\":5},\"outputs\":{\"label\":\"maybe\",\"confidence\":0.1}}";

  @TempDir Path dir;
  private Path schema;
  private Path policy;

  @BeforeEach
  void files() throws IOException {
    schema = dir.resolve("schema.json");
    policy = dir.resolve("policy.json");
    Files.writeString(
        schema,
        """
        {"name":"credit","version":"1",
         "inputs":[{"name":"amount","type":"number"},
                   {"name":"iban","type":"text","sensitive":true}],
         "outputs":[{"name":"label","type":"category"},{"name":"confidence","type":"number"}]}
        """);
    Files.writeString(
        policy,
        """
        {"name":"output","rules":[
         {"id":"low_confidence","kind":"at_least","field":"confidence","limit":0.7},
         {"id":"label","kind":"allowed","field":"label","values":["approve","deny"]}]}
        """);
  }

  private Cli.Result check(String... lines) {
    return new Cli().reading(lines).run("policy", "check", "--schema", schema, "--policy", policy);
  }

  @Test
  // @Rule("X1")
  void all_allowed_is_exit_code_0_and_a_verdict_each() {
    Cli.Result result = check(ALLOWED, "", ALLOWED).holds();
    assertEquals("", result.err());
    assertEquals(2, result.json().size());
    assertEquals(
        JsonValue.object()
            .with("id", JsonValue.of("r1"))
            .with("action", JsonValue.of("allow"))
            .with("violations", JsonValue.array())
            .with("obligations", JsonValue.array()),
        result.json().get(0));
  }

  @Test
  // @Rule("X2")
  void a_denial_is_exit_code_1_and_lists_every_broken_rule() {
    Cli.Result result = check(ALLOWED, DENIED).doesNotHold();
    assertEquals("", result.err());
    JsonValue.Obj verdict = result.json().get(1);
    assertEquals(JsonValue.of("r2"), verdict.get("id"));
    assertEquals(JsonValue.of("deny"), verdict.get("action"));
    assertEquals(List.of("low_confidence", "label"), rules(verdict));
  }

  @Test
  void json_is_the_same() {
    Cli.Result json =
        new Cli()
            .reading(ALLOWED, DENIED)
            .run("policy", "check", "--schema", schema, "--policy", policy, "--json");
    assertEquals(check(ALLOWED, DENIED), json);
  }

  @Test
  void a_missing_number_that_a_rule_needs_is_denied_by_the_rule() {
    Cli.Result result = check("{\"id\":\"r\",\"outputs\":{\"label\":\"approve\"}}").doesNotHold();
    assertEquals(List.of("low_confidence"), rules(result.object()));
  }

  @Test
  // @Rule("X8")
  void nan_is_denied_and_named_with_its_field_and_the_rest_is_judged() {
    Cli.Result result =
        check(
            ALLOWED,
            "{\"id\":\"n\",\"outputs\":{\"label\":\"approve\",\"confidence\":NaN}}",
            DENIED);
    unread(result, "line 2", "\"confidence\"", "finite", "NaN");
    assertEquals(3, result.json().size());
    assertEquals(JsonValue.of("n"), result.json().get(1).get("id"));
    assertEquals(List.of("input"), rules(result.json().get(1)));
    assertEquals(JsonValue.of("r2"), result.json().get(2).get("id"));
  }

  @Test
  void an_infinity_in_an_array_is_named_with_its_field() {
    unread(check("{\"outputs\":[\"approve\", -Infinity]}"), "\"confidence\"", "-Infinity");
    unread(
        check("{\"id\":\"a \\\"NaN\\\"\",\"inputs\":[NaN,null],\"outputs\":[\"deny\",1]}"),
        "\"amount\"",
        "NaN");
  }

  @Test
  void a_number_beyond_doubles_is_named_with_its_field_and_the_limit() {
    unread(
        check("{\"outputs\":[\"approve\",1e999]}"),
        "\"confidence\"",
        "1E+999",
        "1.797693134862315");
  }

  @Test
  void a_wrong_arity_is_denied_and_named_with_both_counts() {
    Cli.Result result = check("{\"id\":\"a\",\"outputs\":[\"approve\",0.9,1]}");
    unread(result, "line 1", "outputs", "expected 2", "found 3");
    assertEquals(JsonValue.of("a"), result.object().get("id"));
  }

  @Test
  void an_unknown_field_is_denied_and_named_with_the_known_ones() {
    unread(
        check("{\"outputs\":{\"label\":\"approve\",\"confidense\":0.9}}"),
        "line 1",
        "\"confidense\"",
        "[label, confidence]");
  }

  @Test
  void a_number_in_quotes_is_denied_and_named_with_its_field() {
    unread(
        check("{\"outputs\":{\"label\":\"approve\",\"confidence\":\"0.9\"}}"),
        "\"confidence\"",
        "expected a number",
        "\"0.9\"");
  }

  @Test
  // @Rule("X8")
  void a_line_that_is_not_json_is_denied_and_named_with_its_column() {
    unread(check("{\"id\":\"x\""), "line 1: invalid JSON at column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"\\", "[NaN,\"", "{\"outputs\":[\"", "NaN", "[\"\\\""})
  void a_long_line_that_is_not_json_costs_no_more_than_its_length(String start) {
    for (String filling : new String[] {"a", "\\", "\"a", "\\\"", "[", " ", "NaN,"}) {
      String line = start + filling.repeat(1_000_000 / filling.length());
      Cli.Result result = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> check(line));
      unread(result, "line 1");
    }
  }

  @Test
  void a_line_above_1_mib_is_denied_with_the_limit_and_the_next_is_judged() {
    Cli.Result result = check("\"" + "a".repeat(1 << 20), ALLOWED);
    unread(result, "line 1: the line has 1048577 bytes, the limit is 1048576");
    assertEquals(JsonValue.of("allow"), result.json().get(1).get("action"));
  }

  @Test
  void the_value_of_a_sensitive_field_is_not_repeated() {
    Cli.Result result = check("{\"inputs\":{\"iban\":4711},\"outputs\":[\"deny\",1]}");
    unread(result, "\"iban\"", "withheld");
    assertFalse((result.out() + result.err()).contains("4711"), result::toString);
  }

  @Test
  void no_predictions_at_all_cannot_be_judged() {
    check(" ").notDone("no predictions");
  }

  @Test
  void a_policy_about_an_unknown_field_cannot_be_used() throws IOException {
    Files.writeString(policy, Files.readString(policy).replace("\"confidence\"", "\"score\""));
    check(ALLOWED).notDone("policy.json", "low_confidence", "\"score\"", "confidence");
  }

  @Test
  void a_policy_with_an_unknown_member_cannot_be_used() throws IOException {
    Files.writeString(policy, Files.readString(policy).replace("\"limit\"", "\"limits\""));
    check(ALLOWED).notDone("policy.json", "low_confidence", "limit");
  }

  @Test
  void a_schema_of_another_shape_cannot_be_used() throws IOException {
    Files.writeString(schema, Files.readString(schema).replace("category", "categories"));
    check(ALLOWED).notDone("schema.json", "categories", "category");
  }

  private static List<String> rules(JsonValue.Obj verdict) {
    return ((JsonValue.Arr) verdict.get("violations"))
        .items().stream()
            .map(violation -> ((JsonValue.Obj) violation).get("rule"))
            .map(rule -> ((JsonValue.Str) rule).value())
            .toList();
  }

  /** Exit code 2, the line denied on stdout, and the same reason on stderr. */
  private static void unread(Cli.Result result, String... words) {
    assertEquals(2, result.code(), result::toString);
    result.says(words);
    assertTrue(
        result.json().stream().anyMatch(verdict -> rules(verdict).equals(List.of("input"))),
        result::out);
  }
}
