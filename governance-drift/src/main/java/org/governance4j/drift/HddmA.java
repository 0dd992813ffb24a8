package org.governance4j.drift;

import java.util.Objects;

/**
 * HDDM_A, the drift detection method of Frías-Blanco and others by Hoeffding's bound: holds the
 * mean of all values against the mean up to the point at which it was most surely low (or high).
 *
 * <p>After n values of mean x̄ₙ, with ε(n) = √(ln(1/driftConfidence)/(2n)):
 *
 * <pre>
 *   a = the n with the lowest x̄ₙ + ε(n) so far, the last of equals
 *   up  if x̄ₙ − x̄ₐ ≥ √( (n − a)/(2·a·n)·ln(1/confidence) )
 * </pre>
 *
 * <p>with the warning's or the drift's confidence; {@code down} likewise with the highest x̄ₙ −
 * ε(n). Of two sides, each has half the confidence: ln(2/confidence). The bound holds for values of
 * any distribution in [0, 1], at each single n; over a long stream there are many of them.
 *
 * <ul>
 *   <li>Values: errors or losses in [0, 1]; everything else is refused.
 *   <li>No warm-up: the bounds are wide at first.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the value after a; before
 *       and after are the means on its two sides. The statistic is |x̄ₙ − x̄ₐ|, the threshold its
 *       bound for a drift, logP the logarithm of the bound of such a difference's probability.
 *   <li>A side that is not watched is not reported and changes nothing.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Frías-Blanco, del Campo-Ávila, Ramos-Jiménez, Morales-Bueno, Ortiz-Díaz, Caballero-Mota:
 * Online and Non-Parametric Drift Detection Methods Based on Hoeffding's Bounds. IEEE Transactions
 * on Knowledge and Data Engineering 27 (2015), doi:10.1109/TKDE.2014.2345382.
 *
 * @param driftConfidence the probability of a false drift at one value, between 0 and 1
 * @param warningConfidence the same of a warning, at least {@code driftConfidence} and below 1
 * @param mode which changes are reported
 */
public record HddmA(double driftConfidence, double warningConfidence, Side mode)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public HddmA {
    Limits.confidences("warningConfidence", warningConfidence, "driftConfidence", driftConfidence);
    Objects.requireNonNull(mode, "mode");
  }

  /** The usual parameters: confidences .001 and .005, only errors that become more. */
  public static HddmA defaults() {
    return new HddmA(.001, .005, Side.UP);
  }

  @Override
  public String name() {
    return "HDDM_A";
  }

  /** −ln driftConfidence. */
  @Override
  public double alarmLevel() {
    return -Math.log(driftConfidence);
  }

  @Override
  public HddmA withAlarmLevel(double level) {
    double drift = Limits.confidence(level);
    double warning = Limits.proportional(warningConfidence, driftConfidence, level);
    return new HddmA(drift, Math.max(drift, warning), mode);
  }

  @Override
  public StreamingDetector start() {
    return new HddmAState(this);
  }
}
