package org.governance4j.drift;

import java.util.Objects;

/**
 * The tabular two-sided cumulative sum chart (CUSUM): sums up by how much the standardised values
 * exceed a slack, never below 0, and reports a change when a sum exceeds the threshold.
 *
 * <pre>
 *   z  = (x − mean) / sd
 *   S⁺ = max(0, S⁺ + z − slack)      up   if S⁺ > threshold
 *   S⁻ = max(0, S⁻ − z − slack)      down if S⁻ > threshold
 * </pre>
 *
 * <p>The reference is given by {@code mean} and {@code sd}, or, if both are NaN, learned from the
 * first {@code minInstances} values (mean and sample standard deviation by Welford's recursion) and
 * then frozen: a running mean would follow the very change that is looked for. Values that are all
 * the same have no scale; then learning ends with the first that differs.
 *
 * <p>For independent normal values with a known reference, slack ½ and threshold 4 or 5 have an
 * average run length (ARL) without a change of 168 or 465, and of 8.4 or 10.4 after a shift of one
 * standard deviation, against which slack ½ is the best. With a learned reference the run length
 * varies with the luck of the learning; for streams that are watched for long, choose the threshold
 * by the run length.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>After a reported change the next value starts from nothing: the sums at 0, a learned
 *       reference learned anew.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value since the
 *       sum last was below 0, {@code before} the reference mean, {@code after} the mean of the
 *       values since, {@code statistic} the sum. The algorithm states no {@code logP}.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Page: Continuous Inspection Schemes. Biometrika 41 (1954), doi:10.1093/biomet/41.1-2.100. The
 * tabular form and its run lengths: Montgomery: Introduction to Statistical Quality Control, Wiley,
 * section 9.1.
 *
 * @param minInstances from how many values the reference is learned, at least 2; of no meaning if
 *     it is given
 * @param slack the reference value k in standard deviations, half the shift to be found, from 0 to
 *     1e100
 * @param threshold the decision interval h in standard deviations, above 0, at most 1e100
 * @param mode which changes are reported
 * @param mean the reference mean, magnitude at most 1e140; NaN to learn it
 * @param sd the reference standard deviation, from 1e-140 to 1e140; NaN to learn it
 */
public record Cusum(
    int minInstances, double slack, double threshold, Side mode, double mean, double sd)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Cusum {
    Chart.requireReference(mean, sd, minInstances);
    if (!(slack >= 0 && slack <= 1e100)) {
      throw new IllegalArgumentException("slack must be from 0 to 1e100: " + slack);
    }
    Chart.requireThreshold("threshold", threshold);
    Objects.requireNonNull(mode, "mode");
  }

  /** A reference learned from 100 values, slack ½, threshold 5, both sides. */
  public static Cusum defaults() {
    return new Cusum(100, .5, 5, Side.BOTH, Double.NaN, Double.NaN);
  }

  /** The same with a reference that is known. */
  public Cusum withReference(double knownMean, double knownSd) {
    return new Cusum(minInstances, slack, threshold, mode, knownMean, knownSd);
  }

  /** The same with another threshold. */
  public Cusum withThreshold(double value) {
    return new Cusum(minInstances, slack, value, mode, mean, sd);
  }

  @Override
  public String name() {
    return "CUSUM";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Cusum withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new CusumState(this);
  }
}
