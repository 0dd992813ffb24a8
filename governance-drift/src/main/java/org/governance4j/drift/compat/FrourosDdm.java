package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** frouros' DDM. */
final class FrourosDdm extends Follower {
  static final String NAME = "frouros:DDM";
  static final List<String> KEYS = List.of("warning_level", "drift_level", "min_num_instances");

  private final double warningLevel;
  private final double driftLevel;
  private final int minInstances;
  private final ErrorRate rate = new ErrorRate();
  private double reached;

  FrourosDdm(Settings settings) {
    super(NAME);
    warningLevel = Arguments.positive(settings, "warning_level", 2);
    driftLevel = Arguments.positive(settings, "drift_level", 3);
    Arguments.below("warning_level", warningLevel, "drift_level", driftLevel);
    minInstances = Arguments.count(settings, "min_num_instances", 30, 1);
    begin();
  }

  @Override
  int step(double value) {
    rate.mean.add(value);
    if (rate.mean.n < minInstances) {
      return NONE;
    }
    reached = rate.reached(rate.mean.n);
    if (!rate.keepLowest(rate.mean.n)) {
      return REFUSED;
    }
    if (reached > rate.limit(driftLevel)) {
      return DRIFT;
    }
    return reached > rate.limit(warningLevel) ? WARNING : NONE;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    rate.clear();
    reached = Double.NaN;
  }

  @Override
  double statistic() {
    return reached;
  }

  @Override
  double threshold() {
    return rate.limit(driftLevel);
  }

  @Override
  double mean() {
    return rate.mean.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of(
        "error_rate", rate.mean.mean, "min_error_rate", rate.lowest, "min_std", rate.lowestStd);
  }
}
