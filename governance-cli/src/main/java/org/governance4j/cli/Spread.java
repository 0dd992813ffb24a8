package org.governance4j.cli;

import java.util.Arrays;

/**
 * How measured values lie: extremes, quartiles and median, the last three interpolated linearly
 * between order statistics (type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages,
 * The American Statistician 50:4, 1996).
 */
record Spread(double min, double q1, double median, double q3, double max) {
  /** Of at least one value. */
  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        sorted[0],
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  private static double quantile(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
