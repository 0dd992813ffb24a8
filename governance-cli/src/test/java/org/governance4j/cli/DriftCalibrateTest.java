package org.governance4j.cli;

import static org.governance4j.cli.Cli.governance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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
    assertTrue(out.contains("\tFOCuS refuses values of the model normal"), out);
    assertTrue(out.contains("\tlattice\t-\n"), out);
  }

  @Test
  void what_cannot_be_calibrated_is_not_done() {
    governance("drift", "calibrate", "--detector", "nix", "--model", "normal", "--ert", "100")
        .notDone("no calibrated detector 'nix'; there are ADWIN, ");
    governance("drift", "calibrate", "--detector", "ADWIN", "--model", "normal")
        .notDone("--ert is required");
    governance("drift", "calibrate", "--check", "--ert", "17").notDone("the table has no such row");
  }

  private static String[] with(String[] words, String... more) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
