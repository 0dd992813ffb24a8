package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** frouros' EDDM: the population variance, and flags that every value without an error clears. */
final class FrourosEddm extends Follower {
  static final String NAME = "frouros:EDDM";
  static final List<String> KEYS =
      List.of("alpha", "beta", "level", "min_num_misclassified_instances");

  private final double alpha;
  private final double beta;
  private final double level;
  private final int minErrors;
  private long n;
  private long errors;
  private long lastError;
  private double mean;
  private double oldMean;
  private double squares;
  private double std;
  private double max;
  private double ratio;
  private boolean drift;
  private boolean warning;

  FrourosEddm(Settings settings) {
    super(NAME);
    alpha = Arguments.number(settings, "alpha", .95);
    beta = Arguments.positive(settings, "beta", .9);
    Arguments.below("beta", beta, "alpha", alpha);
    level = Arguments.positive(settings, "level", 2);
    minErrors = Arguments.count(settings, "min_num_misclassified_instances", 30, 0);
    begin();
  }

  @Override
  int step(double value) {
    n++;
    if (value == 1) {
      error();
    } else {
      drift = false;
      warning = false;
    }
    return status(drift, warning);
  }

  private void error() {
    errors++;
    double distance = n - lastError;
    oldMean = mean;
    mean += (distance - mean) / errors;
    squares += (distance - mean) * (distance - oldMean);
    std = Math.sqrt(squares / errors);
    lastError = n;
    if (n < minErrors) {
      return;
    }
    double reached = mean + level * std;
    if (reached > max) {
      max = reached;
      drift = false;
      warning = false;
    } else if (errors >= minErrors) {
      ratio = reached / max;
      drift = ratio < beta;
      warning = !drift && ratio < alpha;
    }
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    n = 0;
    errors = 0;
    lastError = 0;
    mean = 0;
    oldMean = 0;
    squares = 0;
    std = 0;
    max = Double.NEGATIVE_INFINITY;
    ratio = Double.NaN;
    drift = false;
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
    return n == 0 ? Double.NaN : errors / (double) n;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of(
        "last_distance_error", (double) lastError,
        "max_distance_threshold", max,
        "mean_distance_error", mean,
        "num_misclassified_instances", (double) errors,
        "old_mean_distance_error", oldMean,
        "std_distance_error", std,
        "variance_distance_error", squares);
  }
}
