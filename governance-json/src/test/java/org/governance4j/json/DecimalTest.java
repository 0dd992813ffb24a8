package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecimalTest {

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  void random_doubles_get_the_digits_ecma_262_asks_for(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_500; i++) {
      check(Seeds.anyDouble(random));
    }
  }

  @Test
  void every_power_of_two_and_its_neighbours_get_them() {
    for (int e = Double.MIN_EXPONENT - 52; e <= Double.MAX_EXPONENT; e++) {
      double power = Math.scalb(1.0, e);
      check(power);
      check(Math.nextUp(power));
      if (power > Double.MIN_VALUE) {
        check(Math.nextDown(power));
      }
    }
  }

  @Test
  void every_power_of_ten_and_its_neighbours_get_them() {
    for (int e = -323; e <= 308; e++) {
      double power = Double.parseDouble("1e" + e);
      check(power);
      check(Math.nextUp(power));
      check(Math.nextDown(power));
    }
  }

  @Test
  void the_smallest_subnormals_and_the_largest_double_get_them() {
    for (long bits = 1; bits <= 5_000; bits++) {
      check(Double.longBitsToDouble(bits));
    }
    check(Math.nextDown(Double.MIN_NORMAL));
    check(Double.MIN_NORMAL);
    check(Double.MAX_VALUE);
  }

  @Test
  void halves_and_short_decimals_get_them() {
    for (int i = 1; i <= 20_000; i++) {
      check(i / 2.0);
      check(i / 1000.0);
      check(i * 1e19);
    }
  }

  @Test
  void trailing_zeros_move_into_the_exponent() {
    assertEquals(new Decimal(12, 3), Decimal.stripped(12_000, 0));
    assertEquals(new Decimal(1, -2), Decimal.stripped(100, -4));
    assertEquals(new Decimal(7, 5), Decimal.stripped(7, 5));
  }

  /** ECMA-262 Number::toString with exact arithmetic: shortest, then closest, then even. */
  private static void check(double value) {
    Decimal decimal = Decimal.shortest(value);
    String what = Long.toHexString(Double.doubleToRawLongBits(value)) + " gave " + decimal;
    BigDecimal exact = new BigDecimal(value);
    BigDecimal written = BigDecimal.valueOf(decimal.digits(), -decimal.exponent());

    assertNotEquals(0, decimal.digits() % 10, what);
    assertEquals(value, parse(written), what);

    int k = Long.toString(decimal.digits()).length();
    if (k > 1) {
      // Only the two numbers with one digit less that enclose the double could round to it.
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
        BigDecimal shorter = exact.round(new MathContext(k - 1, mode));
        assertNotEquals(value, parse(shorter), what + ", but " + shorter + " is shorter");
      }
    }
    BigDecimal distance = written.subtract(exact).abs();
    for (int step : new int[] {-1, 1}) {
      BigDecimal other = BigDecimal.valueOf(decimal.digits() + step, -decimal.exponent());
      if (other.signum() > 0 && parse(other) == value) {
        int closer = other.subtract(exact).abs().compareTo(distance);
        assertTrue(closer > 0 || (closer == 0 && (decimal.digits() & 1) == 0), what + ", " + other);
      }
    }
  }

  private static double parse(BigDecimal value) {
    return Double.parseDouble(value.toString());
  }
}
