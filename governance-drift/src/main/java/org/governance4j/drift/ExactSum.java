package org.governance4j.drift;

import java.math.BigInteger;

/**
 * The exact sum of finite numbers: no rounding before the end, so that neither the order nor the
 * grouping of the additions changes it. After R. M. Neal, "Fast exact summation using small and
 * large superaccumulators" (2015), arXiv:1505.05571: one 64-bit integer per exponent takes signed
 * significands, and is emptied into a fixed-point number before it can overflow.
 *
 * <p>17 KB, allocated once. One thread.
 */
final class ExactSum {

  private static final int FRACTION = 52;
  private static final long IMPLICIT = 1L << FRACTION;
  private static final long FRACTION_BITS = IMPLICIT - 1;
  private static final int EXPONENTS = 2047;
  private static final int BEFORE_OVERFLOW = 1023; // significands below 2^53 in 63 bits

  /** The unit of the fixed-point number is 2 to the power of this. */
  private static final int UNIT = -1075;

  private static final int DIGIT = 32;
  private static final long DIGIT_BITS = (1L << DIGIT) - 1;

  /** Exponents need 66; one more for the carries of 2^63 additions, and the sign. */
  private static final int DIGITS = 68;

  private final long[] perExponent = new long[EXPONENTS];
  private final long[] digits = new long[DIGITS]; // each but the last from 0 to 2^32 - 1
  private int room = BEFORE_OVERFLOW;
  private int lowest = EXPONENTS;
  private int highest = -1;

  /** Adds a finite number. */
  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> FRACTION) & EXPONENTS;
    long significand = bits & FRACTION_BITS;
    if (exponent != 0) {
      significand |= IMPLICIT;
    } else {
      exponent = 1; // subnormal: the same unit, no implicit bit
    }
    long sign = bits >> 63;
    perExponent[exponent] += (significand ^ sign) - sign;
    if (exponent < lowest) {
      lowest = exponent;
    }
    if (exponent > highest) {
      highest = exponent;
    }
    if (--room == 0) {
      settle();
    }
  }

  /** Adds finite numbers, at most so many as fit an exponent. */
  void add(double[] values, int many) {
    if (room <= many) {
      settle();
    }
    room -= many;
    int least = lowest;
    int most = highest;
    for (int i = 0; i < many; i++) {
      long bits = Double.doubleToRawLongBits(values[i]);
      int exponent = (int) (bits >>> FRACTION) & EXPONENTS;
      long sign = bits >> 63;
      long implicit = exponent == 0 ? 0 : IMPLICIT;
      exponent = Math.max(exponent, 1); // subnormal: the same unit, no implicit bit
      perExponent[exponent] += ((bits & FRACTION_BITS | implicit) ^ sign) - sign;
      least = Math.min(least, exponent);
      most = Math.max(most, exponent);
    }
    lowest = least;
    highest = most;
  }

  /** The sum, rounded once: to the nearest, ties to even; infinite if that is out of range. */
  double rounded() {
    return ratio(1);
  }

  /**
   * The sum divided by a count, rounded once.
   *
   * @param count at least 1
   */
  double ratio(long count) {
    BigInteger sum = exact();
    BigInteger magnitude = sum.abs();
    if (magnitude.signum() == 0) {
      return 0;
    }
    BigInteger divisor = BigInteger.valueOf(count);
    // At least 55 bits of the quotient: 53, one for rounding, and what the division left below.
    int shift = Math.max(0, 55 + divisor.bitLength() - magnitude.bitLength());
    BigInteger[] division = magnitude.shiftLeft(shift).divideAndRemainder(divisor);
    double result = round(division[0], division[1].signum() != 0, UNIT - shift);
    return sum.signum() < 0 ? -result : result;
  }

  private BigInteger exact() {
    settle();
    BigInteger sum = BigInteger.ZERO;
    for (int i = DIGITS - 1; i >= 0; i--) {
      sum = sum.shiftLeft(DIGIT).add(BigInteger.valueOf(digits[i]));
    }
    return sum;
  }

  /** The double nearest to (quotient + something below 1, if more) times 2^exponent. */
  private static double round(BigInteger quotient, boolean more, int exponent) {
    // A double has 53 bits, and none below 2^-1074.
    int drop = Math.max(quotient.bitLength() - 53, Math.max(0, -1074 - exponent));
    if (drop <= 0) {
      return Math.scalb((double) quotient.longValueExact(), exponent);
    }
    long kept = quotient.shiftRight(drop).longValueExact();
    boolean half = quotient.testBit(drop - 1);
    boolean above = more || quotient.getLowestSetBit() < drop - 1;
    if (half && (above || (kept & 1) != 0)) {
      kept++;
    }
    return Math.scalb((double) kept, exponent + drop);
  }

  /** Moves what the exponents hold into the digits and carries. */
  private void settle() {
    for (int exponent = lowest; exponent <= highest; exponent++) {
      long value = perExponent[exponent];
      if (value != 0) {
        perExponent[exponent] = 0;
        put(value, exponent);
      }
    }
    lowest = EXPONENTS;
    highest = -1;
    room = BEFORE_OVERFLOW;
    for (int i = 0; i < DIGITS - 1; i++) {
      digits[i + 1] += digits[i] >> DIGIT;
      digits[i] &= DIGIT_BITS;
    }
  }

  /** Adds value times 2^(exponent - 1075), in parts that leave room for the carries. */
  private void put(long value, int exponent) {
    int digit = exponent >>> 5;
    int shift = exponent & 31;
    long low = (value & DIGIT_BITS) << shift; // below 2^63
    long high = (value >> DIGIT) << shift; // magnitude up to 2^62
    digits[digit] += low & DIGIT_BITS;
    digits[digit + 1] += (low >>> DIGIT) + (high & DIGIT_BITS);
    digits[digit + 2] += high >> DIGIT;
  }
}
