package org.governance4j.drift.compat;

import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/**
 * What the detectors of this package have in common: they refuse what is not finite, and say of a
 * change what the implementations they follow say, which is little.
 */
abstract class ReferenceDetector implements DriftDetector, Traced {

  /** The largest magnitude taken: its squares can be added up without end. */
  private static final double LIMIT = 1e140;

  private final String name;
  private long seen;
  private int status;
  private boolean failed;

  ReferenceDetector(String name) {
    this.name = name;
  }

  /**
   * Takes a value.
   *
   * @return the status, or {@code REFUSED} where the implementation raises an error
   */
  abstract int take(double value);

  /** The mean after the last value as the implementation estimates it, NaN if it does not. */
  abstract double mean();

  /** What the implementation holds against {@link #threshold}, NaN where it does not say. */
  double statistic() {
    return Double.NaN;
  }

  /** The limit of {@link #statistic}, NaN where there is none. */
  double threshold() {
    return Double.NaN;
  }

  /** Starts anew; also before the first value. */
  abstract void clear();

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int update(double value) {
    if (failed || !(Math.abs(value) <= LIMIT)) {
      return REFUSED;
    }
    int answer = take(value);
    if (answer == REFUSED) {
      failed = true;
      return REFUSED;
    }
    seen++;
    status = answer;
    return answer;
  }

  @Override
  public final DriftEvent lastEvent() {
    double mean = seen == 0 || failed ? Double.NaN : mean();
    return new DriftEvent(
        name, status, seen - 1, -1, statistic(), threshold(), Double.NaN, Double.NaN, mean);
  }

  @Override
  public final void reset() {
    seen = 0;
    status = NONE;
    failed = false;
    clear();
  }
}
