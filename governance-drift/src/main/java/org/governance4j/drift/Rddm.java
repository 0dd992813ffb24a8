package org.governance4j.drift;

/**
 * RDDM, the reactive drift detection method of Barros, Cabral, Gonçalves and Santos: {@link Ddm}
 * that does not grow deaf in long concepts.
 *
 * <p>p, s and their minimum are those of DDM, and besides:
 *
 * <ul>
 *   <li>A concept of {@code maxConcept} values without a warning is cut down to its last {@code
 *       minStable} values: p, s and their minimum are computed again from these alone.
 *   <li>A warning zone that has lasted {@code warnLimit} values is a drift.
 *   <li>After a drift the next concept starts with the values since its warning zone began (the
 *       last {@code minStable} of them, or the last value if there was no warning).
 * </ul>
 *
 * <p>As with {@link Ddm}, the minimum is looked for once there has been an error.
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>Nothing is reported before a concept has more than {@code warmStart} values.
 *   <li>{@code UP} only: fewer errors are no drift.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value of the
 *       warning zone that led to the drift; before and after are the error rates on its two sides.
 *       The statistic is p + s, the threshold its limit for a drift, which a drift by {@code
 *       warnLimit} does not exceed; there is no probability.
 * </ul>
 *
 * <p>O(1) time, but O(minStable) at the rare recomputations; {@code minStable} bits of memory, no
 * allocation. The configuration is immutable and shareable; a detector belongs to one owner and one
 * stream.
 *
 * <p>Barros, Cabral, Gonçalves, Santos: RDDM: Reactive drift detection method. Expert Systems with
 * Applications 90 (2017), doi:10.1016/j.eswa.2017.08.023.
 *
 * @param warmStart how many values of a concept come before the first report, at least 1
 * @param warningThreshold in standard deviations, positive, at most {@code driftThreshold}
 * @param driftThreshold in standard deviations, positive and finite
 * @param maxConcept the most values of a concept without a warning, above {@code minStable}
 * @param minStable how many values are kept of it, above {@code warmStart}, at most 2<sup>24</sup>
 * @param warnLimit how long a warning zone lasts at most, at least 1
 */
public record Rddm(
    int warmStart,
    double warningThreshold,
    double driftThreshold,
    int maxConcept,
    int minStable,
    int warnLimit)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Rddm {
    Limits.range("warmStart", warmStart, 1, (1 << 24) - 1);
    Limits.thresholds("warningThreshold", warningThreshold, "driftThreshold", driftThreshold);
    Limits.range("minStable", minStable, warmStart + 1, 1 << 24);
    Limits.range("maxConcept", maxConcept, minStable + 1, Integer.MAX_VALUE);
    Limits.range("warnLimit", warnLimit, 1, Integer.MAX_VALUE);
  }

  /**
   * The parameters of the paper: 129 values, 1.773 and 2.258 standard deviations, concepts of
   * 40,000 values cut to 7,000, warnings of at most 1,400.
   */
  public static Rddm defaults() {
    return new Rddm(129, 1.773, 2.258, 40_000, 7_000, 1_400);
  }

  @Override
  public String name() {
    return "RDDM";
  }

  /** The drift threshold. */
  @Override
  public double alarmLevel() {
    return driftThreshold;
  }

  @Override
  public Rddm withAlarmLevel(double level) {
    double warning = warningThreshold / driftThreshold * level;
    return new Rddm(warmStart, warning, level, maxConcept, minStable, warnLimit);
  }

  @Override
  public StreamingDetector start() {
    return new RddmState(this);
  }
}
