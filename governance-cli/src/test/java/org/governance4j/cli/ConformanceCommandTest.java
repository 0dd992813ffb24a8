package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCommandTest {
  @TempDir Path dir;
  private Path cases;

  @BeforeEach
  void cases() throws IOException {
    cases = Files.createDirectories(dir.resolve("test_parsing"));
    Files.writeString(cases.resolve("y_array.json"), "[1]");
    Files.writeString(cases.resolve("n_open.json"), "[1");
  }

  @Test
  // @Rule("X9")
  void a_suite_whose_cases_hold_is_exit_code_0_and_counted() {
    JsonValue.Obj report = governance("conformance", "json", dir, "--json").holds().object();
    assertEquals(JsonValue.of("json"), report.get("suite"));
    assertEquals(JsonValue.of(2), report.get("passed"));
    assertEquals(JsonValue.of(0), report.get("failed"));
    assertEquals(JsonValue.array(), report.get("failures"));
    assertEquals(
        report.get("skipped"), JsonValue.of(((JsonValue.Arr) report.get("skips")).items().size()));
    assertTrue(
        governance("conformance", "json", dir).holds().out().contains("json: 2 passed, 0 failed"));
  }

  @Test
  // @Rule("X9")
  void a_case_that_does_not_hold_is_exit_code_1_and_named_with_the_reason() throws IOException {
    Files.writeString(cases.resolve("y_wrong.json"), "[1");
    JsonValue.Obj report = governance("conformance", "json", dir, "--json").doesNotHold().object();
    assertEquals(JsonValue.of(2), report.get("passed"));
    assertEquals(JsonValue.of(1), report.get("failed"));
    JsonValue.Obj failure = (JsonValue.Obj) ((JsonValue.Arr) report.get("failures")).items().get(0);
    assertTrue(((JsonValue.Str) failure.get("case")).value().contains("y_wrong"));
    assertTrue(failure.members().containsKey("why"));
    assertTrue(governance("conformance", "json", dir).doesNotHold().out().startsWith("failed "));
  }

  @Test
  void a_folder_in_which_nothing_is_judged_is_exit_code_2_and_says_so() throws IOException {
    Path none = Files.createDirectory(dir.resolve("none"));
    Files.createSymbolicLink(none.resolve("test_parsing"), cases);
    Cli.Result result = governance("conformance", "json", none, "--json");
    assertEquals(2, result.code(), result::toString);
    result.says("nothing was judged", "none");
    assertEquals(JsonValue.of(1), result.object().get("skipped"));
    Path empty = Files.createDirectory(dir.resolve("empty"));
    assertEquals(2, governance("conformance", "json", empty).says("nothing was judged").code());
  }

  @Test
  void an_unknown_suite_lists_what_there_is() {
    governance("conformance", "yaml", dir).notDone("\"yaml\"", "json", "ledger");
  }

  @Test
  void an_unknown_folder_cannot_be_run() {
    governance("conformance", "json", dir.resolve("no")).notDone("no does not exist");
  }
}
