package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** river's HDDM_A, which takes any numbers and lets a fall add to what a rise has set. */
final class RiverHddmA extends Follower {
  static final String NAME = "river:HDDM_A";
  static final List<String> KEYS =
      List.of("drift_confidence", "warning_confidence", "two_sided_test");

  private final double driftLog;
  private final double driftLog2;
  private final double warningLog2;
  private final boolean twoSided;
  private final RunningMean min = new RunningMean();
  private final RunningMean max = new RunningMean();
  private final RunningMean z = new RunningMean();

  RiverHddmA(Settings settings) {
    super(NAME);
    double drift = Arguments.number(settings, "drift_confidence", .001, Double.MIN_VALUE, 1);
    double warning = Arguments.number(settings, "warning_confidence", .005, Double.MIN_VALUE, 1);
    driftLog = StrictMath.log(1.0 / drift);
    driftLog2 = StrictMath.log(2.0 / drift);
    warningLog2 = StrictMath.log(2.0 / warning);
    twoSided = Arguments.flag(settings, "two_sided_test", false);
  }

  @Override
  int step(double value) {
    z.addByReciprocal(value);
    if (min.n == 0) {
      min.set(z);
    }
    if (max.n == 0) {
      max.set(z);
    }
    double boundZ = bound(z.n);
    if (min.mean + bound(min.n) >= z.mean + boundZ) {
      min.set(z);
    }
    if (max.mean - bound(max.n) <= z.mean - boundZ) {
      max.set(z);
    }
    double rise = z.mean - min.mean;
    boolean drift = exceeds(rise, min, driftLog2);
    boolean warning = !drift && exceeds(rise, min, warningLog2);
    if (twoSided) {
      double fall = max.mean - z.mean;
      if (exceeds(fall, max, driftLog2)) {
        drift = true;
      } else if (exceeds(fall, max, warningLog2)) {
        warning = true;
      }
    }
    return status(drift, warning);
  }

  private double bound(long n) {
    return Math.sqrt(1.0 / (2.0 * n) * driftLog);
  }

  private boolean exceeds(double change, RunningMean cut, double log) {
    return cut.n != z.n && change >= limit(cut, log);
  }

  private double limit(RunningMean cut, double log) {
    double m = (double) (z.n - cut.n) / cut.n * (1.0 / z.n);
    return Math.sqrt(m / 2 * log);
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    min.clear();
    max.clear();
    z.clear();
  }

  @Override
  double statistic() {
    return z.mean - min.mean;
  }

  @Override
  double threshold() {
    return min.n == z.n ? Double.NaN : limit(min, driftLog2);
  }

  @Override
  double mean() {
    return z.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of(
        "n",
        (double) z.n,
        "z",
        z.mean,
        "n_min",
        (double) min.n,
        "x_min",
        min.mean,
        "n_max",
        (double) max.n,
        "x_max",
        max.mean);
  }
}
