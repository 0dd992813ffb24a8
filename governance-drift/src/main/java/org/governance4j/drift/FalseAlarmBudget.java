package org.governance4j.drift;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares the expected run length of a monitor among its streams. With S independent streams that
 * each have their first false alarm with the same probability at every prediction, the first of any
 * comes after ERT predictions on average if each has, alone, a run length of
 *
 * <pre>
 *   1 / (1 − (1 − 1/ERT)^(1/S))
 * </pre>
 *
 * @param whole the expected run length of the monitor, in predictions
 * @param streams how many streams it has
 */
record FalseAlarmBudget(double whole, int streams) {

  /** The expected run length of each stream, in predictions. */
  double each() {
    return -1 / Math.expm1(Math.log1p(-1 / whole) / streams);
  }

  /**
   * A configuration whose run length is that of each stream.
   *
   * @param perValue how many predictions make one value. A stream of blocks whose share is less
   *     than the table has gets the least that the table has: its alarms are rarer than they might
   *     be
   * @param model what its values are like; null for any
   * @throws IllegalArgumentException if the table has no such run length
   */
  Adwin calibrated(Adwin config, int perValue, @Nullable StreamModel model) {
    double ert = each() / perValue;
    if (perValue > 1) {
      ert = Math.max(ert, least(config));
    }
    double values = ert;
    return told(config, () -> (Adwin) Calibration.calibrated(config, values, model));
  }

  private Adwin told(Adwin config, Supplier<Adwin> choice) {
    try {
      return choice.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expectedRunLength "
              + whole
              + " of "
              + streams
              + " streams is one of "
              + each()
              + " for each, which "
              + config
              + " cannot be given: "
              + e.getMessage(),
          e);
    }
  }

  private static double least(Adwin config) {
    return Calibration.table().stream()
        .filter(row -> row.isFor(config))
        .mapToDouble(Threshold::ert)
        .min()
        .orElse(1);
  }
}
