package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be said of the values of a numeric field whatever their order: counts, extremes, exact
 * sum and a histogram over edges that are the same for every field, so that nothing has to be
 * learned from the first values. 25 KB, allocated once. One thread.
 *
 * <p>The edges divide each power of two from 2^-24 to 2^40 into eight equal bins, for either sign;
 * what is nearer to 0, and what is beyond, has a bin of its own.
 */
final class NumberTally {

  private static final int STEPS = 3; // 2^3 bins per power of two
  private static final int DROPPED_BITS = 52 - STEPS;
  private static final int FROM = (1023 - 24) << STEPS;
  private static final int TO = (1023 + 40) << STEPS;
  private static final int ZERO = TO - FROM + 1;

  private final ExactSum sum = new ExactSum();
  private final long[] bins = new long[2 * ZERO + 1];
  private long missing;
  private long nonFinite;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Counts finite values. */
  void take(double[] values, int many) {
    double least = min;
    double most = max;
    for (int i = 0; i < many; i++) {
      double value = values[i] + 0.0; // no -0.0, which would make the extremes depend on the order
      if (value < least) {
        least = value;
      }
      if (value > most) {
        most = value;
      }
      bins[bin(value)]++;
    }
    min = least;
    max = most;
    sum.add(values, many);
  }

  void takeMissing() {
    missing++;
  }

  void takeNonFinite() {
    nonFinite++;
  }

  /** What was counted so far. */
  MonitorProfile.Numbers profile(String field, boolean sensitive) {
    List<MonitorProfile.Bin> filled = new ArrayList<>();
    long count = 0;
    for (int bin = 0; bin < bins.length; bin++) {
      if (bins[bin] > 0) {
        count += bins[bin];
        filled.add(new MonitorProfile.Bin(from(bin), from(bin + 1), bins[bin]));
      }
    }
    boolean any = count > 0;
    return new MonitorProfile.Numbers(
        field,
        sensitive,
        count,
        missing,
        nonFinite,
        any ? min : Double.NaN,
        any ? max : Double.NaN,
        sum.rounded(),
        any ? sum.ratio(count) : Double.NaN,
        filled);
  }

  /** Without a branch that depends on the sign, as signs cannot be predicted. */
  private static int bin(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int key = (int) ((bits & Long.MAX_VALUE) >>> DROPPED_BITS);
    int step = Math.max(0, Math.min(key, TO) - FROM + 1);
    int sign = (int) (bits >> 63);
    return ZERO + ((step ^ sign) - sign);
  }

  /** The lower edge of a bin. */
  private static double from(int bin) {
    if (bin == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (bin == bins()) {
      return Double.POSITIVE_INFINITY;
    }
    return bin > ZERO ? edge(bin - ZERO) : -edge(ZERO + 1 - bin);
  }

  private static int bins() {
    return 2 * ZERO + 1;
  }

  private static double edge(int step) {
    return Double.longBitsToDouble((long) (FROM + step - 1) << DROPPED_BITS);
  }
}
