package org.governance4j.drift;

import java.util.Arrays;
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
 * <p>A stream whose share is less than the least that there is a level for gets that least one: its
 * alarms are rarer than they might be.
 *
 * @param whole the expected run length of the monitor, in predictions
 * @param streams how many streams it has
 */
record FalseAlarmBudget(double whole, int streams) {

  /**
   * Run lengths of {@link Scaled} before ADWIN on normal values, whatever their mean and deviation,
   * and the levels that have them. Found with 1,000 runs (400 from 300,000 on) of seed 1 by {@link
   * Calibration#search} for that pair; measured anew by FalseAlarmBudgetTest.
   */
  private static final double[] SCALED_RUN_LENGTHS = {20_000, 50_000, 100_000, 300_000};

  private static final double[] SCALED_LEVELS = {.1216, .6958, 1.1394, 1.9101};

  /** The expected run length of each stream, in predictions. */
  double each() {
    return -1 / Math.expm1(Math.log1p(-1 / whole) / streams);
  }

  /**
   * For streams of values in any unit, which are scaled.
   *
   * @param config any confidence
   * @throws IllegalArgumentException if there is no level for so long a run length, or for the
   *     other parameters
   */
  Adwin scaled(Adwin config) {
    String parameters = ThresholdTable.parameters(config);
    if (!parameters.equals(ThresholdTable.parameters(Adwin.defaults()))) {
      throw refusal(
          config, "levels of scaled values are known for the usual parameters only", null);
    }
    double ert = Math.max(each(), SCALED_RUN_LENGTHS[0]);
    double most = SCALED_RUN_LENGTHS[SCALED_RUN_LENGTHS.length - 1];
    if (ert > most) {
      throw refusal(config, "that of scaled values is at most " + most, null);
    }
    double[] logs = Arrays.stream(SCALED_RUN_LENGTHS).map(Math::log).toArray();
    return config.withAlarmLevel(MonotoneCubic.at(Math.log(ert), logs, SCALED_LEVELS));
  }

  /**
   * For streams of zeros and ones, or of their means, whatever their share of ones.
   *
   * @param config any confidence
   * @param perValue how many predictions make one value
   * @throws IllegalArgumentException if the table has no level for so long a run length, or for the
   *     other parameters
   */
  Adwin rates(Adwin config, int perValue) {
    double ert = Math.max(each() / perValue, least(config));
    try {
      return (Adwin) Calibration.calibrated(config, ert, null);
    } catch (IllegalArgumentException e) {
      throw refusal(config, e.getMessage(), e);
    }
  }

  private IllegalArgumentException refusal(
      Adwin config, @Nullable String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "expectedRunLength %s of %d streams needs %.0f for each, which %s cannot have: %s; at most %.0f for so many streams of the usual parameters"
            .formatted(whole, streams, each(), config, why, most()),
        cause);
  }

  /** The longest run length of so many streams that there are levels for. */
  private double most() {
    Adwin usual = Adwin.defaults();
    double rates =
        Calibration.table().stream()
            .filter(row -> row.isFor(usual))
            .mapToDouble(Threshold::ert)
            .max()
            .orElse(1);
    double each = Math.min(rates, SCALED_RUN_LENGTHS[SCALED_RUN_LENGTHS.length - 1]);
    return -1 / Math.expm1(streams * Math.log1p(-1 / each));
  }

  private static double least(Adwin config) {
    return Calibration.table().stream()
        .filter(row -> row.isFor(config))
        .mapToDouble(Threshold::ert)
        .min()
        .orElse(1);
  }
}
