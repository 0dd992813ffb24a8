package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * frouros' HDDM-A. Its fall is tested even where the cut is the present value, when both sides of
 * the test are 0 and count as a change.
 */
final class FrourosHddmA extends Follower {
  static final String NAME = "frouros:HDDMA";
  static final List<String> KEYS =
      List.of("alpha_d", "alpha_w", "two_sided_test", "min_num_instances");

  private final double driftLog;
  private final double warningLog;
  private final boolean twoSided;
  private final int minInstances;
  private final RunningMean x = new RunningMean();
  private final RunningMean y = new RunningMean();
  private final RunningMean z = new RunningMean();

  FrourosHddmA(Settings settings) {
    super(NAME);
    double drift = Arguments.number(settings, "alpha_d", .001, Double.MIN_VALUE, 1);
    double warning = Arguments.number(settings, "alpha_w", .005, Double.MIN_VALUE, 1);
    Arguments.below("alpha_d", drift, "alpha_w", warning);
    driftLog = StrictMath.log(1 / drift);
    warningLog = StrictMath.log(1 / warning);
    twoSided = Arguments.flag(settings, "two_sided_test", false);
    minInstances = Arguments.count(settings, "min_num_instances", 30, 1);
  }

  @Override
  int step(double value) {
    z.add(value);
    if (x.n == 0) {
      x.set(z);
    }
    if (y.n == 0) {
      y.set(z);
    }
    double boundZ = bound(z.n);
    if (z.mean + boundZ <= x.mean + bound(x.n)) {
      x.set(z);
    }
    if (y.mean - bound(y.n) <= z.mean - boundZ) {
      y.set(z);
    }
    if (z.n < minInstances || z.n == x.n) {
      return NONE;
    }
    double rise = z.mean - x.mean;
    boolean drift = rise >= limit(x, driftLog);
    boolean warning = !drift && rise >= limit(x, warningLog);
    if (twoSided) {
      double fall = y.mean - z.mean;
      boolean fell = fall >= limit(y, driftLog);
      warning |= !fell && fall >= limit(y, warningLog);
      drift |= fell;
    }
    return drift ? DRIFT : status(false, warning);
  }

  private double bound(long n) {
    return Math.sqrt(driftLog / (2.0 * n));
  }

  private double limit(RunningMean cut, double log) {
    return Math.sqrt((z.n - cut.n) / (2.0 * cut.n * z.n) * log);
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    x.clear();
    y.clear();
    z.clear();
  }

  @Override
  double statistic() {
    return z.mean - x.mean;
  }

  @Override
  double threshold() {
    return z.n == 0 ? Double.NaN : limit(x, driftLog);
  }

  @Override
  double mean() {
    return z.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of();
  }
}
