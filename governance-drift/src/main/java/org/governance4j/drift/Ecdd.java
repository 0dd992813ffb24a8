package org.governance4j.drift;

/**
 * ECDD, the EWMA chart of Ross, Adams, Tasoulis and Hand for a stream of errors: holds an average
 * that forgets against one that does not.
 *
 * <pre>
 *   pₜ = mean of x₁ … xₜ
 *   zₜ = (1 − lambda)·zₜ₋₁ + lambda·xₜ,  z₀ = 0
 *   σₜ = √( pₜ·(1 − pₜ)·lambda/(2 − lambda)·(1 − (1 − lambda)²ᵗ) )
 *   warning  if zₜ &gt; pₜ + warningThreshold·σₜ
 *   drift    if zₜ &gt; pₜ + driftThreshold·σₜ
 * </pre>
 *
 * <p>The paper lets the threshold follow p by polynomials fitted to three run lengths. They leave
 * their purpose outside the rates they were fitted for; here the threshold is a parameter, to be
 * chosen for the run length and the rate at hand by {@link #withAlarmLevel}.
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>Nothing is reported before {@code warmStart} values, nor while all values are equal.
 *   <li>{@code UP} only: fewer errors are no drift.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value since
 *       which z has been above p; before and after are the error rates on its two sides. The
 *       statistic is z − p, the threshold driftThreshold·σ; there is no probability.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Ross, Adams, Tasoulis, Hand: Exponentially weighted moving average charts for detecting
 * concept drift. Pattern Recognition Letters 33 (2012), doi:10.1016/j.patrec.2011.08.019.
 *
 * @param warmStart no report before this many values, at least 1
 * @param lambda the weight of the newest value, above 0 and below 1
 * @param warningThreshold in standard deviations, positive, at most {@code driftThreshold}
 * @param driftThreshold in standard deviations, positive and finite
 */
public record Ecdd(int warmStart, double lambda, double warningThreshold, double driftThreshold)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Ecdd {
    Limits.range("warmStart", warmStart, 1, Integer.MAX_VALUE);
    Limits.between("lambda", lambda, 0, 1);
    Limits.thresholds("warningThreshold", warningThreshold, "driftThreshold", driftThreshold);
  }

  /**
   * The paper's lambda of .2 and its warning at half the drift's threshold, 30 values, and 3
   * standard deviations, about what its polynomial for a run length of 400 has at a rate of .2.
   */
  public static Ecdd defaults() {
    return new Ecdd(30, .2, 1.5, 3);
  }

  @Override
  public String name() {
    return "ECDD";
  }

  /** The drift threshold. */
  @Override
  public double alarmLevel() {
    return driftThreshold;
  }

  @Override
  public Ecdd withAlarmLevel(double level) {
    return new Ecdd(warmStart, lambda, warningThreshold / driftThreshold * level, level);
  }

  @Override
  public StreamingDetector start() {
    return new EcddState(this);
  }
}
