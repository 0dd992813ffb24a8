package org.governance4j.drift;

import java.util.Objects;

/**
 * HDDM_W, the drift detection method of Frías-Blanco and others by McDiarmid's bound: HDDM_A with
 * averages that weigh recent values more.
 *
 * <p>x̂ is the exponentially weighted average, which starts with the first value, and D the sum of
 * its squared weights; ε(D) = √(D·ln(1/driftConfidence)/2):
 *
 * <pre>
 *   x̂₁ = x₁, x̂ₜ = (1 − lambda)·x̂ₜ₋₁ + lambda·xₜ;  D₁ = 1, Dₜ = (1 − lambda)²·Dₜ₋₁ + lambda²
 *   a = the t with the lowest x̂ₜ + ε(Dₜ) so far
 *   ŷ, E: average and squared weights of the values after a alone
 *   up  if ŷ − x̂ₐ ≥ √( (Dₐ + E)·ln(1/confidence)/2 )
 * </pre>
 *
 * <p>with the warning's or the drift's confidence; {@code down} likewise with the highest x̂ₜ −
 * ε(Dₜ). Of two sides, each has half the confidence: ln(2/confidence). The bound holds for values
 * of any distribution in [0, 1], at each single t; over a long stream there are many of them.
 *
 * <ul>
 *   <li>Values: errors or losses in [0, 1]; everything else is refused.
 *   <li>No warm-up: the bounds are wide at first.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the value after the last
 *       at which ŷ − x̂ₐ was below half of the warning's bound; before and after are x̂ₐ and ŷ. The
 *       statistic is their difference, the threshold its bound for a drift, logP the logarithm of
 *       the bound of such a difference's probability.
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
 * @param lambda the weight of the newest value, above 0 and below 1
 * @param mode which changes are reported
 */
public record HddmW(double driftConfidence, double warningConfidence, double lambda, Side mode)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public HddmW {
    Limits.confidences("warningConfidence", warningConfidence, "driftConfidence", driftConfidence);
    Limits.between("lambda", lambda, 0, 1);
    Objects.requireNonNull(mode, "mode");
  }

  /** The usual parameters: confidences .001 and .005, lambda .05, only errors that become more. */
  public static HddmW defaults() {
    return new HddmW(.001, .005, .05, Side.UP);
  }

  @Override
  public String name() {
    return "HDDM_W";
  }

  /** −ln driftConfidence. */
  @Override
  public double alarmLevel() {
    return -Math.log(driftConfidence);
  }

  @Override
  public HddmW withAlarmLevel(double level) {
    double drift = Limits.confidence(level);
    double warning = Limits.proportional(warningConfidence, driftConfidence, level);
    return new HddmW(drift, Math.max(drift, warning), lambda, mode);
  }

  @Override
  public StreamingDetector start() {
    return new HddmWState(this);
  }
}
