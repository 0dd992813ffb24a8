package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExactSumTest {

  @Test
  void what_cancels_leaves_what_is_left() {
    assertEquals(1, sum(1e300, 1, -1e300));
    assertEquals(Double.MIN_VALUE, sum(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE));
    assertEquals(0.0, sum());
    assertEquals(0.0, sum(-0.0, -0.0));
    assertEquals(-3.5, sum(-1, -2.5));
  }

  @Test
  void the_result_is_rounded_once_to_the_nearest_ties_to_even() {
    double ulp = Math.ulp(1.0);
    assertEquals(1, sum(1, ulp / 2));
    assertEquals(1 + 2 * ulp, sum(1 + ulp, ulp / 2));
    assertEquals(1 + ulp, sum(1, ulp / 2, Double.MIN_VALUE));
    assertEquals(-1 - ulp, sum(-1, -ulp / 2, -Double.MIN_VALUE));
    assertEquals(1, sum(1, ulp / 2, -Double.MIN_VALUE));
  }

  @Test
  void the_ends_of_the_range_are_reached() {
    assertEquals(Double.POSITIVE_INFINITY, sum(Double.MAX_VALUE, Double.MAX_VALUE));
    assertEquals(Double.NEGATIVE_INFINITY, sum(-Double.MAX_VALUE, -Double.MAX_VALUE));
    assertEquals(Double.MAX_VALUE, ratio(2, Double.MAX_VALUE, Double.MAX_VALUE));
    assertEquals(3 * Double.MIN_VALUE, sum(Double.MIN_VALUE, Double.MIN_VALUE, Double.MIN_VALUE));
    assertEquals(0.0, ratio(2, Double.MIN_VALUE), "half of the least, ties to even");
    assertEquals(2 * Double.MIN_VALUE, ratio(2, 3 * Double.MIN_VALUE), "ties to even");
    assertEquals(1.0 / 3, ratio(3, 1));
    assertEquals(Double.MIN_NORMAL, sum(Double.MIN_NORMAL / 2, Double.MIN_NORMAL / 2));
  }

  @Test
  void many_more_additions_than_fit_an_exponent_are_exact() {
    ExactSum sum = new ExactSum();
    double value = Math.nextDown(2.0);
    int count = 5_000;
    for (int i = 0; i < count; i++) {
      sum.add(value);
    }
    double expected = new BigDecimal(value).multiply(BigDecimal.valueOf(count)).doubleValue();
    assertEquals(expected, sum.rounded());
    assertEquals(value, sum.ratio(count));
    for (int i = 0; i < count; i++) {
      sum.add(-value);
    }
    assertEquals(0.0, sum.rounded());
  }

  /** Against the JDK's decimals of any length, which hold every double exactly. */
  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M16")
  void it_is_the_sum_of_exact_decimals(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(3_000);
    int spread = 1 + random.nextInt(300);
    ExactSum sum = new ExactSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < count; i++) {
      double value = Math.scalb(random.nextDouble() - .5, random.nextInt(2 * spread + 1) - spread);
      sum.add(value);
      exact = exact.add(new BigDecimal(value));
    }
    // Fifty digits more than a double has: doubleValue then rounds what is as good as exact.
    MathContext digits = new MathContext(70, RoundingMode.HALF_EVEN);
    assertEquals(exact.round(digits).doubleValue(), sum.rounded(), "seed " + seed);
    assertEquals(
        exact.divide(BigDecimal.valueOf(count), digits).doubleValue(),
        sum.ratio(count),
        "seed " + seed);
  }

  private static double sum(double... values) {
    return ratio(1, values);
  }

  private static double ratio(long count, double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum.ratio(count);
  }
}
