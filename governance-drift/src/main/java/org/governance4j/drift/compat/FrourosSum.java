package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * frouros' CUSUM, PageHinkley and GeometricMovingAverage: sums of what the values exceed their
 * running mean by, reported above a threshold. PageHinkley has no running minimum there.
 */
final class FrourosSum extends Follower {
  static final List<String> CUSUM_KEYS = List.of("delta", "lambda_", "min_num_instances");
  static final List<String> PAGE_HINKLEY_KEYS =
      List.of("delta", "lambda_", "min_num_instances", "alpha");
  static final List<String> AVERAGE_KEYS = List.of("alpha", "lambda_", "min_num_instances");

  private enum Kind {
    CUSUM,
    PAGE_HINKLEY,
    AVERAGE
  }

  private final Kind kind;
  private final double delta;
  private final double alpha;
  private final double lambda;
  private final int minInstances;
  private final RunningMean mean = new RunningMean();
  private double sum;

  private FrourosSum(String name, Kind kind, Settings settings, double alpha, double lambda) {
    super(name);
    this.kind = kind;
    this.delta = Arguments.number(settings, "delta", .005, 0, 1);
    this.alpha = Arguments.number(settings, "alpha", alpha, 0, 1);
    this.lambda = Arguments.number(settings, "lambda_", lambda, 0, Double.MAX_VALUE);
    this.minInstances = Arguments.count(settings, "min_num_instances", 30, 1);
  }

  static FrourosSum cusum(Settings settings) {
    return new FrourosSum("frouros:CUSUM", Kind.CUSUM, settings, 1, 50);
  }

  static FrourosSum pageHinkley(Settings settings) {
    return new FrourosSum("frouros:PageHinkley", Kind.PAGE_HINKLEY, settings, .9999, 50);
  }

  static FrourosSum average(Settings settings) {
    return new FrourosSum("frouros:GeometricMovingAverage", Kind.AVERAGE, settings, .99, 1);
  }

  @Override
  int step(double value) {
    mean.add(value);
    sum =
        switch (kind) {
          case CUSUM -> Math.max(0, sum + value - mean.mean - delta);
          case PAGE_HINKLEY -> alpha * sum + (value - mean.mean - delta);
          case AVERAGE -> alpha * sum + (1 - alpha) * (value - mean.mean);
        };
    return mean.n >= minInstances && sum > lambda ? DRIFT | UP : NONE;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    mean.clear();
    sum = 0;
  }

  @Override
  double statistic() {
    return sum;
  }

  @Override
  double threshold() {
    return lambda;
  }

  @Override
  double mean() {
    return mean.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("mean_error_rate", mean.mean, "sum_", sum);
  }
}
