package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** river's DDM. */
final class RiverDdm extends Follower {
  static final String NAME = "river:DDM";
  static final List<String> KEYS = List.of("warm_start", "warning_threshold", "drift_threshold");

  private final int warmStart;
  private final double warningThreshold;
  private final double driftThreshold;
  private final RunningMean p = new RunningMean();
  private double pMin;
  private double sMin;
  private double psMin;
  private double ps;

  RiverDdm(Settings settings) {
    super(NAME);
    warmStart = Arguments.count(settings, "warm_start", 30, Integer.MIN_VALUE);
    warningThreshold = Arguments.number(settings, "warning_threshold", 2);
    driftThreshold = Arguments.number(settings, "drift_threshold", 3);
    begin();
  }

  @Override
  int step(double value) {
    p.addByReciprocal(value);
    double variance = p.mean * (1 - p.mean) / p.n;
    if (variance < 0) {
      return REFUSED;
    }
    double s = Math.sqrt(variance);
    ps = p.mean + s;
    if (p.n <= warmStart) {
      return NONE;
    }
    if (ps <= psMin) {
      pMin = p.mean;
      sMin = s;
      psMin = pMin + sMin;
    }
    if (ps > pMin + driftThreshold * sMin) {
      return DRIFT;
    }
    return ps > pMin + warningThreshold * sMin ? WARNING : NONE;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    p.clear();
    ps = Double.NaN;
    pMin = Double.POSITIVE_INFINITY;
    sMin = Double.POSITIVE_INFINITY;
    psMin = Double.POSITIVE_INFINITY;
  }

  @Override
  double statistic() {
    return ps;
  }

  @Override
  double threshold() {
    return pMin + driftThreshold * sMin;
  }

  @Override
  double mean() {
    return p.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of("n", (double) p.n, "p", p.mean, "ps_min", psMin);
  }
}
