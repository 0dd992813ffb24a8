package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LsddTest {

  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D38")
  void every_window_has_the_distance_of_the_formula(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 3 + random.nextInt(60);
    int w = 2 + random.nextInt(20);
    int m = 1 + random.nextInt(12);
    double lambda = Math.pow(10, -3 + 3 * random.nextDouble());
    double[] values = new double[n + w + 40];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() + random.nextDouble();
    }
    LsddState state = new LsddState(new Lsdd(n, w, 1e9, m, lambda));
    for (int i = 0; i < values.length; i++) {
      state.update(values[i]);
      if (i >= n + w - 1) {
        double[] reference = Arrays.copyOf(values, n);
        double[] window = Arrays.copyOfRange(values, i - w + 1, i + 1);
        double expected = naive(reference, window, m, lambda);
        assertEquals(
            expected, state.distance(), 1e-9 * (1 + expected), "seed " + seed + ", value " + i);
      }
    }
  }

  /** With the weights θ = (H + λI)⁻¹·h of the bumps, the distance is 2·hᵀ·θ − θᵀ·H·θ. */
  private static double naive(double[] reference, double[] window, int m, double lambda) {
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    double sigma = MedianDistance.bandwidth(sorted);
    RealMatrix h = MatrixUtils.createRealMatrix(m, m);
    RealVector difference = new ArrayRealVector(m);
    for (int i = 0; i < m; i++) {
      double center = center(sorted, i, m);
      for (int j = 0; j < m; j++) {
        double apart = (center - center(sorted, j, m)) / sigma;
        h.setEntry(i, j, Math.sqrt(Math.PI) * Math.exp(-apart * apart / 4));
      }
      difference.setEntry(i, bump(reference, center, sigma) - bump(window, center, sigma));
    }
    RealMatrix shrunk = h.add(MatrixUtils.createRealIdentityMatrix(m).scalarMultiply(lambda));
    RealVector weights = new LUDecomposition(shrunk).getSolver().solve(difference);
    return 2 * difference.dotProduct(weights) - weights.dotProduct(h.operate(weights));
  }

  private static double center(double[] sorted, int i, int m) {
    return sorted[(int) Math.floor((i + .5) * sorted.length / m)];
  }

  private static double bump(double[] sample, double center, double sigma) {
    return Arrays.stream(sample)
        .map(x -> Math.exp(-(x - center) * (x - center) / (2 * sigma * sigma)))
        .average()
        .orElseThrow();
  }

  @Test
  @Rule("D38")
  void of_two_normal_samples_it_is_near_the_distance_of_their_densities() {
    // ∫ (p − q)² of N(0, 1) and N(1, 1) in closed form: (1 − exp(−1/4))/√π = .1248.
    LsddState state = new LsddState(new Lsdd(5_000, 5_000, 1e9, 30, 1e-3));
    Random random = new Random(2);
    double[] reference = new double[5_000];
    for (int i = 0; i < 10_000; i++) {
      double value = random.nextGaussian() + (i < 5_000 ? 0 : 1);
      if (i < 5_000) {
        reference[i] = value;
      }
      state.update(value);
    }
    Arrays.sort(reference);
    double sigma = MedianDistance.bandwidth(reference);
    double expected = (1 - Math.exp(-.25)) / Math.sqrt(Math.PI);
    assertEquals(expected, state.distance() / sigma, .015);
  }
}
