package org.governance4j.drift;

import org.apache.commons.math3.special.Erf;

/** The tail of the standard normal distribution, as far out as doubles reach. */
final class NormalTail {

  /** Beyond it the tail is taken from its expansion, long before it underflows near 38. */
  private static final double FAR = 20;

  private NormalTail() {}

  /**
   * The logarithm of the probability of a value above {@code z}, or of a magnitude above it if it
   * is two-sided. Never −∞, as a probability that is not 0 has a logarithm; NaN for NaN.
   */
  static double log(double z, boolean twoSided) {
    double log = twoSided ? Math.min(0, above(z) + Math.log(2)) : above(z);
    return Math.max(log, -Double.MAX_VALUE);
  }

  private static double above(double z) {
    if (z < FAR) {
      return Math.log(.5 * Erf.erfc(z / Math.sqrt(2)));
    }
    // Abramowitz and Stegun 26.2.12: φ(z)/z · (1 − 1/z² + 3/z⁴ − 15/z⁶ + 105/z⁸ …)
    double u = 1 / (z * z);
    double series = u * (-1 + u * (3 + u * (-15 + u * (105 - u * 945))));
    return -z * z / 2 - Math.log(z) - .5 * Math.log(2 * Math.PI) + Math.log1p(series);
  }
}
