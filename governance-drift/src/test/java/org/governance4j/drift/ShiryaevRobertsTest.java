package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShiryaevRobertsTest {

  @ParameterizedTest(name = "shift {0}, threshold {1}: a run length of {2}")
  // threshold/ν, ν = 2/θ²·exp(−2·Σ Φ(−θ√n/2)/n) being the limit of the overshoot: Pollak (1987),
  // Siegmund, Sequential Analysis (1985), chapter VIII. Summed with scipy 1.17.1.
  @CsvSource({"1, 100, 178.5", "1, 300, 535.4", "0.5, 100, 133.8", "2, 100, 312.1"})
  @Rule({"D29", "D30"})
  void the_run_length_is_that_of_the_overshoot_and_never_below_the_threshold(
      double shift, double threshold, double expected) {
    ShiryaevRoberts config = ShiryaevRoberts.normal(0, shift, 1, threshold);
    double simulated = ChartRuns.average(config, 10_000, ChartRuns.normal(0));
    ChartRuns.agree(expected, simulated, .03);
    assertTrue(simulated > threshold, "guaranteed are " + threshold + ": " + simulated);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({".1, .2", ".2, .1", ".01, .05", ".5, .9"})
  @Rule("D30")
  void the_run_length_of_errors_is_at_least_the_threshold(double before, double after) {
    ShiryaevRoberts config = ShiryaevRoberts.bernoulli(before, after, 300);
    double errors = ChartRuns.average(config, 10_000, ChartRuns.bernoulli(before));
    assertTrue(errors > 300 * .98, "errors: " + errors);
    // Any other distribution on [0, 1] with this mean has the guarantee too.
    double fractions =
        ChartRuns.average(config, 2_000, r -> Math.min(1, 2 * before * r.nextDouble()));
    assertTrue(fractions > 300 * .95, "fractions: " + fractions);
  }

  @Test
  void a_change_is_found_sooner_than_by_a_chart_with_the_same_run_length() {
    // CUSUM, one-sided, slack ½, threshold 4: a run length of about 2 · 168; the same threshold
    // ν·A.
    double shift = 1;
    Cusum cusum = new Cusum(2, .5, 4, Side.UP, 0, 1);
    double run = ChartRuns.average(cusum, 10_000, ChartRuns.normal(0));
    ShiryaevRoberts config = ShiryaevRoberts.normal(0, shift, 1, run * .5604);
    double delay = delay(config);
    double other = delay(cusum);
    assertTrue(delay < other, "delays " + delay + ", " + other);
  }

  /** The average delay of reports of a change after 300 values, false ones left out. */
  private static double delay(DetectorConfig config) {
    SplittableRandom random = new SplittableRandom(5);
    DriftDetector detector = config.start();
    long delays = 0;
    int runs = 0;
    while (runs < 10_000) {
      detector.reset();
      int i = 0;
      while (detector.update(random.nextGaussian() + (i < 300 ? 0 : 1)) == DriftDetector.NONE) {
        i++;
      }
      if (i >= 300) {
        runs++;
        delays += i - 299;
      }
    }
    return (double) delays / runs;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D28")
  void agrees_with_the_sum_of_the_likelihood_ratios(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean normal = random.nextBoolean();
    double before = .1 + .3 * random.nextDouble();
    double after = random.nextBoolean() ? before / 2 : 2 * before;
    ShiryaevRoberts config =
        normal
            ? ShiryaevRoberts.normal(before, after, .2, 50)
            : ShiryaevRoberts.bernoulli(before, after, 20);
    DriftDetector detector = config.start();
    double[] ratios = new double[800];
    double[] values = new double[800];
    int from = 0;
    int reports = 0;
    for (int i = 0; i < values.length; i++) {
      double mean = i % 200 < 150 ? before : after;
      values[i] = normal ? mean + .2 * random.nextGaussian() : random.nextDouble() < mean ? 1 : 0;
      ratios[i] =
          normal
              ? Math.exp((square(values[i] - before) - square(values[i] - after)) / 2 / .04)
              : values[i] == 1 ? after / before : (1 - after) / (1 - before);
      double sum = 0;
      double largest = 0;
      int changed = i;
      double product = 1;
      for (int j = i; j >= from; j--) {
        product *= ratios[j];
        sum += product;
        if (product > largest * (1 + 1e-12)) {
          largest = product;
          changed = j;
        }
      }
      boolean expected = sum >= config.threshold();
      int direction = after > before ? DriftDetector.UP : DriftDetector.DOWN;
      assertEquals(
          expected ? DriftDetector.DRIFT | direction : 0, detector.update(values[i]), "at " + i);
      if (expected) {
        DriftEvent event = detector.lastEvent();
        assertEquals(changed, event.changeIndex(), "at " + i);
        assertEquals(Math.log(sum), event.statistic(), 1e-9);
        assertEquals(Math.min(0, Math.log((i + 1 - from) / sum)), event.logP(), 1e-9);
        from = i + 1;
        reports++;
      }
    }
    assertTrue(reports > 0, "nothing was reported");
  }

  @Test
  void a_ratio_beyond_all_doubles_is_a_report_with_a_finite_statistic() {
    DriftDetector detector = ShiryaevRoberts.normal(0, 1, 1e-140, 1e100).start();
    for (int i = 0; i < 10_000; i++) {
      assertEquals(DriftDetector.NONE, detector.update(-1e140));
    }
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(1e140));
    assertTrue(Double.isFinite(detector.lastEvent().statistic()), "" + detector.lastEvent());
    assertEquals(10_000, detector.lastEvent().changeIndex());
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("before", () -> ShiryaevRoberts.bernoulli(0, .2, 100));
    refused("after", () -> ShiryaevRoberts.bernoulli(.1, 1, 100));
    refused("after must differ", () -> ShiryaevRoberts.bernoulli(.1, .1, 100));
    refused("before", () -> ShiryaevRoberts.normal(Double.NaN, 1, 1, 100));
    refused("sd", () -> ShiryaevRoberts.normal(0, 1, 0, 100));
    refused("threshold", () -> ShiryaevRoberts.normal(0, 1, 1, .9));
  }

  private static double square(double x) {
    return x * x;
  }
}
