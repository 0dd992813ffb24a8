package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that lead nowhere: one line that names the path, exit code 2, in every command. */
class BadInputTest {
  @TempDir Path dir;

  private Path ledger() {
    Path ledger = dir.resolve("ledger");
    governance("ledger", "init", "--dir", ledger, "--origin", "o.test").holds();
    return ledger;
  }

  @Test
  // @Rule("X4")
  void a_missing_key_file_is_named() throws IOException {
    governance("ledger", "append", "--dir", ledger(), "--key", dir.resolve("nokey"))
        .notDone("key file", "nokey", "does not exist");
    Path model = Files.writeString(dir.resolve("model"), "x");
    governance(
            "model",
            "sign",
            model,
            "--key",
            dir.resolve("nokey"),
            "--signature",
            dir.resolve("sig"))
        .notDone("key file", "nokey", "does not exist");
  }

  @Test
  void a_key_file_that_is_no_key_is_named() throws IOException {
    Path ledger = ledger();
    Path key = Files.writeString(dir.resolve("notes.txt"), "hello\n");
    governance("ledger", "append", "--dir", ledger, "--key", key).notDone("notes.txt");
    governance("ledger", "append", "--dir", ledger, "--key", dir).notDone("is a directory");
  }

  static Stream<String> readingCommands() {
    return Stream.of("append", "log", "prove --index 0", "verify --vkey VKEY");
  }

  @ParameterizedTest
  @MethodSource("readingCommands")
  void a_ledger_directory_that_is_none_is_named(String command) throws IOException {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    governance(args(command, empty)).notDone("empty", "not a ledger directory");
  }

  @ParameterizedTest
  @MethodSource("readingCommands")
  void a_ledger_directory_that_is_missing_is_named(String command) {
    governance(args(command, dir.resolve("nowhere"))).notDone("nowhere");
  }

  @ParameterizedTest
  @MethodSource("readingCommands")
  void a_ledger_directory_that_is_a_file_is_named(String command) throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    governance(args(command, file)).notDone("file");
  }

  private static Object[] args(String command, Path directory) {
    String vkey = "example.com/test+03596223+AUxr9IFwjGZCNpNdj1Hq8BKMChagBcZUPvOhk9bun6y0";
    return Stream.concat(
            Stream.of("ledger"),
            Stream.concat(
                Stream.of(command.replace("VKEY", vkey).split(" ")),
                Stream.of("--dir", directory.toString())))
        .toArray();
  }

  @Test
  void a_directory_in_the_place_of_a_file_is_named() throws IOException {
    Path schema = Files.writeString(dir.resolve("schema.json"), SCHEMA);
    governance("policy", "check", "--schema", dir, "--policy", schema)
        .notDone("schema file " + dir, "is a directory");
    governance("policy", "check", "--schema", schema, "--policy", dir)
        .notDone("policy file " + dir, "is a directory");
    governance("drift", "detect", "--detector", "adwin", dir)
        .notDone("file " + dir, "is a directory");
    governance("model", "verify", dir, "--signature", dir, "--public-key", schema)
        .notDone("signature file " + dir, "is a directory");
  }

  @Test
  // @Rule("X3")
  void a_missing_file_is_named() throws IOException {
    Path schema = Files.writeString(dir.resolve("schema.json"), SCHEMA);
    Path no = dir.resolve("no.json");
    governance("policy", "check", "--schema", no, "--policy", schema)
        .notDone("schema file " + no, "does not exist");
    governance("policy", "check", "--schema", schema, "--policy", no)
        .notDone("policy file " + no, "does not exist");
    governance("drift", "detect", "--detector", "adwin", no)
        .notDone("file " + no, "does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "explain --predictions", "bench --predictions"})
  // @Rule("X3")
  void a_file_of_tests_or_predictions_that_cannot_be_read_is_named(String command)
      throws IOException {
    Path schema = Files.writeString(dir.resolve("schema.json"), SCHEMA);
    Path policy = Files.writeString(dir.resolve("policy.json"), POLICY);
    String what = command.equals("test") ? "tests file " : "predictions file ";
    Path no = dir.resolve("no");
    policyCommand(command, no, schema, policy).notDone(what + no, "does not exist");
    policyCommand(command, dir, schema, policy).notDone(what + dir, "is a directory");
    policyCommand(command, schema, no, policy).notDone("schema file " + no, "does not exist");
    policyCommand(command, schema, schema, no).notDone("policy file " + no, "does not exist");
    policyCommand(command, schema, schema, schema).notDone("policy file " + schema, "rules");
  }

  private static Cli.Result policyCommand(String command, Path last, Path schema, Path policy) {
    return governance(
        Stream.concat(
                Stream.of("policy"),
                Stream.concat(
                    Stream.of(command.split(" ")),
                    Stream.of(last, "--schema", schema, "--policy", policy)))
            .toArray());
  }

  @Test
  void a_command_of_policies_without_its_files_is_bad_usage() {
    governance("policy", "test", "--schema", "s", "--policy", "p").notDone("TESTS");
    governance("policy", "explain", "--schema", "s").notDone("--policy");
    governance("policy", "bench", "--schema", "s", "--policy", "p").notDone("--predictions");
  }

  private static final String POLICY =
      "{\"name\":\"p\",\"rules\":[{\"id\":\"r\",\"kind\":\"finite\",\"fields\":[\"score\"]}]}";

  private static final String SCHEMA =
      "{\"name\":\"m\",\"version\":\"1\",\"inputs\":[],"
          + "\"outputs\":[{\"name\":\"score\",\"type\":\"number\"}]}";
}
