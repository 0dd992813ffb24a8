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

class EwmaTest {

  /** NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4: values and their averages. */
  private static final double[][] NIST = {
    {
      52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, //
      49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1
    },
    {
      50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, //
      50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99
    }
  };

  @Test
  @Rule("D28")
  void agrees_with_the_worked_example_of_nist() {
    DriftDetector chart = new Ewma(.3, 3, 2, Side.UP, 50, 2.0539).start();
    for (int i = 0; i < NIST[0].length; i++) {
      assertEquals(DriftDetector.NONE, chart.update(NIST[0][i]));
      double sigma = 2.0539 * Math.sqrt(.3 / 1.7 * (1 - Math.pow(.7, 2 * (i + 1))));
      double average = 50 + chart.lastEvent().statistic() * sigma;
      assertEquals(NIST[1][i], average, .0051, "value " + i);
    }
  }

  @Test
  void agrees_with_the_worked_example_of_montgomery() {
    // Example 9.2: weight .1, L 2.7; the average is 10.6468 in period 29 and the limit 10.62.
    DriftDetector chart = new Ewma(.1, 2.7, 2, Side.BOTH, 10, 1).start();
    for (int i = 0; i < 28; i++) {
      assertEquals(DriftDetector.NONE, chart.update(CusumTest.MONTGOMERY[i]), "at " + i);
    }
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, chart.update(CusumTest.MONTGOMERY[28]));
    DriftEvent event = chart.lastEvent();
    double sigma = Math.sqrt(.1 / 1.9 * (1 - Math.pow(.9, 58)));
    assertEquals(.6468, event.statistic() * sigma, .0001);
    assertEquals(2.7, event.threshold());
    // scipy 1.17.1: log(2 * norm.sf(z)) of z = .6468 / sigma.
    assertEquals(-5.346342, event.logP(), .001);
  }

  @ParameterizedTest(name = "alpha {0}, threshold {1}, shift {2}: {3}")
  @CsvSource({
    // Lucas and Saccucci (1990), for the limits of t → ∞; the exact ones are narrower at first.
    ".10, 2.814, 0, 500, .04", ".20, 2.962, 0, 500, .03", ".25, 2.998, 0, 500, .03",
    ".40, 3.054, 0, 500, .03", ".20, 2.962, .5, 41.8, .06", ".25, 2.998, 1, 11.1, .08",
    ".40, 3.054, 1, 14.3, .06", ".40, 3.054, .5, 71.2, .04"
  })
  @Rule("D29")
  void run_lengths_agree_with_those_published(
      double alpha, double threshold, double shift, double published, double tolerance) {
    Ewma chart = new Ewma(alpha, threshold, 2, Side.BOTH, 0, 1);
    double simulated = ChartRuns.average(chart, 20_000, ChartRuns.normal(shift));
    ChartRuns.agree(published, simulated, tolerance);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D28")
  void agrees_with_weighted_sums_over_the_whole_history(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Side mode = Side.values()[random.nextInt(3)];
    boolean known = random.nextBoolean();
    double alpha = random.nextInt(8) == 0 ? 1 : .02 + .9 * random.nextDouble();
    double threshold = 1.5 + 2 * random.nextDouble();
    int learned = 20 + random.nextInt(50);
    Ewma config =
        new Ewma(alpha, threshold, learned, mode, known ? 3 : Double.NaN, known ? 1 : Double.NaN);
    DriftDetector chart = config.start();
    List<Double> history = new ArrayList<>();
    int begun = 0;
    int reports = 0;
    for (int i = 0; i < 800; i++) {
      double shift = i % 300 < 200 ? 0 : i / 300 % 2 * 5 - 2.5;
      double value = 3 + random.nextGaussian() + shift;
      history.add(value);
      double[] values = history.stream().mapToDouble(Double::doubleValue).toArray();
      int from = known ? 0 : learned;
      double mean = known ? 3 : CusumTest.mean(values, from);
      double sd = known ? 1 : CusumTest.sd(values, from);
      double average = 0;
      int changed = from;
      for (int t = from; t < values.length; t++) {
        double next = alpha * (values[t] - mean) / sd + (1 - alpha) * average;
        changed = next * average > 0 ? changed : t;
        average = next;
      }
      int t = values.length - from;
      double sigma = Math.sqrt(alpha / (2 - alpha) * (1 - Math.pow(1 - alpha, 2 * t)));
      boolean rising = mode != Side.DOWN && average > threshold * sigma;
      boolean falling = mode != Side.UP && -average > threshold * sigma;
      int expected =
          t <= 0
              ? DriftDetector.NONE
              : rising
                  ? DriftDetector.DRIFT | DriftDetector.UP
                  : falling ? DriftDetector.DRIFT | DriftDetector.DOWN : DriftDetector.NONE;
      assertEquals(expected, chart.update(value), "at " + i);
      if (expected != DriftDetector.NONE) {
        DriftEvent event = chart.lastEvent();
        assertEquals(Math.abs(average) / sigma, event.statistic(), 1e-9);
        assertEquals(begun + changed, event.changeIndex(), "at " + i);
        double after = 0;
        for (int j = changed; j < values.length; j++) {
          after += values[j] / (values.length - changed);
        }
        assertEquals(after, event.after(), 1e-9);
        assertTrue(event.logP() < Math.log(.14), "a p-value of 1.5 sigma at most: " + event);
        history.clear();
        begun = i + 1;
        reports++;
      }
    }
    assertTrue(reports > 0, "nothing was reported");
  }

  @Test
  void an_average_that_fades_out_becomes_zero() {
    EwmaState chart = (EwmaState) new Ewma(.5, 3, 2, Side.BOTH, 0, 1).start();
    chart.update(.5);
    for (int i = 0; i < 2_000; i++) {
      assertEquals(DriftDetector.NONE, chart.update(0));
    }
    assertEquals(0, chart.lastEvent().statistic());
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("alpha", () -> new Ewma(0, 3, 100, Side.BOTH, 0, 1));
    refused("alpha", () -> new Ewma(1.1, 3, 100, Side.BOTH, 0, 1));
    refused("threshold", () -> new Ewma(.1, 0, 100, Side.BOTH, 0, 1));
    refused("minInstances", () -> new Ewma(.1, 3, 1, Side.BOTH, 0, 1));
    refused("sd", () -> new Ewma(.1, 3, 2, Side.BOTH, 0, -1));
  }
}
