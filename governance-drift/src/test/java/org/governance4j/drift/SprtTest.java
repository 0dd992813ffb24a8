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

class SprtTest {

  @ParameterizedTest(name = "{0} to {1}, alpha {2}, beta {3}")
  @CsvSource({".1, .2, .05, .1", ".3, .1, .02, .05", ".05, .06, .1, .2", ".5, .8, .01, .3"})
  @Rule("D30")
  void error_rates_keep_walds_bounds(double p0, double p1, double alpha, double beta) {
    Sprt test = new Sprt(p0, p1, alpha, beta);
    int tests = 20_000;
    double falseReports = rejected(test, p0, tests);
    double missed = 1 - rejected(test, p1, tests);
    double bound = alpha / (1 - beta);
    assertTrue(falseReports < bound + 3 * Math.sqrt(bound / tests), falseReports + " false");
    assertTrue(falseReports > alpha / 3, falseReports + " false: the test is not that good");
    bound = beta / (1 - alpha);
    assertTrue(missed < bound + 3 * Math.sqrt(bound / tests), missed + " missed");
    assertTrue(missed > beta / 3, missed + " missed: the test is not that good");
  }

  @Test
  void the_number_of_values_that_a_test_takes_agrees_with_walds_approximation() {
    // Wald (1945), neglecting the excess over the limits: (L·ln(B) + (1 − L)·ln(A)) / E(ln ratio).
    Sprt test = new Sprt(.05, .06, .001, .01);
    double b = Math.log(.01 / .999);
    double a = Math.log(.99 / .001);
    double step = .06 * Math.log(.06 / .05) + .94 * Math.log(.94 / .95);
    double expected = (.01 * b + .99 * a) / step;
    double simulated = ChartRuns.average(test, 1_000, ChartRuns.bernoulli(.06));
    ChartRuns.agree(expected, simulated, .06);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D28")
  void agrees_with_likelihoods_over_the_history_of_the_test(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double p0 = .05 + .9 * random.nextDouble();
    double p1 = random.nextBoolean() ? p0 / 2 : (1 + p0) / 2;
    Sprt config = new Sprt(p0, p1, .01 + .1 * random.nextDouble(), .05);
    double reject = Math.log(.95 / config.alpha());
    double accept = Math.log(.05 / (1 - config.alpha()));
    DriftDetector detector = config.start();
    double[] values = new double[1_000];
    int from = 0;
    for (int i = 0; i < values.length; i++) {
      double rate = i % 200 < 150 ? p0 : p1;
      boolean fraction = random.nextInt(4) == 0;
      values[i] = fraction ? (rate + random.nextDouble()) / 2 : random.nextDouble() < rate ? 1 : 0;
      double ratio = 0;
      double lowest = 0;
      int changed = from;
      for (int j = from; j <= i; j++) {
        ratio += values[j] * Math.log(p1 / p0) + (1 - values[j]) * Math.log((1 - p1) / (1 - p0));
        if (ratio < lowest) {
          lowest = ratio;
          changed = j + 1;
        }
      }
      boolean expected = ratio >= reject;
      int direction = p1 > p0 ? DriftDetector.UP : DriftDetector.DOWN;
      assertEquals(
          expected ? DriftDetector.DRIFT | direction : 0, detector.update(values[i]), "at " + i);
      if (expected) {
        DriftEvent event = detector.lastEvent();
        assertEquals(changed, event.changeIndex(), "at " + i);
        assertEquals(ratio, event.statistic(), 1e-9);
        assertEquals(-ratio, event.logP(), 1e-9);
        double after = 0;
        for (int j = changed; j <= i; j++) {
          after += values[j] / (i + 1 - changed);
        }
        assertEquals(after, event.after(), 1e-9);
        assertEquals(p0, event.before());
      }
      if (expected || ratio <= accept) {
        from = i + 1;
      }
    }
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("p0", () -> new Sprt(0, .2, .1, .1));
    refused("p1", () -> new Sprt(.1, 1, .1, .1));
    refused("p1 must differ", () -> new Sprt(.1, .1, .1, .1));
    refused("alpha must be", () -> new Sprt(.1, .2, 0, .1));
    refused("beta must be", () -> new Sprt(.1, .2, .1, Double.NaN));
    refused("alpha + beta", () -> new Sprt(.1, .2, .5, .5));
  }

  /** The share of single tests that reject p0. */
  private static double rejected(Sprt config, double rate, int tests) {
    SplittableRandom random = new SplittableRandom(4);
    SprtState detector = (SprtState) config.start();
    int rejected = 0;
    for (int i = 0; i < tests; i++) {
      detector.reset();
      do {
        detector.update(random.nextDouble() < rate ? 1 : 0);
      } while (detector.status() == DriftDetector.NONE && detector.ratio() != 0);
      rejected += detector.status() == DriftDetector.NONE ? 0 : 1;
    }
    return (double) rejected / tests;
  }
}
