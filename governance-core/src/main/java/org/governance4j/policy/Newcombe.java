package org.governance4j.policy;

/**
 * The hybrid score interval for the difference of two independent proportions, without continuity
 * correction: with Wilson's score interval (l, u) of each proportion,
 *
 * <pre>lower = p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²)</pre>
 *
 * <p>R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10,
 * doi:10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I.
 */
final class Newcombe {
  private Newcombe() {}

  /**
   * The lower end.
   *
   * @param x1 of {@code n1}, at least 1
   * @param x2 of {@code n2}, at least 1
   * @param z the two-sided quantile of the confidence
   */
  static double lower(long x1, long n1, long x2, long n2, double z) {
    double p1 = (double) x1 / n1;
    double p2 = (double) x2 / n2;
    double below = p1 - wilson(x1, n1, -z);
    double above = wilson(x2, n2, z) - p2;
    return p1 - p2 - Math.sqrt(below * below + above * above);
  }

  /** One end of Wilson's score interval: the lower for a negative quantile. */
  static double wilson(long x, long n, double z) {
    double p = (double) x / n;
    double square = z * z;
    return (2.0 * x + square + z * Math.sqrt(square + 4.0 * x * (1 - p))) / (2 * (n + square));
  }

  /**
   * The z for which a standard normal variable is between −z and z with that probability, by
   * bisection of the error function.
   *
   * @param confidence above 0, below 1
   */
  static double quantile(double confidence) {
    double low = 0;
    double high = 40;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (McNemar.erfc(middle / Math.sqrt(2)) > 1 - confidence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
