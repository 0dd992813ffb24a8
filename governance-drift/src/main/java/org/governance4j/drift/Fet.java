package org.governance4j.drift;

import java.util.Objects;

/**
 * The online Fisher exact test of a stream of zeros and ones: compares the rate of ones among the
 * newest values with that among the first ones, exactly also for rates near 0 and for few values.
 *
 * <p>Given that the reference (the first N values) and the window (the newest w) have K + k ones
 * together, k is hypergeometric if both have the same rate; with the probability p of so many or
 * more if k/w is above K/N, of so few or fewer if it is below,
 *
 * <pre>
 *   drift if  −ln p > threshold,    for both sides  −ln 2p
 * </pre>
 *
 * <ul>
 *   <li>Values: 0 and 1; everything else is refused.
 *   <li>No report before {@code referenceSize + windowSize} values; no warning zone.
 *   <li>After a reported change the next value is the first of a new reference.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the beginning of the part
 *       of the window, up to its end, whose mean is farthest from the reference's in standard
 *       errors: a good estimate for a shift of the mean, a rough one for other changes, and never
 *       before the window. The means are those of the reference and of that part.
 *   <li>{@code UP} and {@code DOWN} compare these means; a change that leaves the mean as it was
 *       has whichever of them they happen to have.
 *   <li>The statistic is −ln of the p-value of this window, at least 0, and 0 on a side that is
 *       switched off; {@code logP} is its negative. As windows overlap, p is not the rate of false
 *       alarms per value: choose the threshold by the expected run length.
 * </ul>
 *
 * <p>An update is O(1), as the statistic depends on k alone: the last value of the reference fills
 * a table in O(w²) at worst. Memory is 8·N + 16·w bytes; nothing is allocated.
 *
 * <p>The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Fisher: On the Interpretation of χ² from Contingency Tables, and the Calculation of P. Journal
 * of the Royal Statistical Society 85 (1922), doi:10.2307/2340521. On streams: Ross, Tasoulis,
 * Adams: Sequential Monitoring of a Bernoulli Sequence when the Pre-change Parameter is Unknown.
 * Computational Statistics 28 (2013), doi:10.1007/s00180-012-0311-7.
 *
 * @param referenceSize how many values are learned first, 2 to 100,000
 * @param windowSize how many of the newest are compared with them, 1 to 10,000
 * @param threshold of the −ln p-value, positive
 * @param mode which changes are reported; both at twice the p-value
 */
public record Fet(int referenceSize, int windowSize, double threshold, Side mode)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Fet {
    Limits.range("referenceSize", referenceSize, 2, 100_000);
    Limits.range("windowSize", windowSize, 1, 10_000);
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: " + threshold);
    }
    Objects.requireNonNull(mode, "mode");
  }

  /** A reference of 500 values, a window of 50, −ln p above 9, both sides. */
  public static Fet defaults() {
    return new Fet(500, 50, 9, Side.BOTH);
  }

  /** The same with another threshold. */
  public Fet withThreshold(double value) {
    return new Fet(referenceSize, windowSize, value, mode);
  }

  @Override
  public String name() {
    return "FET";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Fet withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new FetState(this);
  }
}
