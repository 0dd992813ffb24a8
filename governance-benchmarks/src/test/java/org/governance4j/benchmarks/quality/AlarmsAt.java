package org.governance4j.benchmarks.quality;

import java.util.Map;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;

/** Gives its alarms after fixed numbers of values, each with a fixed place of the change. */
final class AlarmsAt implements DriftDetector {

  private final Map<Long, Long> changes;
  private long last = -1;

  /**
   * Of alarms by position, counted from 0.
   *
   * @param changes the change index of each
   */
  AlarmsAt(Map<Long, Long> changes) {
    this.changes = changes;
  }

  @Override
  public int update(double value) {
    if (Double.isNaN(value)) {
      return REFUSED;
    }
    last++;
    return changes.containsKey(last) ? DRIFT : NONE;
  }

  @Override
  public DriftEvent lastEvent() {
    Long change = changes.get(last);
    return new DriftEvent(
        name(),
        change == null ? NONE : DRIFT,
        last,
        change == null ? -1 : change,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  @Override
  public void reset() {
    last = -1;
  }

  @Override
  public String name() {
    return "alarms at fixed places";
  }
}
