package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "no drift in 300 values\n",
        governance("drift", "detect", "--detector", "adwin", file).holds().out());
    assertEquals(
        "no drift in 1 value\n",
        governance("drift", "detect", "--detector", "focus", file("1")).holds().out());
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
  void a_bad_line_says_what_was_found_before_it() throws IOException {
    String[] bad = step();
    bad[400] = "NaN";
    governance("drift", "detect", "--detector", "PageHinkley", file(bad))
        .notDone(":401: ", "found \"NaN\"; before it: no drift in 400 values");
    bad = step();
    bad[999] = "NaN";
    governance("drift", "detect", "--detector", "PageHinkley", file(bad))
        .notDone(":1000: ", "found \"NaN\"; before it: drift at 5", " in 999 values");
    governance("drift", "detect", "--detector", "PageHinkley", file("1", "1e200"))
        .notDone("line 2: 1e200 is out of", "; before it: no drift in 1 value");
    governance("drift", "detect", "--detector", "river:ADWIN", file(drifts()))
        .notDone(": 2 drifts, the first at ", " in 1500 values");
  }

  /** Two steps, then what is no number. */
  private static String[] drifts() {
    return Stream.of(Arrays.stream(step()), Collections.nCopies(500, "0").stream(), Stream.of("x"))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,c | cut -d, -f2 FILE",
        "1;2 | cut -d';' -f2 FILE",
        "value | without a header: tail -n +2 FILE"
      })
  void a_line_of_a_table_says_how_to_cut_a_column_out(String line, String hint) throws IOException {
    governance("drift", "detect", "--detector", "adwin", file(line)).notDone(":1: ", hint);
  }

  @Test
  void a_line_shows_what_cannot_be_seen() throws IOException {
    governance("drift", "detect", "--detector", "adwin", file("1\t2"))
        .notDone("found \"1\\t2\"; one number a line", "cut -f2 FILE");
    governance("drift", "detect", "--detector", "adwin", file("1", "2\0"))
        .notDone(":2: ", "found \"2\\u0000\"; before it");
    governance("drift", "detect", "--detector", "adwin", file("\ufeff1"))
        .notDone("found \"\\ufeff1\"; the input begins with a byte order mark: tail -c +4");
    governance("drift", "detect", "--detector", "adwin", file("x".repeat(500)))
        .notDone("found \"" + "x".repeat(80) + "…\"");
    Path bytes = dir.resolve("bytes");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bytes))) {
      out.write('1');
    }
    governance("drift", "detect", "--detector", "adwin", bytes).notDone("compressed by gzip");
    Files.write(bytes, "1\n2\n".getBytes(StandardCharsets.UTF_16));
    governance("drift", "detect", "--detector", "adwin", bytes).notDone("iconv -f UTF-16");
  }

  @Test
  // @Rule("J17")
  void a_number_out_of_the_detectors_range_is_named_with_file_and_line() throws IOException {
    Path file = file("1", "1e200");
    governance("drift", "detect", "--detector", "adwin", file)
        .notDone(
            file
                + ": line 2: 1e200 is out of the range of ADWIN, which takes magnitudes up to 1e140");
    governance("drift", "detect", "--detector", "ddm", file("1", "0.25"))
        .notDone("0.25 is out of the range of DDM, which takes 0 and 1 alone");
    governance("drift", "detect", "--detector", "hddm_a", file("0.25", "2"))
        .notDone("2 is out of the range of HDDM_A, which takes 0 to 1");
    file("1", "1e200");
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
            .contains(
                ", the first value of the change at 500, up, mean before 0, mean after 1, statistic"));
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
  void a_run_length_takes_the_models_that_reach_it() throws IOException {
    // Of the level of one model the table ends at 1000.
    governance("drift", "detect", "--detector", "FET", "--ert", "10000", file("1")).holds();
    governance("drift", "detect", "--detector", "FET", "--ert", "7e6", file("1"))
        .notDone(
            "ert of FET must be ",
            " on bernoulli:0.01 or ",
            ": 7000000; 'governance drift calibrate'");
  }

  @Test
  void a_file_without_numbers_cannot_be_judged() throws IOException {
    Path empty = Files.writeString(dir.resolve("empty.txt"), "");
    governance("drift", "detect", "--detector", "adwin", empty).notDone("empty.txt", "no numbers");
  }

  @Test
  void an_unknown_detector_lists_what_there_is() throws IOException {
    governance("drift", "detect", "--detector", "adwinn", file("1"))
        .notDone("named 'adwinn'; did you mean ADWIN? There are: ", "PageHinkley", "river:DDM");
    // A reference has no other spelling.
    governance("drift", "detect", "--detector", "river:hddm_a", file("1"))
        .notDone("named 'river:hddm_a'; did you mean river:HDDM_A? There are: ");
    governance("drift", "detect", "--detector", "quetzalcoatl", file("1"))
        .notDone("named 'quetzalcoatl'; there are: ADWIN");
  }

  @Test
  void an_unknown_parameter_lists_what_there_is() throws IOException {
    governance("drift", "detect", "--detector", "adwin", "--param", "delt=1", file("1"))
        .notDone("'delt'", "delta");
    governance("drift", "detect", "--detector", "adwin", "--param", "delta=7", file("1"))
        .notDone("delta", "7");
    governance("drift", "detect", "--detector", "adwin", "--param", "clock=3e9", file("1"))
        .notDone("setting 'clock' must be from -2147483648 to 2147483647: 3E+9");
    governance("drift", "detect", "--detector", "river:ADWIN", "--param", "clock=-1", file("1"))
        .notDone("setting 'clock' must be from ", " to 2147483647: -1");
    governance("drift", "detect", "--detector", "moa:ADWIN", "--param", "cli=-z 1", file("1"))
        .notDone("setting 'cli' takes values of [delta]", ": -z 1");
    governance("drift", "detect", "--detector", "cusum", "--param", "mean=NaN", file("1")).holds();
    governance("drift", "detect", "--detector", "adwin", "--param", "delta=NaN", file("1"))
        .notDone("setting 'delta' is not a number: NaN");
    governance("drift", "detect", "--detector", "adwin", "--param", "delta", file("1"))
        .notDone("--param", "delta");
  }
}
