package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ledger init",
        "ledger append",
        "ledger verify",
        "ledger prove",
        "ledger log",
        "model keygen",
        "model sign",
        "model verify",
        "policy check",
        "policy test",
        "policy explain",
        "policy bench",
        "drift detect",
        "conformance"
      })
  void every_command_has_help_and_json(String command) {
    // @Rule("X6")
    Object[] args = (command + " --help").split(" ");
    Cli.Result result = governance(args).holds();
    assertTrue(result.out().startsWith("Usage: governance " + command), result::out);
    assertTrue(result.out().contains("--json"), result::out);
    assertFalse(result.out().contains("\u001b"), "no colours outside a terminal");
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ledger", "model", "policy", "drift"})
  void a_group_without_a_command_is_bad_usage(String group) {
    (group.isEmpty() ? governance() : governance(group))
        .notDone("Missing required subcommand", "--help");
  }

  @Test
  // @Rule("X3")
  void an_unknown_command_is_bad_usage_and_suggests_one() {
    governance("ledgr").notDone("'ledgr'", "maybe ledger");
  }

  @Test
  void an_unknown_option_is_bad_usage_in_one_line() {
    governance("ledger", "init", "--dir", dir, "--origin", "o", "--frob").notDone("--frob");
  }

  @Test
  void a_missing_option_is_bad_usage_in_one_line() {
    governance("ledger", "verify", "--dir", dir)
        .notDone("--vkey", "governance ledger verify --help");
  }

  @Test
  void an_option_that_is_no_number_is_bad_usage_in_one_line() {
    governance("ledger", "prove", "--dir", dir, "--index", "one").notDone("--index", "one");
  }

  @Test
  void an_argument_that_begins_with_an_at_sign_is_not_read_as_a_file() {
    governance("ledger", "verify", "--dir", dir, "--vkey", "@nowhere").notDone("\"@nowhere\"");
  }

  @Test
  void the_version_is_told() {
    assertTrue(governance("--version").holds().out().startsWith("governance "));
  }

  @Test
  void a_trace_is_shown_only_when_asked_for() {
    Cli.Result asked = governance("--stacktrace", "ledger", "log", "--dir", dir);
    assertEquals(2, asked.code());
    assertTrue(asked.err().contains("\tat org.governance4j"), asked::err);
    Cli.Result after = governance("ledger", "log", "--dir", dir, "--stacktrace");
    assertTrue(after.err().contains("\tat org.governance4j"), after::err);
    governance("ledger", "log", "--dir", dir).notDone("not a ledger directory");
  }

  @Test
  // @Rule("X4")
  void a_failure_nobody_expected_is_one_line_that_names_it_and_could_not_be_done() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            err,
            name -> null,
            false);
    int code = Main.report(new IllegalStateException("a\nbug"), console, false);
    assertEquals(2, code);
    assertEquals(
        "governance: unexpected java.lang.IllegalStateException: a?bug; --stacktrace shows where it"
            + " came from\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void an_stdout_that_cannot_be_written_is_not_success() {
    assertEquals(
        "governance: stdout cannot be written: No space left on device",
        lastMessageWhenWritingFails("No space left on device"));
    assertTrue(Files.exists(dir.resolve("l.key")), "the key of a ledger that was made is kept");
  }

  @Test
  void a_reader_that_has_seen_enough_is_not_told_off() {
    assertTrue(lastMessageWhenWritingFails("Broken pipe").startsWith("governance: key written to"));
  }

  private String lastMessageWhenWritingFails(String reason) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };
    // buffered as in a real process, where the last flush fails, and directly
    for (OutputStream out : List.of(new BufferedOutputStream(broken), broken)) {
      Console console =
          new Console(new ByteArrayInputStream(new byte[0]), out, err, name -> null, false);
      String ledger = dir.resolve(out == broken ? "l" : "buffered").toString();
      assertEquals(2, Main.run(console, "ledger", "init", "--dir", ledger, "--origin", "o.test"));
    }
    List<String> messages = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(reason.equals("Broken pipe") ? 2 : 4, messages.size(), messages::toString);
    return messages.get(messages.size() - 1);
  }

  @Test
  // @Rule("X5")
  void the_process_ends_with_the_exit_code_and_nothing_but_data_on_stdout() throws Exception {
    Path ledger = dir.resolve("ledger");
    List<String> vkey =
        spawn(0, "ledger", "init", "--dir", ledger.toString(), "--origin", "o.test");
    assertEquals(1, vkey.size(), vkey::toString);
    assertTrue(vkey.get(0).startsWith("o.test+"), vkey::toString);
    assertEquals(List.of(), spawn(2, "ledger", "log", "--dir", dir.toString()));
  }

  /** Runs the command in a process of its own and returns its stdout. */
  private List<String> spawn(int expected, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Path err = dir.resolve("stderr.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().remove(Keys.PASSWORD);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process ends");
    List<String> messages = Files.readAllLines(err);
    assertEquals(expected, process.exitValue(), () -> messages + out);
    assertTrue(
        messages.stream().allMatch(line -> line.startsWith("governance: ")), messages::toString);
    return out.lines().toList();
  }
}
