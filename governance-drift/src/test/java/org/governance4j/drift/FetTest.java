package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.governance4j.DriftDetector;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FetTest {

  @ParameterizedTest
  @CsvSource({
    // scipy 1.17: fisher_exact([[k, 20 - k], [K, 100 - K]], alternative).pvalue
    "10, 8, UP, 0.0023347743175178106",
    "10, 0, DOWN, 0.14913914958821436",
    "50, 3, DOWN, 0.0031640647337206397",
    "0, 3, UP, 0.0040592508189716565",
    "2, 1, UP, 0.4242273180458624"
  })
  @Rule("D38")
  void the_probability_is_that_of_scipy(int referenceOnes, int ones, Side side, double p) {
    for (Side mode : new Side[] {side, Side.BOTH}) {
      StreamingDetector detector = new Fet(100, 20, 1e9, mode).start();
      for (int i = 0; i < 120; i++) {
        detector.update(i < 100 ? (i < referenceOnes ? 1 : 0) : i < 100 + ones ? 1 : 0);
      }
      double expected = mode == Side.BOTH ? 2 * p : p;
      assertEquals(Math.log(expected), detector.lastEvent().logP(), 1e-10);
      assertEquals(-Math.log(expected), detector.lastEvent().statistic(), 1e-10);
    }
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D38")
  void every_window_has_the_probability_of_the_hypergeometric_distribution(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 2 + random.nextInt(200);
    int w = 1 + random.nextInt(40);
    double rate = random.nextDouble();
    Side mode = Side.values()[random.nextInt(3)];
    StreamingDetector detector = new Fet(n, w, 1e9, mode).start();
    int[] values = new int[n + w + 60];
    int inReference = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < (i < n ? rate : random.nextDouble()) ? 1 : 0;
      inReference += i < n ? values[i] : 0;
      assertEquals(DriftDetector.NONE, detector.update(values[i]));
      if (i >= n + w - 1) {
        int ones = 0;
        for (int j = i - w + 1; j <= i; j++) {
          ones += values[j];
        }
        double expected = naive(n, w, inReference, ones, mode);
        double actual = detector.lastEvent().statistic();
        assertEquals(expected, actual, 1e-9 * (1 + expected), "seed " + seed + ", value " + i);
      }
    }
  }

  private static double naive(int n, int w, int inReference, int ones, Side mode) {
    HypergeometricDistribution law =
        new HypergeometricDistribution(null, n + w, inReference + ones, w);
    int side = Integer.compare(ones * n, inReference * w);
    if (side == 0 || side > 0 && mode == Side.DOWN || side < 0 && mode == Side.UP) {
      return 0;
    }
    double tail = side > 0 ? law.upperCumulativeProbability(ones) : law.cumulativeProbability(ones);
    return Math.max(0, -Math.log(mode == Side.BOTH ? 2 * tail : tail));
  }

  @Test
  void only_zeros_and_ones_are_taken() {
    StreamingDetector detector = Fet.defaults().start();
    assertEquals(DriftDetector.REFUSED, detector.update(.5));
    assertEquals(DriftDetector.REFUSED, detector.update(-1));
    assertEquals(DriftDetector.REFUSED, detector.update(2));
    assertEquals(DriftDetector.NONE, detector.update(-0.0));
    assertEquals(1, detector.count());
  }

  @Test
  void a_probability_far_below_the_least_double_keeps_its_logarithm() {
    StreamingDetector detector = new Fet(5_000, 2_000, 1e9, Side.UP).start();
    for (int i = 0; i < 7_000; i++) {
      detector.update(i < 5_000 ? 0 : 1);
    }
    // One way out of choose(7000, 2000): ln = lgamma(2001) + lgamma(5001) - lgamma(7001).
    double expected =
        org.apache.commons.math3.special.Gamma.logGamma(2_001)
            + org.apache.commons.math3.special.Gamma.logGamma(5_001)
            - org.apache.commons.math3.special.Gamma.logGamma(7_001);
    assertEquals(expected, detector.lastEvent().logP(), 1e-7);
  }
}
