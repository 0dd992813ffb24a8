package org.governance4j.json;

import java.math.BigInteger;

/**
 * A positive number as {@code digits × 10^exponent}, its digits not divisible by ten.
 *
 * <p>The digits of a double are the ones ECMA-262 asks of {@code Number::toString}: as few as still
 * round to the same double; among those the closest to its value; among two equally close ones the
 * even. {@code Double.toString} is no substitute: before JDK 19 it can be longer than needed, and
 * since then it prefers two digits to one.
 *
 * <p>The search is Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2020).
 * With the double as {@code c·2^q}, every number that rounds to it lies within half a unit of
 * {@code c}. Let {@code 10^k} be the largest power of ten not longer than that interval: then at
 * least one multiple of {@code 10^k} rounds to the double, and at most one of {@code 10^(k+1)}
 * does, which is the shorter answer when it exists. The interval is computed scaled by {@code
 * 10^-k}, in quarters, from a 126-bit approximation of {@code 10^-k} and rounded to odd, which
 * section 9 of the paper proves enough for every comparison made here to come out as with exact
 * arithmetic.
 */
record Decimal(long digits, int exponent) {

  private static final int MIN_Q = -1074;
  private static final long HIDDEN_BIT = 1L << 52;
  private static final long FRACTION = HIDDEN_BIT - 1;
  private static final long MASK63 = Long.MAX_VALUE;

  private static final int MIN_K = -324;
  private static final int MAX_K = 292;

  // log10(2) and log10(3/4) times 2^41, log2(10) times 2^38.
  private static final long LOG10_2 = 661_971_961_083L;
  private static final long LOG10_THREE_QUARTERS = -274_743_187_321L;
  private static final long LOG2_10 = 913_124_641_741L;

  /** Two 63-bit halves, high then low, of the factor of every k. */
  private static final long[] FACTORS = factors();

  /**
   * The shortest digits of a double.
   *
   * @param value positive and finite
   */
  static Decimal shortest(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & FRACTION;
    int biased = (int) (bits >>> 52);
    long c = biased == 0 ? fraction : HIDDEN_BIT | fraction;
    int q = biased == 0 ? MIN_Q : biased - 1075;
    // The double below a power of two is half as far away as the one above.
    boolean irregular = fraction == 0 && biased > 1;

    int k = irregular ? floorLog10ThreeQuartersPow2(q) : floorLog10Pow2(q);
    int shift = q + floorLog2Pow10(-k) + 2;
    int at = (k - MIN_K) << 1;
    long g1 = FACTORS[at];
    long g0 = FACTORS[at + 1];
    long value4 = roundToOdd(g1, g0, c << 2 << shift);
    long low4 = roundToOdd(g1, g0, ((c << 2) - (irregular ? 1 : 2)) << shift);
    long high4 = roundToOdd(g1, g0, ((c << 2) + 2) << shift);
    // Rounding to even gives a double its two midpoints exactly when its last bit is zero.
    long open = c & 1;

    long below = value4 >> 2;
    long below10 = below / 10 * 10;
    boolean below10Fits = low4 + open <= below10 << 2;
    boolean above10Fits = ((below10 + 10) << 2) + open <= high4;
    if (below10Fits || above10Fits) {
      return stripped(below10Fits ? below10 : below10 + 10, k);
    }
    long above = below + 1;
    boolean belowFits = low4 + open <= below << 2;
    boolean aboveFits = (above << 2) + open <= high4;
    if (belowFits != aboveFits) {
      return stripped(belowFits ? below : above, k);
    }
    long balance = value4 - ((below + above) << 1);
    return stripped(balance < 0 || (balance == 0 && (below & 1) == 0) ? below : above, k);
  }

  /** The same number without trailing zeros in its digits. */
  static Decimal stripped(long digits, int exponent) {
    long d = digits;
    int e = exponent;
    while (d % 10 == 0) {
      d /= 10;
      e++;
    }
    return new Decimal(d, e);
  }

  /** The high part of {@code g × factor}, its last bit set when anything was cut off. */
  private static long roundToOdd(long g1, long g0, long factor) {
    long x1 = Math.multiplyHigh(g0, factor);
    long y0 = g1 * factor;
    long y1 = Math.multiplyHigh(g1, factor);
    long middle = (y0 >>> 1) + x1;
    long high = y1 + (middle >>> 63);
    return high | (((middle & MASK63) + MASK63) >>> 63);
  }

  // The logarithms are fixed-point products; their floors are exact for |e| up to 1,100, log2 to
  // 340.

  private static int floorLog10Pow2(int e) {
    return (int) ((e * LOG10_2) >> 41);
  }

  private static int floorLog10ThreeQuartersPow2(int e) {
    return (int) ((e * LOG10_2 + LOG10_THREE_QUARTERS) >> 41);
  }

  private static int floorLog2Pow10(int e) {
    return (int) ((e * LOG2_10) >> 38);
  }

  private static long[] factors() {
    long[] factors = new long[(MAX_K - MIN_K + 1) << 1];
    for (int k = MIN_K; k <= MAX_K; k++) {
      BigInteger power = BigInteger.TEN.pow(Math.abs(k));
      BigInteger g;
      if (k <= 0) {
        // 10^-k is whole: keep its leading 126 bits.
        int excess = power.bitLength() - 126;
        g = excess >= 0 ? power.shiftRight(excess) : power.shiftLeft(-excess);
      } else {
        // 10^k lies between two powers of two, so this quotient has exactly 126 bits.
        g = BigInteger.ONE.shiftLeft(power.bitLength() + 125).divide(power);
      }
      g = g.add(BigInteger.ONE);
      int at = (k - MIN_K) << 1;
      factors[at] = g.shiftRight(63).longValueExact();
      factors[at + 1] = g.longValue() & MASK63;
    }
    return factors;
  }
}
