package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * frouros' HDDM-W. The cut is found with lambda in the place of the significance, and the two-sided
 * test reports a change as soon as it has the least number of values: its answer on falls is a
 * tuple there, which counts as true.
 */
final class FrourosHddmW extends Follower {
  static final String NAME = "frouros:HDDMW";
  static final List<String> KEYS =
      List.of("alpha_d", "alpha_w", "two_sided_test", "lambda_", "min_num_instances");

  private final double driftLog;
  private final double warningLog;
  private final double cutLog;
  private final double lambda;
  private final boolean twoSided;
  private final int minInstances;
  private long n;
  private double total;
  private double totalBound;
  private double before;
  private double beforeBound;
  private double after;
  private double afterBound;
  private double cut;

  FrourosHddmW(Settings settings) {
    super(NAME);
    double drift = Arguments.number(settings, "alpha_d", .001, Double.MIN_VALUE, 1);
    double warning = Arguments.number(settings, "alpha_w", .005, Double.MIN_VALUE, 1);
    Arguments.below("alpha_d", drift, "alpha_w", warning);
    lambda = Arguments.number(settings, "lambda_", .05, Double.MIN_VALUE, 1);
    driftLog = StrictMath.log(1 / drift);
    warningLog = StrictMath.log(1 / warning);
    cutLog = StrictMath.log(1 / lambda);
    twoSided = Arguments.flag(settings, "two_sided_test", false);
    minInstances = Arguments.count(settings, "min_num_instances", 30, 1);
    begin();
  }

  @Override
  int step(double value) {
    n++;
    total = average(value, total);
    totalBound = bound(totalBound);
    double reached = total + Math.sqrt(totalBound * cutLog / 2);
    if (reached < cut) {
      cut = reached;
      before = total;
      beforeBound = totalBound;
      after = 0;
      afterBound = 1;
    } else {
      after = average(value, after);
      afterBound = bound(afterBound);
    }
    if (n < minInstances) {
      return NONE;
    }
    if (twoSided || after - before > limit(driftLog)) {
      return DRIFT;
    }
    return after - before > limit(warningLog) ? WARNING : NONE;
  }

  private double average(double value, double mean) {
    return lambda * value + (1 - lambda) * mean;
  }

  private double bound(double squares) {
    return lambda * lambda + (1 - lambda) * (1 - lambda) * squares;
  }

  private double limit(double log) {
    return Math.sqrt((beforeBound + afterBound) * log / 2);
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    n = 0;
    total = 0;
    totalBound = 1;
    before = 0;
    beforeBound = 1;
    after = 0;
    afterBound = 1;
    cut = Double.POSITIVE_INFINITY;
  }

  @Override
  double statistic() {
    return after - before;
  }

  @Override
  double threshold() {
    return limit(driftLog);
  }

  @Override
  double mean() {
    return total;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of();
  }
}
