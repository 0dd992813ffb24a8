package org.governance4j.drift;

/**
 * The exact distribution of the two-sided, two-sample Kolmogorov-Smirnov statistic D = sup |F − G|
 * for samples of n and m values without ties; with ties its probabilities are upper bounds.
 *
 * <p>D·n·m is a whole number, and all methods take it: nothing depends on how a quotient was
 * rounded. The two samples in their common order are a lattice path from (0, 0) to (n, m), all
 * paths being equally probable, and D is reached where |i·m − j·n| is.
 *
 * <p>Hodges: The Significance Probability of the Smirnov Two-Sample Test. Arkiv för Matematik 3
 * (1958), doi:10.1007/BF02589501.
 */
final class KolmogorovSmirnov {

  /** The most values in a sample. */
  static final int MOST = 10_000;

  /** What a path starts with instead of 1, so that 1e-300 is far from the smallest double. */
  private static final int SCALE = 960;

  private KolmogorovSmirnov() {}

  /**
   * D·n·m of two samples.
   *
   * @param sorted1 the first, in ascending order
   * @param sorted2 the second, in ascending order
   */
  static long statistic(double[] sorted1, int n, double[] sorted2, int m) {
    int i = 0;
    int j = 0;
    long largest = 0;
    while (i < n && j < m) {
      double x = Math.min(sorted1[i], sorted2[j]);
      while (i < n && sorted1[i] <= x) {
        i++;
      }
      while (j < m && sorted2[j] <= x) {
        j++;
      }
      largest = Math.max(largest, Math.abs((long) i * m - (long) j * n));
    }
    return largest;
  }

  /**
   * P(D·n·m ≥ reached). O(n) for equal sizes, otherwise O(n·m·D).
   *
   * @param n size of the first sample, 1 to {@link #MOST}
   * @param m size of the second sample, 1 to {@link #MOST}
   * @param reached D·n·m, at least 0
   * @param work at least m + 1 places, unused when n = m
   */
  static double probability(int n, int m, long reached, double[] work) {
    if (reached <= 0) {
      return 1;
    }
    if (n == m) {
      return equalSizes(n, (int) ((reached + n - 1) / n));
    }
    return Math.min(1, Math.scalb(scaledMassOutside(n, m, reached, work), -SCALE));
  }

  /** The natural logarithm of {@link #probability}, also where that is below the doubles. */
  static double logProbability(int n, int m, long reached, double[] work) {
    if (reached <= 0) {
      return 0;
    }
    if (n != m) {
      double mass = scaledMassOutside(n, m, reached, work);
      return Math.min(0, Math.log(mass) - SCALE * Math.log(2));
    }
    int h = (int) ((reached + n - 1) / n);
    double p = equalSizes(n, h);
    if (p > 1e-290) {
      return Math.log(p);
    }
    // So far out only the first term of the alternating sum is of any size.
    double sum = Math.log(2);
    for (int i = 0; i < h; i++) {
      sum += Math.log((double) (n - i) / (n + i + 1));
    }
    return sum;
  }

  /**
   * The least D·n that is significant for two samples of n values: the smallest h with P(D ≥ h/n) ≤
   * alpha, or n + 1 if not even complete separation is.
   */
  static int criticalOfEqualSizes(int n, double alpha) {
    int low = 0;
    int high = n + 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (equalSizes(n, middle) <= alpha) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** 2·Σ (−1)^(j−1)·C(2n, n − jh) / C(2n, n) over j ≥ 1, by Horner's rule. */
  private static double equalSizes(int n, int h) {
    if (h > n) {
      return 0;
    }
    double p = 0;
    for (int a = n / h * h - h; a >= 0; a -= h) {
      double ratio = 1;
      for (int i = 0; i < h; i++) {
        ratio *= (double) (n - a - i) / (n + a + i + 1);
      }
      p = ratio * (1 - p);
    }
    return Math.min(1, 2 * p);
  }

  /**
   * The probability that a path leaves |i·m − j·n| &lt; reached, times 2^{@value #SCALE}: what
   * crosses the border is added up as it does, so that there is no difference of large numbers.
   */
  private static double scaledMassOutside(int n, int m, long reached, double[] work) {
    int all = n + m;
    double outside = 0;
    int previousLow = 0;
    int previousHigh = -1;
    for (int i = 0; i <= n; i++) {
      int low = (int) Math.max(0, Math.floorDiv((long) i * m - reached, n) + 1);
      int high = (int) Math.min(m, -Math.floorDiv(-((long) i * m + reached), n) - 1);
      for (int j = previousLow; j < low && j <= previousHigh; j++) {
        outside += work[j] * (n - i + 1) / (all - i + 1 - j);
      }
      double left = 0;
      for (int j = low; j <= high; j++) {
        double up = j <= previousHigh ? work[j] * (n - i + 1) : 0;
        left = (up + left * (m - j + 1)) / (all - i - j + 1);
        if (i == 0 && j == 0) {
          left = Math.scalb(1.0, SCALE);
        }
        work[j] = left;
      }
      if (high < m && high >= low) {
        outside += work[high] * (m - high) / (all - i - high);
      }
      previousLow = low;
      previousHigh = high;
    }
    return outside;
  }
}
