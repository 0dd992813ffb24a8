package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** river's EDDM: the sample variance of the distances, and a warning that stays until an error. */
final class RiverEddm extends Follower {
  static final String NAME = "river:EDDM";
  static final List<String> KEYS = List.of("warm_start", "alpha", "beta");

  private final int warmStart;
  private final double alpha;
  private final double beta;
  private final RunningMean distances = new RunningMean();
  private double squares;
  private long n;
  private long lastError;
  private double p2sMax;
  private double ratio;
  private boolean warning;

  RiverEddm(Settings settings) {
    super(NAME);
    warmStart = Arguments.count(settings, "warm_start", 30, Integer.MIN_VALUE);
    alpha = Arguments.number(settings, "alpha", .95);
    beta = Arguments.number(settings, "beta", .9);
    if (alpha < beta) {
      throw new IllegalArgumentException(
          "setting 'beta' must be at most 'alpha', " + alpha + ": " + beta);
    }
    begin();
  }

  @Override
  int step(double value) {
    n++;
    boolean drift = value == 1 && error();
    return status(drift, warning);
  }

  private boolean error() {
    double distance = n - lastError;
    double before = distances.mean;
    distances.addByReciprocal(distance);
    squares += (distance - before) * (distance - distances.mean);
    lastError = n;
    if (n <= warmStart) {
      return false;
    }
    double p2s = distances.mean + 2 * Math.sqrt(variance());
    if (p2s > p2sMax) {
      p2sMax = p2s;
      return false;
    }
    if (distances.n <= warmStart) {
      return false;
    }
    ratio = p2s / p2sMax;
    if (ratio < beta) {
      return true;
    }
    warning = ratio < alpha;
    return false;
  }

  private double variance() {
    return distances.n < 2 ? 0 : squares / (distances.n - 1);
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    distances.clear();
    squares = 0;
    n = 0;
    lastError = 0;
    p2sMax = -1;
    ratio = Double.NaN;
    warning = false;
  }

  @Override
  double statistic() {
    return ratio;
  }

  @Override
  double threshold() {
    return beta;
  }

  @Override
  double mean() {
    return n == 0 ? Double.NaN : distances.n / (double) n;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of(
        "mean",
        distances.mean,
        "n_errors",
        (double) distances.n,
        "p2s_max",
        p2sMax,
        "var",
        variance());
  }
}
