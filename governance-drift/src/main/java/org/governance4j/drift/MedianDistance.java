package org.governance4j.drift;

/** The bandwidth of a Gaussian kernel by the median heuristic. */
final class MedianDistance {

  private static final double LEAST = 1e-140;

  private MedianDistance() {}

  /**
   * The (lower) median of the distances of all pairs; if it is zero, as for values of which one is
   * very frequent, their root mean square; if that is zero too, 1.
   *
   * @param sorted at least two values in ascending order
   */
  static double bandwidth(double[] sorted) {
    double median = median(sorted);
    if (median > LEAST) {
      return median;
    }
    double root = rootMeanSquare(sorted);
    return root > LEAST ? root : 1;
  }

  /**
   * Bisects over the doubles themselves, whose bits are ordered as they are; O(64 n), no memory.
   */
  private static double median(double[] sorted) {
    long pairs = (long) sorted.length * (sorted.length - 1) / 2;
    long half = (pairs + 1) / 2;
    long low = 0;
    long high = Double.doubleToLongBits(sorted[sorted.length - 1] - sorted[0] + 0.0);
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (countUpTo(sorted, Double.longBitsToDouble(middle)) >= half) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Double.longBitsToDouble(low);
  }

  private static long countUpTo(double[] sorted, double distance) {
    long count = 0;
    int from = 0;
    for (int i = 0; i < sorted.length; i++) {
      while (sorted[i] - sorted[from] > distance) {
        from++;
      }
      count += i - from;
    }
    return count;
  }

  private static double rootMeanSquare(double[] sorted) {
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < sorted.length; i++) {
      double apart = sorted[i] - mean;
      mean += apart / (i + 1);
      squares += apart * (sorted[i] - mean);
    }
    return Math.sqrt(2 * squares / (sorted.length - 1));
  }
}
