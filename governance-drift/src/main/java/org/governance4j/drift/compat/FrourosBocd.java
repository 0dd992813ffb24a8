package org.governance4j.drift.compat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * frouros' Bayesian online change detection with normal values of known variance. It reports a
 * change when the likeliest run is not the longest.
 *
 * <p>Keeps the last row of the run-length matrix, so memory and time per value grow with the values
 * since the last change. The library has no limit; here there are at most {@value #LONGEST_RUN} (6
 * MiB, twice as much where the arrays have just grown).
 */
final class FrourosBocd extends Follower {
  static final String NAME = "frouros:BOCD";
  static final List<String> KEYS =
      List.of("hazard", "min_num_instances", "prior_mean", "prior_var", "data_var");
  private static final double LOG_ROOT_2_PI = StrictMath.log(StrictMath.sqrt(2 * Math.PI));
  private static final int FIRST_CAPACITY = 256;

  private static final int LONGEST_RUN = 1 << 17;

  private final int longestRun;
  private final double logHazard;
  private final double logStay;
  private final int minInstances;
  private final double priorMean;
  private final double dataVariance;

  /** By run length, the same in every row: precision, predictive deviation and its logarithm. */
  private double[] precision = new double[FIRST_CAPACITY];

  private double[] deviation = new double[FIRST_CAPACITY];
  private double[] logDeviation = new double[FIRST_CAPACITY];
  private int known;

  private double[] mean = new double[FIRST_CAPACITY];
  private double[] message = new double[FIRST_CAPACITY];
  private double[] work = new double[FIRST_CAPACITY];
  private int n;
  private double messageSum;
  private double predictedMean;
  private double predictedVariance;
  private double longest;

  FrourosBocd(Settings settings) {
    this(settings, LONGEST_RUN);
  }

  FrourosBocd(Settings settings, int longestRun) {
    super(NAME);
    this.longestRun = longestRun;
    double hazard = Arguments.number(settings, "hazard", .01, Double.MIN_VALUE, Math.nextDown(1.0));
    logHazard = StrictMath.log(hazard);
    logStay = StrictMath.log(1 - hazard);
    minInstances = Arguments.count(settings, "min_num_instances", 30, 1);
    priorMean = Arguments.number(settings, "prior_mean", 0);
    double priorVariance = Arguments.positive(settings, "prior_var", 1);
    dataVariance = Arguments.positive(settings, "data_var", 1);
    precision[0] = 1 / priorVariance;
    learn(0);
    known = 1;
    begin();
  }

  @Override
  int step(double value) {
    if (n == longestRun) {
      return REFUSED;
    }
    grow();
    n++;
    for (int k = 0; k < n; k++) {
      double x = (value - mean[k]) / deviation[k];
      work[k] = -(x * x) / 2.0 - LOG_ROOT_2_PI - logDeviation[k] + message[k];
    }
    predict(value);
    double change = logSumExp(work, n, logHazard);
    for (int k = n; k > 0; k--) {
      message[k] = work[k - 1] + logStay;
    }
    message[0] = change;
    messageSum = logSumExp(message, n + 1, 0);
    int likeliest = 0;
    for (int k = 1; k <= n; k++) {
      if (message[k] - messageSum > message[likeliest] - messageSum) {
        likeliest = k;
      }
    }
    longest = message[n] - messageSum;
    return n >= minInstances && likeliest != n ? DRIFT : NONE;
  }

  /** The means after this value, weighted by the run lengths before it. */
  private void predict(double value) {
    for (int k = n; k > 0; k--) {
      mean[k] = (mean[k - 1] * precision[k - 1] + value / dataVariance) / precision[k];
    }
    predictedMean = 0;
    predictedVariance = 0;
    for (int k = 0; k < n; k++) {
      double probability = StrictMath.exp(message[k] - messageSum);
      predictedMean += probability * mean[k];
      predictedVariance += probability * (1 / precision[k] + dataVariance);
    }
  }

  private static double logSumExp(double[] values, int n, double shift) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      max = Math.max(max, values[k] + shift);
    }
    double highest = Double.isInfinite(max) ? 0 : max;
    double sum = 0;
    for (int k = 0; k < n; k++) {
      double below = values[k] + shift - highest;
      // e^-750 is 0 in double arithmetic.
      sum += below > -750 ? StrictMath.exp(below) : 0;
    }
    return StrictMath.log(sum) + highest;
  }

  private void grow() {
    int length = n + 2;
    if (mean.length < length) {
      int capacity = 2 * mean.length;
      precision = Arrays.copyOf(precision, capacity);
      deviation = Arrays.copyOf(deviation, capacity);
      logDeviation = Arrays.copyOf(logDeviation, capacity);
      mean = Arrays.copyOf(mean, capacity);
      message = Arrays.copyOf(message, capacity);
      work = Arrays.copyOf(work, capacity);
    }
    for (; known < length; known++) {
      precision[known] = precision[known - 1] + 1 / dataVariance;
      learn(known);
    }
  }

  private void learn(int k) {
    deviation[k] = Math.sqrt(1 / precision[k] + dataVariance);
    logDeviation[k] = StrictMath.log(deviation[k]);
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    n = 0;
    mean[0] = priorMean;
    message[0] = 0;
    messageSum = 0;
    predictedMean = Double.NaN;
    predictedVariance = Double.NaN;
    longest = Double.NaN;
  }

  /** The logarithm of the probability that there was no change. */
  @Override
  double statistic() {
    return longest;
  }

  @Override
  double threshold() {
    return Double.NaN;
  }

  @Override
  double mean() {
    return n == 0 ? Double.NaN : mean[n];
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("predicted_mean", predictedMean, "predicted_var", predictedVariance);
  }
}
