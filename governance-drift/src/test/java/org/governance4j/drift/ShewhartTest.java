package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShewhartTest {

  @ParameterizedTest(name = "rules {0}, shift {1}: {2}")
  @CsvSource({
    // Champ and Woodall (1987), table 1; 43.9 and 6.30 are 1/(Q(2) + Q(4)) and 1/(Q(1) + Q(5)) …
    "1, 0, 370.4", "12, 0, 225.44", "13, 0, 166.05", "14, 0, 152.73", "123, 0, 132.89",
    "124, 0, 122.05", "134, 0, 105.78", "1234, 0, 91.75", "1, 1, 43.9", "1, 2, 6.30"
  })
  @Rule("D29")
  void run_lengths_agree_with_those_published(int rules, double shift, double published) {
    Shewhart chart = Shewhart.defaults().withReference(0, 1).withRules(rules);
    ChartRuns.agree(published, ChartRuns.average(chart, 20_000, ChartRuns.normal(shift)), .03);
  }

  @Test
  @Rule("D28")
  void every_rule_reports_what_it_is_about() {
    // k 3: lines at 2, 1 and 0.
    DriftEvent one = last(1, 0, 0, -3.5);
    assertEquals(DriftDetector.DRIFT | DriftDetector.DOWN, one.status());
    assertEquals(3.5, one.statistic());
    assertEquals(3, one.threshold());
    assertEquals(2, one.changeIndex());
    assertEquals(-3.5, one.after());
    // scipy 1.17.1: 2 * norm.sf(3.5)
    assertEquals(Math.log(0.00046525815807105003), one.logP(), 1e-12);

    DriftEvent two = last(12, 0, 2.5, .5, 2.1);
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, two.status());
    assertEquals(2, two.statistic());
    assertEquals(1, two.changeIndex());
    assertEquals((2.5 + .5 + 2.1) / 3, two.after(), 1e-15);
    // p = pnorm(-2), 2 (3 p² (1 − p) + p³)
    double p = .0227501319481792;
    assertEquals(Math.log(2 * (3 * p * p * (1 - p) + p * p * p)), two.logP(), 1e-9);
    assertEquals(DriftDetector.NONE, last(13, 0, 2.5, .5, 2.1).status());
    assertEquals(DriftDetector.NONE, last(1234, 0, 2.5, .5, .5, 2.1).status());
    assertEquals(DriftDetector.NONE, last(1234, 0, 2.5, -2.5).status());

    DriftEvent three = last(13, 0, -1.5, -1.1, 5e-9, -1.2, -1.3);
    assertEquals(DriftDetector.DRIFT | DriftDetector.DOWN, three.status());
    assertEquals(4, three.statistic());
    assertEquals(4, three.threshold());
    assertEquals(1, three.changeIndex());

    DriftEvent four = last(14, -1, .1, .2, .1, .2, .1, .2, .1, .2);
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, four.status());
    assertEquals(8, four.statistic());
    assertEquals(1, four.changeIndex());
    assertEquals(.15, four.after(), 1e-15);
    assertEquals(Math.log(2. / 256), four.logP(), 1e-12);
    assertEquals(DriftDetector.NONE, last(123, -1, .1, .2, .1, .2, .1, .2, .1, .2).status());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D28")
  void agrees_with_the_rules_counted_in_the_history(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Side mode = Side.values()[random.nextInt(3)];
    boolean known = random.nextBoolean();
    int[] sets = {1, 12, 13, 14, 123, 124, 134, 1234};
    int rules = sets[random.nextInt(sets.length)];
    double k = 2 + 2 * random.nextDouble();
    int learned = 20 + random.nextInt(30);
    Shewhart config =
        new Shewhart(k, learned, mode, rules, known ? 3 : Double.NaN, known ? 1 : Double.NaN);
    DriftDetector chart = config.start();
    List<Double> history = new ArrayList<>();
    int reports = 0;
    for (int i = 0; i < 1_500; i++) {
      double shift = i % 300 < 200 ? 0 : 1.5 * (i / 300 % 2) - .75;
      double beyond = i < 1_490 ? 0 : i % 2 == 0 ? 9 : -9; // of every limit, on both sides
      history.add(3 + random.nextGaussian() + shift + beyond);
      double[] values = history.stream().mapToDouble(Double::doubleValue).toArray();
      int from = known ? 0 : learned;
      double mean = known ? 3 : CusumTest.mean(values, from);
      double sd = known ? 1 : CusumTest.sd(values, from);
      double[] z = new double[Math.max(0, values.length - from)];
      for (int t = 0; t < z.length; t++) {
        z[t] = (values[from + t] - mean) / sd;
      }
      // Rule 1 of both sides comes first, then the upper side's other rules, then the lower side's.
      int expected = DriftDetector.NONE;
      boolean up = mode != Side.DOWN;
      boolean down = mode != Side.UP;
      if (up && broken(z, 1, k, 1) || down && broken(z, -1, k, 1)) {
        expected = DriftDetector.DRIFT | (z[z.length - 1] > 0 ? 4 : 8);
      } else if (up && broken(z, 1, k, rules)) {
        expected = DriftDetector.DRIFT | DriftDetector.UP;
      } else if (down && broken(z, -1, k, rules)) {
        expected = DriftDetector.DRIFT | DriftDetector.DOWN;
      }
      assertEquals(expected, chart.update(values[values.length - 1]), "at " + i);
      if (expected != DriftDetector.NONE) {
        history.clear();
        reports++;
      }
    }
    assertTrue(reports > 0, "nothing was reported");
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("k must be", () -> Shewhart.defaults().withAlarmLevel(0));
    refused("rules", () -> Shewhart.defaults().withRules(0));
    refused("rules", () -> Shewhart.defaults().withRules(2));
    refused("rules", () -> Shewhart.defaults().withRules(143));
    refused("rules", () -> Shewhart.defaults().withRules(12345));
    refused("mean", () -> Shewhart.defaults().withReference(Double.POSITIVE_INFINITY, 1));
  }

  private static boolean broken(double[] z, int sign, double k, int rules) {
    String digits = Integer.toString(rules);
    return count(z, sign, 1, k) >= 1
        || digits.contains("2") && count(z, sign, 3, 2 * k / 3) >= 2
        || digits.contains("3") && count(z, sign, 5, k / 3) >= 4
        || digits.contains("4") && count(z, sign, 8, 0) >= 8;
  }

  /** How many of the last values are beyond a line. */
  private static int count(double[] z, int sign, int last, double line) {
    int count = 0;
    for (int i = Math.max(0, z.length - last); i < z.length; i++) {
      count += sign * z[i] > line ? 1 : 0;
    }
    return count;
  }

  private static DriftEvent last(int rules, double... values) {
    DriftDetector chart = Shewhart.defaults().withReference(0, 1).withRules(rules).start();
    for (int i = 0; i < values.length - 1; i++) {
      assertEquals(DriftDetector.NONE, chart.update(values[i]), "value " + i);
    }
    chart.update(values[values.length - 1]);
    return chart.lastEvent();
  }
}
