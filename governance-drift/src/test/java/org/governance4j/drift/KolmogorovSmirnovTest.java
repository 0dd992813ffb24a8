package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KolmogorovSmirnovTest {

  @Test
  void probabilities_by_hand() {
    // 2 against 2: 2 of the 6 orders separate the samples (D = 1), all reach D = ½.
    double[] work = new double[3];
    assertEquals(1. / 3, KolmogorovSmirnov.probability(2, 2, 4, work), 1e-15);
    assertEquals(1, KolmogorovSmirnov.probability(2, 2, 2, work), 1e-15);
    // 1 against 2: of the 3 orders 2 separate (D = 1), the middle one has D = ½.
    assertEquals(2. / 3, KolmogorovSmirnov.probability(1, 2, 2, work), 1e-15);
    assertEquals(1, KolmogorovSmirnov.probability(1, 2, 1, work), 1e-15);
    assertEquals(1, KolmogorovSmirnov.probability(1, 2, 0, work));
    assertEquals(0, KolmogorovSmirnov.logProbability(2, 2, 0, work));
  }

  @Test
  @Rule("D27")
  void agrees_with_exact_counts_and_with_scipy() throws IOException {
    List<String> lines = lines("ks_exact.csv");
    int compared = 0;
    for (String line : lines) {
      if (line.startsWith("#") || line.startsWith("n,")) {
        continue;
      }
      String[] cells = line.split(",", -1);
      int n = Integer.parseInt(cells[0]);
      int m = Integer.parseInt(cells[1]);
      long reached = Long.parseLong(cells[2]);
      double logP = Double.parseDouble(cells[3]);
      double[] work = new double[Math.max(n, m) + 1];
      // 1e-10 absolute in the logarithm is 1e-10 relative in p.
      assertEquals(logP, KolmogorovSmirnov.logProbability(n, m, reached, work), 1e-10, line);
      assertEquals(logP, KolmogorovSmirnov.logProbability(m, n, reached, work), 1e-10, line);
      double p = KolmogorovSmirnov.probability(n, m, reached, work);
      assertEquals(Math.exp(logP), p, 1e-10 * Math.exp(logP), line);
      if (!cells[4].isEmpty()) {
        double scipy = Double.parseDouble(cells[4]);
        assertEquals(scipy, p, 1e-8 * scipy, line);
        compared++;
      }
    }
    assertTrue(compared > 60, compared + " values of scipy");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void the_statistic_is_that_of_the_two_step_functions(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(1 + random.nextInt(20)).map(v -> Math.floor(v * 12)).toArray();
    double[] y = random.doubles(1 + random.nextInt(20)).map(v -> Math.floor(v * 9) + 2).toArray();
    Arrays.sort(x);
    Arrays.sort(y);
    long expected = 0;
    for (int t = -1; t <= 12; t++) {
      int at = t;
      long below = Arrays.stream(x).filter(v -> v <= at).count();
      long other = Arrays.stream(y).filter(v -> v <= at).count();
      expected = Math.max(expected, Math.abs(below * y.length - other * x.length));
    }
    assertEquals(expected, KolmogorovSmirnov.statistic(x, x.length, y, y.length));
  }

  @Test
  void the_critical_value_is_the_first_that_is_significant() {
    for (int n : new int[] {1, 2, 5, 30, 100, 1000}) {
      for (double alpha : new double[] {.5, .05, .005, 1e-4, 1e-20}) {
        int h = KolmogorovSmirnov.criticalOfEqualSizes(n, alpha);
        double[] none = {};
        if (h <= n) {
          assertTrue(KolmogorovSmirnov.probability(n, n, (long) h * n, none) <= alpha);
        }
        assertTrue(KolmogorovSmirnov.probability(n, n, (long) (h - 1) * n, none) > alpha);
      }
    }
  }

  @Test
  void the_logarithm_goes_on_where_the_probability_ends() {
    // Complete separation of 1,000 from 1,000: 2 / C(2000, 1000), ln by Stirling's series,
    // ln C(2k, k) = 2k·ln 2 − ½·ln(πk) − 1/(8k) + …
    double expected =
        Math.log(2) - (2000 * Math.log(2) - .5 * Math.log(Math.PI * 1000) - 1. / 8000);
    double[] work = new double[1002];
    assertEquals(expected, KolmogorovSmirnov.logProbability(1000, 1000, 1_000_000, work), 1e-8);
    assertEquals(0, KolmogorovSmirnov.probability(1000, 1000, 1_000_000, work));
    // Complete separation of 600 from 601, which is below the smallest double too.
    double separate = KolmogorovSmirnov.logProbability(600, 601, 360_600, work);
    double sum = Math.log(2);
    for (int i = 1; i <= 600; i++) {
      sum += Math.log(i) - Math.log(601 + i);
    }
    assertEquals(sum, separate, 1e-8);
  }

  private static List<String> lines(String name) throws IOException {
    InputStream in = KolmogorovSmirnovTest.class.getResourceAsStream(name);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
