package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sampler and the test that KSWIN is made of, each against another implementation. */
class KswinPartsTest {

  // CPython 3.11.7: r = random.Random(seed); r.sample(range(n), k)[:4] twice.
  @ParameterizedTest
  @CsvSource({
    "42, 70, 30, 14 3 35 31, 35 0 20 54",
    "7, 100, 100, 41 19 50 83, 11 34 60 89",
    "-3, 10, 2, 3 8, 2 5",
    "1099511627781, 1000, 8, 516 529 275 679, 837 854 805 979",
    "0, 5000, 30, 3155 3445 331 2121, 2590 1675 4526 3907",
  })
  void python_draws_what_cpython_draws(long seed, int n, int k, String first, String second) {
    PythonRandom random = new PythonRandom(seed);
    int[] drawn = new int[k];
    random.sample(n, drawn);
    assertArrayEquals(numbers(first), Arrays.copyOf(drawn, Math.min(k, 4)));
    random.sample(n, drawn);
    assertArrayEquals(numbers(second), Arrays.copyOf(drawn, Math.min(k, 4)));
    random.seed();
    random.sample(n, drawn);
    assertArrayEquals(numbers(first), Arrays.copyOf(drawn, Math.min(k, 4)));
  }

  private static int[] numbers(String words) {
    return Arrays.stream(words.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void a_sample_has_no_position_twice_and_misses_none_when_all_are_drawn() {
    for (long seed = 0; seed < 50; seed++) {
      for (Sampler sampler : new Sampler[] {new Sampler.SplitMix(seed), new PythonRandom(seed)}) {
        int n = 1 + (int) (seed * 7 % 90);
        int[] drawn = new int[n];
        sampler.sample(n, drawn);
        BitSet seen = new BitSet();
        Arrays.stream(drawn).forEach(seen::set);
        assertEquals(n, seen.cardinality(), "seed " + seed);
        assertEquals(n, seen.length(), "seed " + seed);
      }
    }
  }

  // SciPy 1.17.1: ks_2samp(arange(n), arange(n) + h - .5, method="exact").pvalue
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1.0",
    "5, 3, 0.35714285714285715",
    "30, 4, 0.9578462903438838",
    "30, 9, 0.13500350250095441",
    "30, 13, 0.006548396368058784",
    "30, 30, 1.6911233892144742e-17",
    "50, 20, 0.0005822568814776493",
    "100, 33, 3.211428734211389e-05",
    "1000, 60, 0.05462666510701526",
    "10000, 300, 0.00024659749681697865",
    "10000, 2000, 2.600432412128435e-175",
  })
  void p_values_are_those_of_scipy(int n, int shift, double expected) {
    double[] a = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      a[i] = i;
      b[i] = i + shift - .5;
    }
    EqualSizeKs test = new EqualSizeKs(n);
    assertEquals(expected, test.compare(a, b), 1e-12 * expected);
    assertEquals(shift / (double) n, test.distance(), 1e-15);
    assertEquals(expected, test.compare(b, a), 1e-12 * expected);
  }

  @Test
  void ties_are_stepped_over_together() {
    // SciPy 1.17.1: statistic .2, p-value .9944575548290717
    double[] x = {1, 2, 2, 3, 3, 3, 9, 9, 10, 10};
    double[] y = {2, 2, 3, 3, 4, 4, 4, 4, 9, 10};
    EqualSizeKs test = new EqualSizeKs(10);
    assertEquals(.9944575548290717, test.compare(x, y), 1e-12);
    assertEquals(.2, test.distance(), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"7, 1, 0.9999609537692629", "15, 1, 0.9999999999990623", "30, 1, 1.0"})
  void where_rounding_carries_the_sum_above_one_the_asymptotic_p_value_stands(
      int n, int shift, double expected) {
    // SciPy 1.10.1, ks_2samp(0..n-1, shift-.5..n+shift-1.5): its exact sum is above 1 here.
    double[] a = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      a[i] = i;
      b[i] = i + shift - .5;
    }
    assertEquals(expected, new EqualSizeKs(n).compare(a, b), 1e-14);
  }

  @Test
  void the_distance_is_the_largest_difference_of_the_counts_over_the_size() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int n = 1 + random.nextInt(40);
      double[] a = random.doubles(n).map(v -> Math.rint(v * 9)).sorted().toArray();
      double[] b = random.doubles(n).map(v -> Math.rint(v * 12)).sorted().toArray();
      long expected = 0;
      for (int v = -1; v <= 13; v++) {
        double at = v;
        long f = Arrays.stream(a).filter(x -> x <= at).count();
        long g = Arrays.stream(b).filter(x -> x <= at).count();
        expected = Math.max(expected, Math.abs(f - g));
      }
      EqualSizeKs test = new EqualSizeKs(n);
      test.compare(a, b);
      assertEquals(expected / (double) n, test.distance(), "seed " + seed);
    }
  }

  @Test
  void twelve_of_thirty_and_nine_of_thirty_are_a_tenth_apart() {
    // SciPy 1.10.1: statistic 0.1 although 12/30 - 9/30 is 0.10000000000000003 in doubles.
    double[] a = new double[30];
    double[] b = new double[30];
    Arrays.fill(a, 12, 30, 1);
    Arrays.fill(b, 9, 30, 1);
    EqualSizeKs test = new EqualSizeKs(30);
    test.compare(a, b);
    assertEquals(.1, test.distance());
  }
}
