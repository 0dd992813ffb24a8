package org.governance4j.drift;

import org.apache.commons.math3.special.Erf;

/** The upper tail of the standard normal distribution, as far out as doubles reach. */
final class NormalTail {

  private static final double HALF_LOG_TWO_PI = .5 * Math.log(2 * Math.PI);
  private static final double FAR = 5;
  private static final double FARTHEST = 1e8;

  private NormalTail() {}

  /** ln P(Z &gt; z). */
  static double logP(double z) {
    if (z < FAR) {
      return Math.log(.5 * Erf.erfc(z / Math.sqrt(2)));
    }
    // Laplace's continued fraction of Mills' ratio, which converges fast out here.
    double fraction = z;
    for (int i = 60; i > 0; i--) {
      fraction = z + i / fraction;
    }
    return -.5 * z * z - HALF_LOG_TWO_PI - Math.log(fraction);
  }

  /** The z with ln P(Z &gt; z) = logP; for logP at most ln ½. */
  static double quantile(double logP) {
    double low = 0;
    double high = FARTHEST;
    for (double middle = FAR; low < middle && middle < high; middle = low + (high - low) / 2) {
      if (logP(middle) > logP) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
