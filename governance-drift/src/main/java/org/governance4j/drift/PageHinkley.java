package org.governance4j.drift;

import java.util.Objects;

/**
 * The two-sided Page-Hinkley test: sums up by how much the values exceed their running mean, and
 * reports a change when the sum has climbed by more than a threshold above its lowest point, or
 * fallen by more than the threshold below its highest.
 *
 * <pre>
 *   mₜ = mₜ₋₁ + (xₜ − mₜ₋₁) / t
 *   Uₜ = alpha·Uₜ₋₁ + xₜ − mₜ − delta      up   if Uₜ − min(U₀ … Uₜ) > threshold
 *   Lₜ = alpha·Lₜ₋₁ + xₜ − mₜ + delta      down if max(L₀ … Lₜ) − Lₜ > threshold
 *   U₀ = L₀ = 0,  t ≥ minInstances
 * </pre>
 *
 * <p>Both sums start at 0, which takes part in the extremes, as in Page's paper; as the first value
 * always equals its mean, leaving it out gives the same results. Forms without the running
 * extremes, which only see a sum that exceeds the threshold in itself, are another test. river's
 * {@code PageHinkley} gives the same detections.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>After a reported change the next value starts from nothing.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the value after the
 *       extreme; the mean before it is the running mean there, the mean after it that of the values
 *       since.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Page: Continuous Inspection Schemes. Biometrika 41 (1954), doi:10.1093/biomet/41.1-2.100.
 * Sebastião, Fernandes: Supporting the Page-Hinkley Test with Empirical Mode Decomposition for
 * Change Detection. ISMIS 2017, doi:10.1007/978-3-319-60438-1_48.
 *
 * @param minInstances no report before this many values, at least 1
 * @param delta the change of the mean that is tolerated, in the unit of the values, at least 0
 * @param threshold how far a sum may move from its extreme, in the unit of the values, positive
 * @param alpha what is left of the sum after each value, in (0, 1]; 1 forgets nothing
 * @param mode which changes are reported
 */
public record PageHinkley(int minInstances, double delta, double threshold, double alpha, Side mode)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public PageHinkley {
    if (minInstances < 1) {
      throw new IllegalArgumentException("minInstances must be at least 1: " + minInstances);
    }
    if (!(delta >= 0 && delta <= Range.LIMIT)) {
      throw new IllegalArgumentException("delta must be from 0 to " + Range.LIMIT + ": " + delta);
    }
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: " + threshold);
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha must be above 0 and at most 1: " + alpha);
    }
    Objects.requireNonNull(mode, "mode");
  }

  /** The usual parameters: 30 observations, delta .005, threshold 50, alpha .9999, both sides. */
  public static PageHinkley defaults() {
    return new PageHinkley(30, .005, 50, .9999, Side.BOTH);
  }

  /** The same with another threshold. */
  public PageHinkley withThreshold(double value) {
    return new PageHinkley(minInstances, delta, value, alpha, mode);
  }

  @Override
  public String name() {
    return "PageHinkley";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public PageHinkley withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new PageHinkleyState(this);
  }
}
