package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;

class DriftCalibrateTest {

  private static double number(JsonValue.Obj object, String name) {
    return ((JsonValue.Num) object.get(name)).value().doubleValue();
  }

  @Test
  void the_level_of_a_run_length_is_found_and_measured() {
    String[] search = {
      "drift",
      "calibrate",
      "--detector",
      "PageHinkley",
      "--model",
      "bernoulli:0.2",
      "--ert",
      "300",
      "--runs",
      "300",
      "--param",
      "delta=0.01"
    };
    JsonValue.Obj found =
        governance((Object[]) with(search, "--json", "--threads", "1")).holds().object();
    assertEquals(300, number(found, "measured"), 60);
    assertEquals(300, number(found, "runs"));
    assertEquals(JsonValue.of(false), found.get("lattice"));
    JsonValue.Obj again =
        governance((Object[]) with(search, "--json", "--threads", "3")).holds().object();
    assertEquals(found, again);
    String words = governance((Object[]) search).holds().out();
    assertTrue(words.startsWith("level "), words);
    assertTrue(words.contains(": expected run length "), words);
    String threshold =
        ((JsonValue.Str) ((JsonValue.Obj) found.get("settings")).get("threshold")).value();
    assertTrue(words.endsWith("\n--param threshold=" + threshold + "\n"), words);
    assertEquals(number(found, "level"), Double.parseDouble(threshold));
  }

  @Test
  void the_settings_of_a_level_give_the_run_length_that_was_measured() {
    // Both levels of a detector with a warning zone, and a confidence, which is no level itself.
    for (String name : List.of("ecdd", "hddm-w")) {
      String[] rest = {"--detector", name, "--model", "bernoulli:0.2", "--runs", "100"};
      JsonValue.Obj found =
          governance(
                  (Object[])
                      with(
                          new String[] {"drift", "calibrate"},
                          with(rest, "--ert", "300", "--json")))
              .holds()
              .object();
      String[] measure = with(new String[] {"drift", "calibrate", "--measure", "--json"}, rest);
      Map<String, JsonValue> settings = ((JsonValue.Obj) found.get("settings")).members();
      assertEquals(2, settings.size(), found::toString);
      for (Map.Entry<String, JsonValue> each : settings.entrySet()) {
        String value = ((JsonValue.Str) each.getValue()).value();
        measure = with(measure, "--param", each.getKey() + "=" + value);
      }
      JsonValue.Obj measured = governance((Object[]) measure).holds().object();
      assertEquals(number(found, "level"), number(measured, "level"), 1e-12);
    }
  }

  @Test
  void a_measurement_without_an_alarm_is_a_lower_bound() {
    String[] measure = {
      "drift", "calibrate", "--measure", "--detector", "page-hinkley", "--model", "bernoulli:0.2"
    };
    String[] rare = with(measure, "--param", "threshold=1e6", "--runs", "30", "--cap", "1000");
    // 30 runs of 1000 values, divided by -ln .05.
    assertEquals(
        "level 1.00000e+06: no alarm in 30 runs of 1000 values: the expected run length is above"
            + " 10014, with 95 % confidence, if alarms come at a constant rate\n",
        governance((Object[]) rare).holds().out());
    JsonValue.Obj json = governance((Object[]) with(rare, "--json")).holds().object();
    assertEquals(JsonValue.NULL, json.get("measured"));
  }

  @Test
  void a_measurement_with_runs_cut_off_says_what_it_rests_on() {
    String out =
        governance(
                "drift",
                "calibrate",
                "--measure",
                "--detector",
                "PageHinkley",
                "--model",
                "bernoulli:0.2",
                "--param",
                "threshold=10",
                "--runs",
                "50",
                "--cap",
                "500")
            .holds()
            .out();
    Matcher words =
        Pattern.compile(
                "level 10\\.0000: expected run length \\d+ ± \\d+ \\(50 runs, (\\d+) cut off at 500"
                    + " values: extrapolated from (\\d+) alarms at a constant rate\\)\n")
            .matcher(out);
    assertTrue(words.matches(), out);
    assertEquals(50, Integer.parseInt(words.group(1)) + Integer.parseInt(words.group(2)));
  }

  @Test
  void the_run_length_of_given_parameters_is_measured() {
    JsonValue.Obj measured =
        governance(
                "drift",
                "calibrate",
                "--measure",
                "--detector",
                "PageHinkley",
                "--model",
                "normal",
                "--param",
                "threshold=5",
                "--runs",
                "200",
                "--cap",
                "100000",
                "--json")
            .holds()
            .object();
    assertEquals(5, number(measured, "level"));
    assertTrue(number(measured, "measured") > 30, measured::toString);
    assertEquals(0, number(measured, "censored"));
  }

  @Test
  void the_shipped_table_is_checked_row_by_row() {
    String out =
        governance(
                "drift",
                "calibrate",
                "--check",
                "--detector",
                "PageHinkley",
                "--model",
                "bernoulli:0.2",
                "--ert",
                "1000")
            .holds()
            .out();
    assertTrue(out.startsWith("holds PageHinkley ("), out);
    assertTrue(out.endsWith("1 rows hold, 0 do not\n"), out);
  }

  @Test
  void the_table_says_why_a_level_is_missing() {
    String out =
        governance(
                "drift",
                "calibrate",
                "--table",
                "--detector",
                "FOCuS",
                "--model",
                "normal",
                "--ert",
                "100",
                "--runs",
                "20")
            .holds()
            .out();
    assertTrue(out.startsWith("# Made by: governance drift calibrate --table --runs 20"), out);
    assertTrue(out.contains("\ndetector\tparameters\tmodel\tert\tlevel\tmeasured\t"), out);
    assertTrue(out.contains("\tFOCuS refuses values of the model normal"), out);
    assertTrue(out.contains("\tlattice\t-\n"), out);
  }

  @Test
  void what_cannot_be_calibrated_is_not_done() {
    governance("drift", "calibrate", "--detector", "nix", "--model", "normal", "--ert", "100")
        .notDone("no detector is named 'nix'; there are: ADWIN, ");
    governance("drift", "calibrate", "--detector", "FOCUSS", "--model", "normal", "--ert", "100")
        .notDone("no detector is named 'FOCUSS'; did you mean FOCuS? There are: ADWIN, ");
    governance("drift", "calibrate", "--table", "--detector", "river:ADWIN")
        .notDone("no calibrated detector 'river:ADWIN'; there are ADWIN, ");
    governance("drift", "calibrate", "--detector", "adwin", "--model", "normal")
        .notDone("--ert is required");
  }

  @Test
  void a_check_of_no_row_says_which_there_are() {
    governance("drift", "calibrate", "--check", "--ert", "17")
        .notDone(
            "the table has no such row, but bernoulli:0.01 (1000, 3000, 10000, 30000, 100000, 300000), ");
    governance("drift", "calibrate", "--check", "--detector", "focus", "--model", "uniform")
        .notDone("no such row of FOCuS, but bernoulli:0.01 (1000, ", "normal (1000, ");
    governance("drift", "calibrate", "--check", "--detector", "DDM")
        .notDone("no such row of DDM, but none of DDM");
    governance("drift", "calibrate", "--check", "--detector", "nix").notDone("named 'nix'");
  }

  private static String[] with(String[] words, String... more) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
