package org.governance4j.drift;

/**
 * DDM, the drift detection method of Gama, Medas, Castillo and Rodrigues: a control chart of a
 * model's error rate, which should fall or stay as long as nothing changes.
 *
 * <p>After n values, k of them errors:
 *
 * <pre>
 *   p = k/n,  s = √(p·(1 − p)/n)
 *   pₘᵢₙ, sₘᵢₙ: those with the lowest p + s so far
 *   warning  if p + s &gt; pₘᵢₙ + warningThreshold·sₘᵢₙ
 *   drift    if p + s &gt; pₘᵢₙ + driftThreshold·sₘᵢₙ
 * </pre>
 *
 * <p>The lowest p + s is looked for once there has been an error. Before, s is 0 whatever the true
 * rate is, and held against it every first error would be a drift.
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>The first {@code warmStart} values are only counted.
 *   <li>{@code UP} only: fewer errors are no drift.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value of the
 *       warning zone that led to the drift, as in the paper; before and after are the error rates
 *       on its two sides. The statistic is p + s, the threshold its limit for a drift; there is no
 *       probability.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Gama, Medas, Castillo, Rodrigues: Learning with Drift Detection. SBIA 2004,
 * doi:10.1007/978-3-540-28645-5_29.
 *
 * @param warmStart how many values come before the first report, at least 1
 * @param warningThreshold in standard deviations, positive, at most {@code driftThreshold}
 * @param driftThreshold in standard deviations, positive and finite
 */
public record Ddm(int warmStart, double warningThreshold, double driftThreshold)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Ddm {
    Limits.range("warmStart", warmStart, 1, Integer.MAX_VALUE);
    Limits.thresholds("warningThreshold", warningThreshold, "driftThreshold", driftThreshold);
  }

  /** The parameters of the paper: 30 values, 2 and 3 standard deviations. */
  public static Ddm defaults() {
    return new Ddm(30, 2, 3);
  }

  @Override
  public String name() {
    return "DDM";
  }

  /** The drift threshold. */
  @Override
  public double alarmLevel() {
    return driftThreshold;
  }

  @Override
  public Ddm withAlarmLevel(double level) {
    return new Ddm(warmStart, warningThreshold / driftThreshold * level, level);
  }

  @Override
  public StreamingDetector start() {
    return new DdmState(this);
  }
}
