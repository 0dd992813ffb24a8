package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** river's HDDM_W, whose averages begin anew whenever they are exactly 0. */
final class RiverHddmW extends Follower {
  static final String NAME = "river:HDDM_W";
  static final List<String> KEYS =
      List.of("drift_confidence", "warning_confidence", "lambda_val", "two_sided_test");

  private final double driftLog;
  private final double warningLog;
  private final double lambda;
  private final boolean twoSided;
  private final Sample total = new Sample();
  private final Sample riseBefore = new Sample();
  private final Sample riseAfter = new Sample();
  private final Sample fallBefore = new Sample();
  private final Sample fallAfter = new Sample();
  private double riseCut;
  private double fallCut;

  RiverHddmW(Settings settings) {
    super(NAME);
    double drift = Arguments.number(settings, "drift_confidence", .001, Double.MIN_VALUE, 1);
    double warning = Arguments.number(settings, "warning_confidence", .005, Double.MIN_VALUE, 1);
    driftLog = StrictMath.log(1 / drift);
    warningLog = StrictMath.log(1 / warning);
    lambda = Arguments.number(settings, "lambda_val", .05, 0, 1);
    twoSided = Arguments.flag(settings, "two_sided_test", false);
    begin();
  }

  @Override
  int step(double value) {
    total.add(value, lambda);
    double bound = Math.sqrt(total.ibc * driftLog / 2);
    if (total.mean + bound < riseCut) {
      riseCut = total.mean + bound;
      riseBefore.set(total);
      riseAfter.clear();
    } else {
      riseAfter.add(value, lambda);
    }
    boolean drift = rose(riseBefore, riseAfter, driftLog);
    boolean warning = !drift && rose(riseBefore, riseAfter, warningLog);
    if (total.mean - bound > fallCut) {
      fallCut = total.mean - bound;
      fallBefore.set(total);
      fallAfter.clear();
    } else {
      fallAfter.add(value, lambda);
    }
    if (twoSided) {
      if (rose(fallAfter, fallBefore, driftLog)) {
        drift = true;
      } else if (rose(fallAfter, fallBefore, warningLog)) {
        warning = true;
      }
    }
    return status(drift, warning);
  }

  private static boolean rose(Sample from, Sample to, double log) {
    return from.any && to.any && to.mean - from.mean > Math.sqrt((from.ibc + to.ibc) * log / 2);
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    total.clear();
    riseBefore.clear();
    riseAfter.clear();
    fallBefore.clear();
    fallAfter.clear();
    riseCut = Double.POSITIVE_INFINITY;
    fallCut = Double.NEGATIVE_INFINITY;
  }

  @Override
  double statistic() {
    return riseAfter.mean - riseBefore.mean;
  }

  @Override
  double threshold() {
    return Math.sqrt((riseBefore.ibc + riseAfter.ibc) * driftLog / 2);
  }

  @Override
  double mean() {
    return total.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of(
        "total", total.mean,
        "ibc", total.ibc,
        "s1_incr", riseBefore.mean,
        "s2_incr", riseAfter.mean);
  }

  /** A weighted average and the sum of its squared weights, which starts at 1. */
  private static final class Sample {
    private double mean;
    private double ibc = 1;
    private boolean any;

    void add(double value, double lambda) {
      mean = mean == 0 ? value : lambda * value + (1 - lambda) * mean;
      ibc = lambda * lambda + (1 - lambda) * (1 - lambda) * ibc;
      any = true;
    }

    void set(Sample other) {
      mean = other.mean;
      ibc = other.ibc;
      any = other.any;
    }

    void clear() {
      mean = 0;
      ibc = 1;
      any = false;
    }
  }
}
