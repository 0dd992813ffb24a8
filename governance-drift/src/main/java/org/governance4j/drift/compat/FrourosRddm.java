package org.governance4j.drift.compat;

import java.util.List;
import java.util.Map;
import org.governance4j.spi.Settings;

/**
 * frouros' RDDM. Its reset after a change leaves the kept predictions and the number of warnings as
 * they are, and when a concept has grown too long the value that comes next is not counted.
 */
final class FrourosRddm extends Follower {
  static final String NAME = "frouros:RDDM";
  static final List<String> KEYS =
      List.of(
          "warning_level",
          "drift_level",
          "max_concept_size",
          "min_concept_size",
          "max_num_instances_warning",
          "min_num_instances");
  private static final int MAX_KEPT = 1 << 24;

  private final double warningLevel;
  private final double driftLevel;
  private final int maxConcept;
  private final int maxWarnings;
  private final int minInstances;
  private final double[] kept;
  private int first;
  private int last;
  private int count;
  private final ErrorRate rate = new ErrorRate();
  private long n;
  private long warnings;
  private boolean warning;
  private boolean rebuild;
  private double reached;

  FrourosRddm(Settings settings) {
    super(NAME);
    warningLevel = Arguments.positive(settings, "warning_level", 1.773);
    driftLevel = Arguments.positive(settings, "drift_level", 2.258);
    Arguments.below("warning_level", warningLevel, "drift_level", driftLevel);
    maxConcept = Arguments.count(settings, "max_concept_size", 40_000, 1);
    kept = new double[Arguments.count(settings, "min_concept_size", 7_000, 1, MAX_KEPT)];
    maxWarnings = Arguments.count(settings, "max_num_instances_warning", 1_400, 0);
    minInstances = Arguments.count(settings, "min_num_instances", 129, 1);
    begin();
  }

  @Override
  int step(double value) {
    n++;
    if (rebuild) {
      rebuild();
    }
    keep(value);
    rate.mean.add(value);
    if (n < minInstances) {
      warning = false;
      return NONE;
    }
    reached = rate.reached(n);
    if (!rate.keepLowest(n)) {
      return REFUSED;
    }
    if (reached > rate.limit(driftLevel)) {
      warning = false;
      if (warnings == 0) {
        keepOnlyLast();
      }
      return DRIFT;
    }
    boolean drift = false;
    if (reached > rate.limit(warningLevel)) {
      if (warnings >= maxWarnings) {
        drift = true;
        keepOnlyLast();
      } else {
        warning = true;
        warnings++;
      }
    } else {
      warning = false;
      warnings = 0;
    }
    if (n >= maxConcept && !warning) {
      rebuild = true;
    }
    return status(drift, warning);
  }

  private void rebuild() {
    rate.clear();
    warnings = 0;
    n = 0;
    int from = first;
    for (int i = 0; i < count; i++) {
      n++;
      rate.mean.add(kept[from]);
      from = from + 1 == kept.length ? 0 : from + 1;
    }
    rebuild = false;
  }

  private void keep(double value) {
    if (count == kept.length) {
      first = first + 1 == kept.length ? 0 : first + 1;
      count--;
    }
    last = last + 1 == kept.length ? 0 : last + 1;
    kept[last] = value;
    count++;
  }

  private void keepOnlyLast() {
    first = last;
    count = 1;
  }

  @Override
  void restart() {
    rate.clear();
    n = 0;
    warning = false;
    rebuild = false;
    reached = Double.NaN;
  }

  @Override
  void begin() {
    restart();
    warnings = 0;
    first = 0;
    last = -1;
    count = 0;
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
        "num_warnings", (double) warnings,
        "error_rate", rate.mean.mean,
        "min_error_rate", rate.lowest,
        "min_std", rate.lowestStd);
  }
}
