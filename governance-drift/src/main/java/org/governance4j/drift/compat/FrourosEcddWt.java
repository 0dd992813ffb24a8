package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** frouros' ECDD-WT with the paper's control limits for three average run lengths. */
final class FrourosEcddWt extends Follower {
  static final String NAME = "frouros:ECDDWT";
  static final List<String> KEYS =
      List.of("lambda_", "average_run_length", "warning_level", "min_num_instances");

  private final double lambda;
  private final double warningLevel;
  private final int minInstances;
  private final double[] limit;
  private final double share;
  private final RunningMean p = new RunningMean();
  private double z;
  private double threshold;

  FrourosEcddWt(Settings settings) {
    super(NAME);
    lambda = Arguments.number(settings, "lambda_", .2, 0, 1);
    warningLevel =
        Arguments.number(settings, "warning_level", .5, Double.MIN_VALUE, Math.nextDown(1.0));
    minInstances = Arguments.count(settings, "min_num_instances", 30, 1);
    limit = limit(settings.find("average_run_length").orElse("400"));
    share = lambda / (2 - lambda);
    begin();
  }

  /** The coefficients of 1, p, p³, p⁵ and p⁷; Ross et al. 2012, table 1. */
  private static double[] limit(String averageRunLength) {
    return switch (averageRunLength) {
      case "100" -> new double[] {2.76, -6.23, 18.12, -312.45, 1002.18};
      case "400" -> new double[] {3.97, -6.56, 48.73, -330.13, 848.18};
      case "1000" -> new double[] {1.17, 7.56, -21.24, 112.12, -987.23};
      default ->
          throw new IllegalArgumentException(
              "setting 'average_run_length' must be 100, 400 or 1000: " + averageRunLength);
    };
  }

  @Override
  int step(double value) {
    p.add(value);
    z = lambda * value + (1 - lambda) * z;
    if (p.n < minInstances) {
      return NONE;
    }
    double rate = p.mean;
    double spread =
        Math.sqrt(share * (1 - StrictMath.pow(1 - lambda, 2.0 * p.n)) * (rate * (1 - rate)));
    double control =
        limit[0]
            + limit[1] * rate
            + limit[2] * StrictMath.pow(rate, 3)
            + limit[3] * StrictMath.pow(rate, 5)
            + limit[4] * StrictMath.pow(rate, 7);
    threshold = rate + control * spread;
    if (z > threshold) {
      return DRIFT;
    }
    return z > rate + warningLevel * control * spread ? WARNING : NONE;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    p.clear();
    z = 0;
    threshold = Double.NaN;
  }

  @Override
  double statistic() {
    return z;
  }

  @Override
  double threshold() {
    return threshold;
  }

  @Override
  double mean() {
    return p.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("p", p.mean, "z", z);
  }
}
