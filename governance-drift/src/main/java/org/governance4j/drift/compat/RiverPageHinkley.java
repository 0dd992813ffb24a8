package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/** river's Page-Hinkley test, whose highest fall starts at -1. */
final class RiverPageHinkley extends Follower {
  static final String NAME = "river:PageHinkley";
  static final List<String> KEYS = List.of("min_instances", "delta", "threshold", "alpha", "mode");

  private final long minInstances;
  private final double delta;
  private final double threshold;
  private final double alpha;
  private final boolean up;
  private final boolean down;
  private final RunningMean mean = new RunningMean();
  private double sumIncrease;
  private double sumDecrease;
  private double minIncrease;
  private double maxDecrease;

  RiverPageHinkley(Settings settings) {
    super(NAME);
    minInstances = settings.integer("min_instances", 30, Integer.MIN_VALUE, Integer.MAX_VALUE);
    delta = Arguments.number(settings, "delta", .005);
    threshold = Arguments.number(settings, "threshold", 50);
    alpha = Arguments.number(settings, "alpha", 1 - .0001);
    String mode = settings.find("mode").orElse("both");
    if (!List.of("up", "down", "both").contains(mode)) {
      throw new IllegalArgumentException("setting 'mode' must be up, down or both: " + mode);
    }
    up = !mode.equals("down");
    down = !mode.equals("up");
    begin();
  }

  @Override
  int step(double value) {
    mean.addByReciprocal(value);
    double deviation = value - mean.mean;
    sumIncrease = alpha * sumIncrease + deviation - delta;
    sumDecrease = alpha * sumDecrease + deviation + delta;
    minIncrease = Math.min(minIncrease, sumIncrease);
    maxDecrease = Math.max(maxDecrease, sumDecrease);
    if (mean.n < minInstances) {
      return NONE;
    }
    boolean rose = up && sumIncrease - minIncrease > threshold;
    boolean fell = down && maxDecrease - sumDecrease > threshold;
    return rose ? DRIFT | UP : fell ? DRIFT | DOWN : NONE;
  }

  @Override
  void restart() {
    begin();
  }

  @Override
  void begin() {
    mean.clear();
    sumIncrease = 0;
    sumDecrease = 0;
    minIncrease = Double.POSITIVE_INFINITY;
    maxDecrease = -1;
  }

  @Override
  double statistic() {
    double rise = up ? sumIncrease - minIncrease : Double.NEGATIVE_INFINITY;
    double fall = down ? maxDecrease - sumDecrease : Double.NEGATIVE_INFINITY;
    return Math.max(rise, fall);
  }

  @Override
  double threshold() {
    return threshold;
  }

  @Override
  double mean() {
    return mean.mean;
  }

  @Override
  public Map<String, Double> trace() {
    return Map.of(
        "mean", mean.mean,
        "sum_increase", sumIncrease,
        "sum_decrease", sumDecrease,
        "min_increase", minIncrease,
        "max_decrease", maxDecrease);
  }
}
