package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several policies, signed policies and obligations, through {@code policy check}. */
class PolicyFilesTest {
  private static final String GOOD = "{\"id\":\"r1\",\"outputs\":[\"approve\",0.91]}";
  private static final String UNSURE = "{\"id\":\"r2\",\"outputs\":[\"approve\",0.6]}";

  @TempDir Path dir;
  private Path schema;
  private Path sure;
  private Path listed;

  @BeforeEach
  void files() throws IOException {
    schema =
        Files.writeString(
            dir.resolve("schema.json"),
            """
            {"name":"credit","version":"1","inputs":[],
             "outputs":[{"name":"label","type":"category"},{"name":"confidence","type":"number"}]}
            """);
    sure =
        Files.writeString(
            dir.resolve("sure.json"),
            """
            {"name":"sure","rules":[
             {"id":"low","kind":"at_least","field":"confidence","limit":0.7}]}
            """);
    listed =
        Files.writeString(
            dir.resolve("listed.json"),
            """
            {"name":"listed","rules":[
             {"id":"label","kind":"allowed","field":"label","values":["approve","decline"]}]}
            """);
  }

  private Cli.Result check(String line, Object... more) {
    Object[] args = new Object[4 + more.length];
    args[0] = "policy";
    args[1] = "check";
    args[2] = "--schema";
    args[3] = schema;
    System.arraycopy(more, 0, args, 4, more.length);
    return new Cli().reading(line).run(args);
  }

  private static String rule(Cli.Result result) {
    JsonValue.Arr violations = (JsonValue.Arr) result.object().get("violations");
    return violations.items().stream()
        .map(violation -> ((JsonValue.Str) ((JsonValue.Obj) violation).get("rule")).value())
        .reduce("", (left, right) -> left + right + " ");
  }

  @Test
  // @Rule("X10")
  void of_several_policies_all_must_allow_and_each_names_its_rules() {
    check(GOOD, "--policy", sure, "--policy", listed).holds();
    assertEquals(
        "sure/low ", rule(check(UNSURE, "--policy", sure, "--policy", listed).doesNotHold()));
    assertEquals(
        "sure/low listed/label ",
        rule(
            check("{\"outputs\":[\"maybe\",0.1]}", "--policy", sure, "--policy", listed)
                .doesNotHold()));
    assertEquals("low ", rule(check(UNSURE, "--policy", sure).doesNotHold()));
  }

  @Test
  void two_policies_of_one_name_cannot_be_taken_together() {
    check(GOOD, "--policy", sure, "--policy", sure).notDone("taken together", "\"sure\"");
  }

  @Test
  void of_several_policies_the_one_that_cannot_be_used_is_named() throws IOException {
    Path bad = Files.writeString(dir.resolve("bad.json"), "{\"name\":\"bad\"}");
    check(GOOD, "--policy", sure, "--policy", bad).notDone("policy file " + bad, "rules");
  }

  @Test
  // @Rule("X12")
  void a_verdict_line_shows_every_obligation_with_its_operand() throws IOException {
    Path policy =
        Files.writeString(
            dir.resolve("obliging.json"),
            """
            {"name":"obliging","rules":[
             {"id":"fine","kind":"at_least","field":"confidence","limit":0.95,"effect":"oblige",
              "obligations":[{"operation":"round","field":"confidence","value":1},
                             {"operation":"clamp","field":"confidence","value":{"max":0.9}},
                             {"operation":"mask","field":"label"}]}]}
            """);
    Cli.Result result = check(GOOD, "--policy", policy).holds();
    assertEquals(
        "{\"action\":\"allow_with\",\"id\":\"r1\",\"obligations\":["
            + "{\"field\":\"confidence\",\"operation\":\"round\",\"value\":1},"
            + "{\"field\":\"confidence\",\"operation\":\"clamp\",\"value\":{\"max\":0.9}},"
            + "{\"field\":\"label\",\"operation\":\"mask\"}],\"violations\":[]}\n",
        result.out());
  }

  private Path keys(String name) {
    Path prefix = dir.resolve(name);
    governance("model", "keygen", "--out", prefix).holds();
    return prefix;
  }

  private Path sign(Path policy, Path keys) {
    Path signature = dir.resolve(policy.getFileName() + "." + keys.getFileName() + ".sig");
    governance("model", "sign", policy, "--key", keys + ".key", "--signature", signature).holds();
    return signature;
  }

  @Test
  // @Rule("X11")
  void a_signed_policy_judges() {
    Path keys = keys("ours");
    Path key = dir.resolve("ours.pub");
    check(GOOD, "--policy", sure, "--signature", sign(sure, keys), "--public-key", key).holds();
    assertEquals(
        "sure/low ",
        rule(
            check(
                    UNSURE,
                    "--policy",
                    sure,
                    "--signature",
                    sign(sure, keys),
                    "--policy",
                    listed,
                    "--signature",
                    sign(listed, keys),
                    "--public-key",
                    key)
                .doesNotHold()));
  }

  @Test
  // @Rule("X11")
  void a_policy_that_is_not_what_was_signed_judges_nothing() throws IOException {
    Path signature = sign(sure, keys("ours"));
    Path key = dir.resolve("ours.pub");
    Files.writeString(sure, Files.readString(sure).replace("0.7", "0.1"));
    check(UNSURE, "--policy", sure, "--signature", signature, "--public-key", key)
        .notDone("policy file " + sure, "refused");
    check(UNSURE, "--policy", listed, "--signature", signature, "--public-key", key)
        .notDone("policy file " + listed, "refused");
  }

  @Test
  // @Rule("X11")
  void a_signature_of_another_key_and_what_is_no_signature_judge_nothing() throws IOException {
    Path signature = sign(sure, keys("ours"));
    keys("theirs");
    check(
            GOOD,
            "--policy",
            sure,
            "--signature",
            signature,
            "--public-key",
            dir.resolve("theirs.pub"))
        .notDone("policy file " + sure, "refused");
    Path none = Files.writeString(dir.resolve("none.sig"), "{}");
    check(GOOD, "--policy", sure, "--signature", none, "--public-key", dir.resolve("ours.pub"))
        .notDone("policy file " + sure, "refused");
  }

  @Test
  // @Rule("X11")
  void a_signature_without_a_key_a_key_without_signatures_and_one_too_few_are_bad_usage() {
    Path signature = sign(sure, keys("ours"));
    Path key = dir.resolve("ours.pub");
    check(GOOD, "--policy", sure, "--signature", signature)
        .notDone("--signature needs --public-key");
    check(GOOD, "--policy", sure, "--public-key", key).notDone("expected 1, found 0");
    check(GOOD, "--policy", sure, "--policy", listed, "--signature", signature, "--public-key", key)
        .notDone("expected 2, found 1");
  }

  @Test
  void the_files_around_a_signature_are_named_when_they_are_missing() {
    Path signature = sign(sure, keys("ours"));
    Path key = dir.resolve("ours.pub");
    Path no = dir.resolve("no");
    check(GOOD, "--policy", no, "--signature", signature, "--public-key", key)
        .notDone("policy file " + no, "does not exist");
    check(GOOD, "--policy", sure, "--signature", no, "--public-key", key)
        .notDone("signature file " + no, "does not exist");
    check(GOOD, "--policy", sure, "--signature", signature, "--public-key", no)
        .notDone("public key file " + no, "does not exist");
  }

  @Test
  // @Rule("X10")
  void the_other_commands_take_several_policies_too() {
    Cli.Result result =
        governance("policy", "explain", "--schema", schema, "--policy", sure, "--policy", listed)
            .holds();
    for (String words :
        List.of("policy sure", "  sure/low: ", "policy listed", "  listed/label: ")) {
      assertTrue(result.out().contains(words), result::out);
    }
  }
}
