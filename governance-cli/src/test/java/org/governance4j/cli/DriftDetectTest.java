package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
  @ValueSource(
      strings = {
        "adwin",
        "ADWIN",
        "page-hinkley",
        "Page_Hinkley",
        "PageHinkley",
        "river:PageHinkley"
      })
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
  // @Rule("J16")
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
  // @Rule("J17")
  void a_number_out_of_the_detectors_range_is_named_with_file_and_line() throws IOException {
    Path file = file("1", "1e200");
    governance("drift", "detect", "--detector", "adwin", file)
        .notDone(file + ": line 2: 1e200 is out of the range of ADWIN");
    governance("drift", "detect", "--detector", "river:DDM", file)
        .notDone(file + ": line 2: 1e200 is out of the range of river:DDM");
  }

  @Test
  // @Rule("J17")
  void what_the_followed_library_fails_at_cannot_be_judged() throws IOException {
    // The error rate is 1.5 then, and its deviation the root of a negative number.
    governance("drift", "detect", "--detector", "river:DDM", file("1", "2"))
        .notDone("line 2: 2 is out of the range of river:DDM, or makes what it follows fail");
  }

  @Test
  // @Rule("J16")
  void events_say_what_the_detector_states_and_leave_out_what_it_does_not() throws IOException {
    JsonValue.Obj answer =
        governance(
                "drift", "detect", "--detector", "PageHinkley", file(step()), "--json", "--events")
            .doesNotHold()
            .object();
    List<JsonValue> detections = ((JsonValue.Arr) answer.get("detections")).items();
    List<JsonValue> events = ((JsonValue.Arr) answer.get("events")).items();
    assertEquals(detections.size(), events.size());
    JsonValue.Obj event = (JsonValue.Obj) events.get(0);
    assertEquals(
        Set.of("index", "changeIndex", "statistic", "threshold", "direction", "before", "after"),
        event.members().keySet());
    assertEquals(detections.get(0), event.get("index"));
    assertEquals(JsonValue.of(500), event.get("changeIndex"));
    assertEquals(JsonValue.of("up"), event.get("direction"));
    assertEquals(JsonValue.of(0), event.get("before"));
    assertEquals(1, ((JsonValue.Num) event.get("after")).value().doubleValue(), 1e-12);
    assertEquals(JsonValue.of(50), event.get("threshold"));
    assertTrue(
        governance("drift", "detect", "--detector", "PageHinkley", file(step()), "--events")
            .doesNotHold()
            .out()
            .contains(", changed at 500, up, from 0.0, to 1.0"));
  }

  @Test
  void runs_of_warnings_are_printed_with_both_ends() throws IOException {
    String[] errors = new String[60];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = i == 10 || i >= 50 ? "1" : "0";
    }
    // By hand: p + s is lowest at 49; 1 of 50 errors then, 2 of 51 with the next.
    JsonValue.Obj answer =
        governance("drift", "detect", "--detector", "river:DDM", file(errors), "--json")
            .doesNotHold()
            .object();
    JsonValue.Arr first = (JsonValue.Arr) ((JsonValue.Arr) answer.get("warnings")).items().get(0);
    JsonValue.Arr detections = (JsonValue.Arr) answer.get("detections");
    long from = ((JsonValue.Num) first.items().get(0)).value().longValueExact();
    long to = ((JsonValue.Num) first.items().get(1)).value().longValueExact();
    long drift = ((JsonValue.Num) detections.items().get(0)).value().longValueExact();
    assertTrue(50 <= from && from <= to && to == drift - 1, answer::toString);
  }

  @Test
  void calibration_is_passed_on_to_the_detector() throws IOException {
    // A reference detector has none, and says so by the name of the setting.
    governance("drift", "detect", "--detector", "river:DDM", "--ert", "1000", file("1"))
        .notDone("'ert'");
    governance("drift", "detect", "--detector", "river:DDM", "--model", "normal", file("1"))
        .notDone("'model'");
  }

  @Test
  void a_file_without_numbers_cannot_be_judged() throws IOException {
    Path empty = Files.writeString(dir.resolve("empty.txt"), "");
    governance("drift", "detect", "--detector", "adwin", empty).notDone("empty.txt", "no numbers");
  }

  @Test
  void an_unknown_detector_lists_what_there_is() throws IOException {
    governance("drift", "detect", "--detector", "adwinn", file("1"))
        .notDone("'adwinn'", "ADWIN", "PageHinkley", "river:DDM");
    // A reference has no other spelling.
    governance("drift", "detect", "--detector", "river:ddm", file("1")).notDone("'river:ddm'");
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
