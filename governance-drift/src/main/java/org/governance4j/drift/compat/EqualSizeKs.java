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
  private double distance;

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
    return Math.max(0, Math.min(1, 2 * sum));
  }

  /** Compares two samples, both sorted; returns the p-value. */
  double compare(double[] a, double[] b) {
    int i = 0;
    int j = 0;
    difference = 0;
    distance = 0;
    while (i < size || j < size) {
      double value = j == size || (i < size && a[i] <= b[j]) ? a[i] : b[j];
      while (i < size && a[i] <= value) {
        i++;
      }
      while (j < size && b[j] <= value) {
        j++;
      }
      int between = Math.abs(i - j);
      if (between > 0) {
        difference = Math.max(difference, between);
        // Of the shares, not of the counts: another result in the last digit.
        distance = Math.max(distance, Math.abs(i / (double) size - j / (double) size));
      }
    }
    if (Double.isNaN(pValues[difference])) {
      pValues[difference] = outside(size, difference);
    }
    return pValues[difference];
  }

  /** The largest distance between the two distribution functions. */
  double distance() {
    return distance;
  }
}
