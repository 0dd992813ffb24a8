package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MmdTest {

  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D38")
  void every_window_has_the_statistic_of_the_formula(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 3 + random.nextInt(40);
    int w = 2 + random.nextInt(20);
    double[] values = new double[n + w + 60];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() + random.nextDouble();
    }
    MmdState state = new MmdState(new Mmd(n, w, 1e9));
    for (int i = 0; i < values.length; i++) {
      state.update(values[i]);
      if (i >= n + w - 1) {
        double[] reference = Arrays.copyOf(values, n);
        double[] window = Arrays.copyOfRange(values, i - w + 1, i + 1);
        double sigma = medianDistance(reference);
        assertEquals(sigma, state.bandwidth(), 1e-12);
        double expected =
            mean(reference, reference, sigma, true)
                + mean(window, window, sigma, true)
                - 2 * mean(reference, window, sigma, false);
        double actual = state.lastEvent().statistic() * state.deviation();
        assertEquals(expected, actual, 1e-12, "seed " + seed + ", value " + i);
      }
    }
  }

  @Test
  @Rule("D38")
  void of_two_normal_samples_it_is_near_the_distance_of_their_distributions() {
    // MMD² of N(0, 1) and N(m, 1) in closed form: 2s/√(s² + 2)·(1 − exp(−m²/2(s² + 2))).
    MmdState state = new MmdState(new Mmd(2_000, 2_000, 1e9));
    Random random = new Random(2);
    for (int i = 0; i < 4_000; i++) {
      state.update(random.nextGaussian() + (i < 2_000 ? 0 : 1));
    }
    double s2 = state.bandwidth() * state.bandwidth() + 2;
    double expected = 2 * state.bandwidth() / Math.sqrt(s2) * (1 - Math.exp(-.5 / s2));
    double actual = state.lastEvent().statistic() * state.deviation();
    assertEquals(expected, actual, .02);
  }

  @Test
  void the_bandwidth_falls_back_where_the_median_distance_is_zero() {
    assertEquals(2, MedianDistance.bandwidth(new double[] {0, 1, 3})); // of 1, 2, 3
    assertEquals(1, MedianDistance.bandwidth(new double[] {0, 1, 2})); // of 1, 1, 2
    assertEquals(1, MedianDistance.bandwidth(new double[] {5, 5, 5, 5}));
    // Of 10 distances 4 are 1: their root mean square is √.4.
    assertEquals(Math.sqrt(.4), MedianDistance.bandwidth(new double[] {0, 0, 0, 0, 1}), 1e-15);
  }

  private static double medianDistance(double[] values) {
    double[] distances = new double[values.length * (values.length - 1) / 2];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < i; j++) {
        distances[at++] = Math.abs(values[i] - values[j]);
      }
    }
    Arrays.sort(distances);
    return distances[(distances.length - 1) / 2];
  }

  private static double mean(double[] a, double[] b, double sigma, boolean same) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        if (!same || i != j) {
          sum += Math.exp(-(a[i] - b[j]) * (a[i] - b[j]) / (2 * sigma * sigma));
        }
      }
    }
    return sum / (same ? a.length * (a.length - 1.0) : (double) a.length * b.length);
  }
}
