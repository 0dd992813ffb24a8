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

class CusumTest {

  /** Montgomery, Introduction to Statistical Quality Control, table 9.1: mean 10, then 11. */
  static final double[] MONTGOMERY = {
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, //
    9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84, //
    10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52
  };

  /** NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3. */
  private static final double[] NIST = {
    324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600, //
    324.625, 325.150, 328.325, 327.250
  };

  @Test
  @Rule("D28")
  void agrees_with_the_worked_example_of_montgomery() {
    // Table 9.2: C⁺ of period 29 is 5.28 and N⁺ 7, so the shift was after period 22; the new mean
    // is estimated as 10 + 0.5 + 5.28/7 = 11.25.
    DriftDetector chart = Cusum.defaults().withReference(10, 1).start();
    for (int i = 0; i < 28; i++) {
      assertEquals(DriftDetector.NONE, chart.update(MONTGOMERY[i]), "period " + (i + 1));
    }
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, chart.update(MONTGOMERY[28]));
    DriftEvent event = chart.lastEvent();
    assertEquals(5.28, event.statistic(), 1e-9);
    assertEquals(22, event.changeIndex());
    assertEquals(10, event.before());
    assertEquals(11.25, event.after(), .005);
    assertEquals(5, event.threshold());
  }

  @Test
  void agrees_with_the_worked_example_of_nist() {
    // k 0.3175 and h 4.1959 in the unit of the values; the sum is 3.0075 in group 13, 4.94 in 14.
    DriftDetector chart = new Cusum(2, .3175, 4.1959, Side.BOTH, 325, 1).start();
    for (int i = 0; i < 12; i++) {
      assertEquals(DriftDetector.NONE, chart.update(NIST[i]), "group " + (i + 1));
    }
    assertEquals(DriftDetector.NONE, chart.update(NIST[12]));
    assertEquals(3.0075, chart.lastEvent().statistic(), 1e-9);
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, chart.update(NIST[13]));
    assertEquals(4.94, chart.lastEvent().statistic(), 1e-9);
    assertEquals(12, chart.lastEvent().changeIndex());
  }

  @ParameterizedTest(name = "slack 1/2, threshold {0}, shift {1}: {2}")
  @CsvSource({
    // Montgomery, table 9.4.
    "4, 0, 168", "4, .25, 74.2", "4, .5, 26.6", "4, 1, 8.38", "4, 2, 3.34",
    "5, 0, 465", "5, .25, 139", "5, .5, 38.0", "5, 1, 10.4", "5, 2, 4.01"
  })
  @Rule("D29")
  void run_lengths_agree_with_those_published(double threshold, double shift, double published) {
    Cusum chart = Cusum.defaults().withReference(0, 1).withThreshold(threshold);
    ChartRuns.agree(published, ChartRuns.average(chart, 20_000, ChartRuns.normal(shift)), .03);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D28")
  void agrees_with_sums_over_the_whole_history(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Side mode = Side.values()[random.nextInt(3)];
    boolean known = random.nextBoolean();
    double unit = Math.scalb(1.0, random.nextInt(40) - 20);
    Cusum config =
        new Cusum(
            20 + random.nextInt(50),
            random.nextDouble(),
            1 + 4 * random.nextDouble(),
            mode,
            known ? 3 * unit : Double.NaN,
            known ? unit : Double.NaN);
    DriftDetector chart = config.start();
    List<Double> history = new ArrayList<>();
    int begun = 0;
    int reports = 0;
    for (int i = 0; i < 800; i++) {
      double shift = i % 300 < 200 ? 0 : i / 300 % 2 * 5 - 2.5;
      double value = unit * (3 + random.nextGaussian() + shift);
      history.add(value);
      int from = known ? 0 : config.minInstances();
      double[] values = history.stream().mapToDouble(Double::doubleValue).toArray();
      double mean = known ? config.mean() : mean(values, from);
      double sd = known ? config.sd() : sd(values, from);
      double up = 0;
      double down = 0;
      int upFrom = 0;
      int downFrom = 0;
      double upSum = 0;
      double downSum = 0;
      for (int j = values.length - 1; j >= from; j--) {
        double z = (values[j] - mean) / sd;
        upSum += z - config.slack();
        downSum += -z - config.slack();
        if (upSum > up) {
          up = upSum;
          upFrom = j;
        }
        if (downSum > down) {
          down = downSum;
          downFrom = j;
        }
      }
      boolean rising = mode != Side.DOWN && up > config.threshold();
      boolean falling = mode != Side.UP && down > config.threshold();
      int expected =
          rising
              ? DriftDetector.DRIFT | DriftDetector.UP
              : falling ? DriftDetector.DRIFT | DriftDetector.DOWN : DriftDetector.NONE;
      assertEquals(expected, chart.update(value), "at " + i);
      if (expected != DriftDetector.NONE) {
        DriftEvent event = chart.lastEvent();
        assertEquals(rising ? up : down, event.statistic(), 1e-9);
        int changed = rising ? upFrom : downFrom;
        assertEquals(begun + changed, event.changeIndex(), "at " + i);
        double after = 0;
        for (int j = changed; j < values.length; j++) {
          after += values[j] / (values.length - changed);
        }
        assertEquals(after, event.after(), 1e-9 * unit);
        assertEquals(mean, event.before(), 1e-9 * unit);
        history.clear();
        begun = i + 1;
        reports++;
      }
    }
    assertTrue(reports > 0, "nothing was reported");
  }

  @Test
  void a_reference_is_learned_until_two_values_differ() {
    DriftDetector chart = new Cusum(5, .5, 5, Side.BOTH, Double.NaN, Double.NaN).start();
    for (int i = 0; i < 50; i++) {
      assertEquals(DriftDetector.NONE, chart.update(7));
    }
    assertEquals(7, chart.lastEvent().after());
    assertTrue(Double.isNaN(chart.lastEvent().statistic()), "nothing is charted yet");
    assertEquals(DriftDetector.NONE, chart.update(8));
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, chart.update(8));
    assertEquals(51, chart.lastEvent().changeIndex());
  }

  @Test
  void a_learned_reference_is_learned_anew_after_a_report_and_a_given_one_stays() {
    Cusum learned = new Cusum(4, 0, 3, Side.BOTH, Double.NaN, Double.NaN);
    assertEquals(List.of(4), reports(learned));
    assertEquals(List.of(4, 5, 6, 7, 8, 9), reports(learned.withReference(0, 1)));
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("minInstances", () -> new Cusum(1, .5, 5, Side.BOTH, Double.NaN, Double.NaN));
    refused("slack", () -> new Cusum(9, -.1, 5, Side.BOTH, 0, 1));
    refused("slack", () -> new Cusum(9, Double.NaN, 5, Side.BOTH, 0, 1));
    refused("threshold", () -> new Cusum(9, .5, 0, Side.BOTH, 0, 1));
    refused("threshold", () -> new Cusum(9, .5, Double.POSITIVE_INFINITY, Side.BOTH, 0, 1));
    refused("both be given", () -> Cusum.defaults().withReference(0, Double.NaN));
    refused("both be given", () -> Cusum.defaults().withReference(Double.NaN, 1));
    refused("sd must be from 1.0E-140 to 1.0E140: 0.0", () -> Cusum.defaults().withReference(0, 0));
    refused("mean must be", () -> Cusum.defaults().withReference(1e141, 1));
  }

  private static List<Integer> reports(Cusum config) {
    DriftDetector chart = config.start();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      if (chart.update(i < 4 ? i % 2 : 5) != DriftDetector.NONE) {
        found.add(i);
      }
    }
    return found;
  }

  static double mean(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < Math.min(count, values.length); i++) {
      sum += values[i];
    }
    return sum / count;
  }

  static double sd(double[] values, int count) {
    double mean = mean(values, count);
    double sum = 0;
    for (int i = 0; i < Math.min(count, values.length); i++) {
      sum += (values[i] - mean) * (values[i] - mean);
    }
    return Math.sqrt(sum / (count - 1));
  }
}
