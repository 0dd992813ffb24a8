package org.governance4j.drift;

import java.util.Objects;

/**
 * The exponentially weighted moving average chart (EWMA): reports a change when the average of the
 * standardised values, in which older ones count ever less, leaves its exact control limits.
 *
 * <pre>
 *   z  = (x − mean) / sd
 *   Eₜ = alpha·z + (1 − alpha)·Eₜ₋₁,  E₀ = 0
 *   σₜ² = alpha/(2 − alpha) · (1 − (1 − alpha)²ᵗ)
 *   change if |Eₜ| > threshold · σₜ
 * </pre>
 *
 * <p>The reference is given by {@code mean} and {@code sd}, or, if both are NaN, learned from the
 * first {@code minInstances} values and then frozen, as {@link Cusum} says.
 *
 * <p>For independent normal values with a known reference, these pairs of alpha and threshold have
 * an average run length without a change of about 500 (published for the limits that t → ∞ gives;
 * the exact ones, narrower at first, report a little sooner): .05 and 2.615, .10 and 2.814, .20 and
 * 2.962, .25 and 2.998, .40 and 3.054. A small alpha finds small shifts.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>After a reported change the next value starts from nothing: the average at 0, a learned
 *       reference learned anew.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value since the
 *       average last was on the other side of the reference mean (Nishina's estimate), {@code
 *       before} the reference mean, {@code after} the mean of the values since. {@code statistic}
 *       is |E| / σₜ and {@code logP} its two-sided probability (one-sided if one side is watched)
 *       for independent normal values at this one position.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Roberts: Control Chart Tests Based on Geometric Moving Averages. Technometrics 1 (1959),
 * doi:10.1080/00401706.1959.10489860. Lucas, Saccucci: Exponentially Weighted Moving Average
 * Control Schemes. Technometrics 32 (1990), doi:10.1080/00401706.1990.10484583. Nishina: A
 * Comparison of Control Charts from the Viewpoint of Change-Point Estimation. Quality and
 * Reliability Engineering International 8 (1992).
 *
 * @param alpha the weight of the newest value, λ in the papers, in (0, 1]
 * @param threshold the width L of the limits in standard deviations of the average, above 0, at
 *     most 1e100
 * @param minInstances from how many values the reference is learned, at least 2; of no meaning if
 *     it is given
 * @param mode which changes are reported
 * @param mean the reference mean, magnitude at most 1e140; NaN to learn it
 * @param sd the reference standard deviation, from 1e-140 to 1e140; NaN to learn it
 */
public record Ewma(
    double alpha, double threshold, int minInstances, Side mode, double mean, double sd)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Ewma {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and at most 1: " + alpha);
    }
    Chart.requireThreshold("threshold", threshold);
    Chart.requireReference(mean, sd, minInstances);
    Objects.requireNonNull(mode, "mode");
  }

  /** A reference learned from 100 values, alpha .1, threshold 2.814, both sides. */
  public static Ewma defaults() {
    return new Ewma(.1, 2.814, 100, Side.BOTH, Double.NaN, Double.NaN);
  }

  /** The same with a reference that is known. */
  public Ewma withReference(double knownMean, double knownSd) {
    return new Ewma(alpha, threshold, minInstances, mode, knownMean, knownSd);
  }

  /** The same with another threshold. */
  public Ewma withThreshold(double value) {
    return new Ewma(alpha, value, minInstances, mode, mean, sd);
  }

  @Override
  public String name() {
    return "EWMA";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Ewma withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new EwmaState(this);
  }
}
