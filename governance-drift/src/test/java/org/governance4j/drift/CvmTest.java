package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CvmTest {

  /** Uniform values of the linear congruential generator of C's rand(), modulus 2^31. */
  static double[] uniform(long seed, int count) {
    double[] values = new double[count];
    long state = seed;
    for (int i = 0; i < count; i++) {
      state = (state * 1_103_515_245 + 12_345) % (1L << 31);
      values[i] = state / (double) (1L << 31);
    }
    return values;
  }

  @Test
  @Rule("D38")
  void the_statistic_is_that_of_scipy() {
    // scipy 1.17: cramervonmises_2samp(x[:40], x[40:]**2).statistic of x = the 60 values of seed 1
    double[] values = uniform(1, 60);
    CvmState state = new CvmState(new Cvm(40, 20, 1e9));
    for (int i = 0; i < 60; i++) {
      state.update(i < 40 ? values[i] : values[i] * values[i]);
    }
    assertEquals(.674722222222222, state.raw(), 1e-13);
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D38")
  void every_window_has_the_statistic_of_the_formula(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 2 + random.nextInt(60);
    int w = 2 + random.nextInt(30);
    boolean ties = random.nextBoolean();
    double[] values = new double[n + w + 100];
    for (int i = 0; i < values.length; i++) {
      values[i] = ties ? random.nextInt(7) : random.nextDouble();
    }
    CvmState state = new CvmState(new Cvm(n, w, 1e9));
    for (int i = 0; i < values.length; i++) {
      state.update(values[i]);
      if (i >= n + w - 1) {
        double[] reference = Arrays.copyOf(values, n);
        double[] window = Arrays.copyOfRange(values, i - w + 1, i + 1);
        double expected = naive(reference, window);
        assertEquals(expected, state.raw(), 1e-11, "seed " + seed + ", value " + i);
      }
    }
  }

  private static double naive(double[] reference, double[] window) {
    double sum = 0;
    for (double[] sample : new double[][] {reference, window}) {
      for (double at : sample) {
        double apart = share(reference, at) - share(window, at);
        sum += apart * apart;
      }
    }
    double n = reference.length;
    double w = window.length;
    return n * w / ((n + w) * (n + w)) * sum;
  }

  private static double share(double[] sample, double at) {
    return Arrays.stream(sample).filter(value -> value <= at).count() / (double) sample.length;
  }
}
