package org.governance4j.drift.compat;

/**
 * The error rate of frouros' DDM and RDDM with the lowest sum of rate and standard deviation so
 * far. Out of [0, 1] the deviation is NaN, which nothing exceeds.
 */
final class ErrorRate {
  final RunningMean mean = new RunningMean();
  double lowest;
  double lowestStd;

  private double std(long n) {
    return Math.sqrt(mean.mean * (1 - mean.mean) / n);
  }

  double reached(long n) {
    return mean.mean + std(n);
  }

  /** Takes the present rate over if it is lower; false where the library refuses it. */
  boolean keepLowest(long n) {
    if (reached(n) < lowest + lowestStd) {
      lowest = mean.mean;
      lowestStd = std(n);
    }
    return lowest >= 0;
  }

  double limit(double level) {
    return lowest + level * lowestStd;
  }

  void clear() {
    mean.clear();
    lowest = Double.POSITIVE_INFINITY;
    lowestStd = Double.POSITIVE_INFINITY;
  }
}
