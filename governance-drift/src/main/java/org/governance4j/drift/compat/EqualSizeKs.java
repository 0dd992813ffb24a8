package org.governance4j.drift.compat;

import java.util.Arrays;

/**
 * The two-sided two-sample Kolmogorov-Smirnov test of samples of one size, with the exact p-value,
 * which then depends on the largest difference of the counts alone and is worked out beforehand.
 *
 * <p>Gnedenko, Korolyuk: On the maximum discrepancy between two empirical distributions (1951): the
 * number of lattice paths that leave a band, by reflection. Mutable; one owner.
 */
final class EqualSizeKs {

  /** The size up to which SciPy's {@code ks_2samp} is exact by itself. */
  static final int MAX_SIZE = 10_000;

  private final int size;
  private final double[] pValues;
  private int difference;

  EqualSizeKs(int size) {
    this.size = size;
    pValues = new double[size + 1];
    Arrays.fill(pValues, Double.NaN);
    pValues[0] = 1;
  }

  /**
   * The share of the paths that touch the band's border, {@code 2·(C(2n, n−h) − C(2n, n−2h) + …) /
   * C(2n, n)}, by Horner's scheme from the last term.
   */
  private static double outside(int n, int h) {
    double sum = 0;
    for (int k = n / h; k >= 0; k--) {
      double ratio = 1;
      for (int j = 0; j < h; j++) {
        ratio = (n - (double) k * h - j) * ratio / (n + (double) k * h + j + 1);
      }
      sum = ratio * (1 - sum);
    }
    return 2 * sum <= 1 ? 2 * sum : beyondOne(n, h);
  }

  /**
   * Where rounding has carried the sum above 1, SciPy takes the one-sample law at half the size,
   * rounded to even. There the distance is small and {@code 1 − N!·(2d − 1/N)^N} holds up to {@code
   * d = 1/N} (Ruben, Gambino: The exact distribution of Kolmogorov's statistic D_n for n ≤ 10,
   * 1982); beyond, 1 is right to twelve digits.
   */
  private static double beyondOne(int n, int h) {
    double samples = Math.rint(n / 2.0);
    double distance = h / (double) n;
    double below = 0;
    if (distance * samples <= 1) {
      below = 1;
      double each = Math.max(0, 2 * distance - 1 / samples);
      for (int i = 1; i <= samples; i++) {
        below *= i * each;
      }
    }
    return 1 - below;
  }

  /** Compares two samples, both sorted; returns the p-value. */
  double compare(double[] a, double[] b) {
    int i = 0;
    int j = 0;
    difference = 0;
    while (i < size || j < size) {
      double value = j == size || (i < size && a[i] <= b[j]) ? a[i] : b[j];
      while (i < size && a[i] <= value) {
        i++;
      }
      while (j < size && b[j] <= value) {
        j++;
      }
      difference = Math.max(difference, Math.abs(i - j));
    }
    if (Double.isNaN(pValues[difference])) {
      pValues[difference] = outside(size, difference);
    }
    return pValues[difference];
  }

  /**
   * The largest distance between the two distribution functions, as SciPy's exact test hands it
   * back: the count over the size, not the difference of two shares, which may be a digit above.
   */
  double distance() {
    return difference / (double) size;
  }
}
