package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftDetectTest {
  @TempDir Path dir;

  private Path file(String... lines) throws IOException {
    return Files.write(dir.resolve("numbers.txt"), List.of(lines));
  }

  /** A level of 0 for 500 values, then of 1. */
  private static String[] step() {
    return Stream.concat(
            Collections.nCopies(500, "0").stream(), Collections.nCopies(500, "1.0e0").stream())
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adwin", "page-hinkley"})
  void a_step_is_drift_after_it_happened(String detector) throws IOException {
    Cli.Result result =
        governance("drift", "detect", "--detector", detector, file(step()), "--json").doesNotHold();
    JsonValue.Obj answer = result.object();
    List<JsonValue> detections = ((JsonValue.Arr) answer.get("detections")).items();
    long first = ((JsonValue.Num) detections.get(0)).value().longValueExact();
    assertTrue(first >= 500 && first < 600, result::out);
    assertEquals(JsonValue.array(), answer.get("warnings"));
    assertEquals("", result.err());
    assertTrue(
        governance("drift", "detect", "--detector", detector, file(step()))
            .doesNotHold()
            .out()
            .startsWith("drift at " + first + "\n"));
  }

  @Test
  void a_constant_is_no_drift() throws IOException {
    Path file = file(Collections.nCopies(300, "0.5").toArray(String[]::new));
    assertEquals(
        "{\"detections\":[],\"warnings\":[]}\n",
        governance("drift", "detect", "--detector", "adwin", file, "--json").holds().out());
    assertEquals(
        "no drift\n", governance("drift", "detect", "--detector", "adwin", file).holds().out());
  }

  @Test
  void a_dash_reads_stdin_and_answers_the_same() throws IOException {
    Cli.Result piped =
        new Cli().reading(step()).run("drift", "detect", "--detector", "adwin", "-", "--json");
    assertEquals(
        governance("drift", "detect", "--detector", "adwin", file(step()), "--json"), piped);
  }

  @Test
  void parameters_reach_the_detector() throws IOException {
    governance(
            "drift",
            "detect",
            "--detector",
            "page-hinkley",
            "--param",
            "threshold=1000000",
            "--param",
            "min_instances=10",
            file(step()))
        .holds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e999", "0x1p3", "1d", "one", "", "1,5", "1 2"})
  void a_line_that_is_no_finite_number_is_named_with_file_line_and_value(String bad)
      throws IOException {
    Path file = file("1", bad, "2");
    governance("drift", "detect", "--detector", "adwin", file)
        .notDone(file + ":2: ", "finite decimal number", "\"" + bad + "\"");
  }

  @Test
  void a_number_out_of_the_detectors_range_is_named_with_file_and_line() throws IOException {
    Path file = file("1", "1e200");
    governance("drift", "detect", "--detector", "adwin", file).notDone(file + ":2: ");
  }

  @Test
  void a_file_without_numbers_cannot_be_judged() throws IOException {
    Path empty = Files.writeString(dir.resolve("empty.txt"), "");
    governance("drift", "detect", "--detector", "adwin", empty).notDone("empty.txt", "no numbers");
  }

  @Test
  void an_unknown_detector_lists_what_there_is() throws IOException {
    governance("drift", "detect", "--detector", "adwinn", file("1"))
        .notDone("'adwinn'", "adwin", "page-hinkley");
  }

  @Test
  void an_unknown_parameter_lists_what_there_is() throws IOException {
    governance("drift", "detect", "--detector", "adwin", "--param", "delt=1", file("1"))
        .notDone("'delt'", "delta");
    governance("drift", "detect", "--detector", "adwin", "--param", "delta=7", file("1"))
        .notDone("delta", "7");
    governance("drift", "detect", "--detector", "adwin", "--param", "delta", file("1"))
        .notDone("--param", "delta");
  }
}
