package org.governance4j.policy;

import org.governance4j.JsonValue;

/**
 * McNemar's test of whether two policies withhold equally often, on the predictions where they
 * disagree: {@code b} that the active one releases and the candidate withholds, {@code c} the other
 * way round.
 *
 * <ul>
 *   <li>with fewer than {@link #EXACT_BELOW} of them, the two-sided exact binomial test: the
 *       statistic is the smaller count, p = min(1, 2 · P(X ≤ min(b, c))) for X ~ B(b + c, ½)
 *   <li>otherwise Edwards' continuity correction: the statistic is max(0, |b − c| − 1)² / (b + c),
 *       p from the χ² distribution with one degree of freedom
 *   <li>without any disagreement p is 1
 * </ul>
 *
 * <p>A small p says that the policies differ, not which is right.
 *
 * <p>Q. McNemar, Psychometrika 12 (1947), doi:10.1007/BF02295996; A. L. Edwards, Psychometrika 13
 * (1948), doi:10.1007/BF02289261.
 *
 * @param newlyWithheld {@code b}
 * @param newlyReleased {@code c}
 * @param exact whether the exact test was used
 * @param statistic as above
 * @param pValue from 0 to 1
 */
public record McNemar(
    long newlyWithheld, long newlyReleased, boolean exact, double statistic, double pValue) {

  /** From this number of disagreements on the χ² approximation is used. */
  public static final int EXACT_BELOW = 25;

  /**
   * Tests two counts.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public static McNemar of(long newlyWithheld, long newlyReleased) {
    if (newlyWithheld < 0 || newlyReleased < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative, found " + newlyWithheld + " and " + newlyReleased);
    }
    double n = (double) newlyWithheld + newlyReleased;
    long least = Math.min(newlyWithheld, newlyReleased);
    if (n < EXACT_BELOW) {
      double p = twoSidedBinomial((int) least, (int) n);
      return new McNemar(newlyWithheld, newlyReleased, true, least, p);
    }
    double excess = Math.max(0, Math.abs((double) newlyWithheld - newlyReleased) - 1);
    double statistic = excess * excess / n;
    double p = erfc(Math.sqrt(statistic / 2));
    return new McNemar(newlyWithheld, newlyReleased, false, statistic, p);
  }

  JsonValue.Obj toJson() {
    return JsonValue.object()
        .with("newlyWithheld", JsonValue.of(newlyWithheld))
        .with("newlyReleased", JsonValue.of(newlyReleased))
        .with("exact", JsonValue.of(exact))
        .with("statistic", JsonValue.of(statistic))
        .with("pValue", JsonValue.of(pValue));
  }

  /** Exact in longs: the coefficients of n ≤ 24 add up to 2²⁴. */
  private static double twoSidedBinomial(int least, int n) {
    long coefficient = 1;
    long sum = 0;
    for (int i = 0; i <= least; i++) {
      sum += coefficient;
      coefficient = coefficient * (n - i) / (i + 1);
    }
    return Math.min(1, 2.0 * sum / (1L << n));
  }

  /**
   * The complementary error function for x ≥ 0: below 2 by the series of the error function whose
   * terms are all positive (Abramowitz and Stegun 7.1.6), above by the continued fraction (7.1.14),
   * evaluated from its tail. Relative error below 10⁻¹².
   */
  static double erfc(double x) {
    double bell = Math.exp(-x * x);
    if (x < 2) {
      double term = x;
      double sum = x;
      for (int n = 1; term > sum * 1e-17; n++) {
        term *= 2 * x * x / (2 * n + 1);
        sum += term;
      }
      return 1 - 2 / Math.sqrt(Math.PI) * bell * sum;
    }
    double tail = x;
    for (int k = 80; k > 0; k--) {
      tail = x + k / 2.0 / tail;
    }
    return bell / Math.sqrt(Math.PI) / tail;
  }
}
