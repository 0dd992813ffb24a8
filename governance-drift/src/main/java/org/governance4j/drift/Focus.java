package org.governance4j.drift;

import java.util.Objects;

/**
 * FOCuS, functional online CUSUM of Romano, Eckley, Fearnhead and Rigaill: the generalised
 * likelihood ratio over every place where the stream may have changed, and over every size of the
 * change, computed exactly in a few operations a value.
 *
 * <p>With N values and their sums S₀ … S_N, a change after τ of them is as likely as
 *
 * <pre>
 *   LR(τ) = τ·K(Sτ/τ, S_N/N) + (N−τ)·K((S_N−Sτ)/(N−τ), S_N/N)     mean before unknown
 *   LR(τ) = (N−τ)·K((S_N−Sτ)/(N−τ), mean)                         mean before given
 *   K(p, q) = p·ln(p/q) + (1−p)·ln((1−p)/(1−q))                   BERNOULLI
 *   K(p, q) = (p−q)² / (2·deviation²)                             NORMAL
 *   drift if max LR(τ) > threshold,  minSegment ≤ N−τ,  and minSegment ≤ τ if mean is unknown
 * </pre>
 *
 * <p>The places that can attain the maximum are vertices of the convex hull of the points (τ, Sτ),
 * of its lower side for a level that goes up and of its upper side for one that goes down: about ln
 * N of them. A bound without a logarithm is tried first, so that logarithms are rare.
 *
 * <p>A short stretch of odd values is the usual false alarm of a likelihood ratio over all places.
 * {@code minSegment} asks for so many values after the change; that lowers the threshold for the
 * same number of false alarms, and so finds changes of ordinary size sooner and very large ones
 * after {@code minSegment} values.
 *
 * <ul>
 *   <li>Values: from 0 to 1 for {@code BERNOULLI} (errors, or anything scaled to that range), of
 *       magnitude at most 1e140 for {@code NORMAL}; everything else is refused. Beyond 1e50
 *       deviations a value counts as 1e50 of them.
 *   <li>No report before {@code 2·minSegment} values ({@code minSegment} if the mean is given). A
 *       deviation that is learned takes the first {@code warmUp} values, and more as long as all
 *       are equal; they count as values before the change.
 *   <li>After a reported change the next value starts from nothing, a learned deviation included.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value after the
 *       most likely place of a change in that direction, the last {@code minSegment} values
 *       included; the means are those of the values before (or the given one) and after it; the
 *       statistic is the largest LR of the places that may be reported, in nats. There is no
 *       p-value.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>An update takes amortised O(1) for the hull and O(ln N) on average for the maximum. Memory is
 * bounded: {@code minSegment} sums, and at most 256 vertices a side. A stream can have more
 * vertices than that only if it bends steadily without reaching the threshold; then the vertex is
 * dropped whose absence changes the hull least, and the maximum may be missed by as little. Updates
 * allocate nothing.
 *
 * <p>The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Romano, Eckley, Fearnhead, Rigaill: Fast Online Changepoint Detection via Functional Pruning
 * CUSUM Statistics. JMLR 24 (2023) 81. Ward, Romano, Eckley, Fearnhead: A constant-per-iteration
 * likelihood ratio test for online changepoint detection for exponential family models. Statistics
 * and Computing 34 (2024), doi:10.1007/s11222-024-10416-y.
 *
 * @param family what the values are
 * @param side which changes are reported
 * @param mean the mean before a change, in the unit of the values: between 0 and 1, both excluded,
 *     for {@code BERNOULLI}; NaN if it is unknown
 * @param deviation the standard deviation of a {@code NORMAL} stream, 1e-140 to 1e140; 0 if it is
 *     to be learned; {@code BERNOULLI} has no use for it
 * @param warmUp how many values a deviation is learned from, 10 to 1,000,000
 * @param minSegment the fewest values after a change and, if the mean is unknown, before it; 1 to
 *     10,000
 * @param threshold what the logarithm of the likelihood ratio must exceed, in nats, positive
 */
public record Focus(
    Family family,
    Side side,
    double mean,
    double deviation,
    int warmUp,
    int minSegment,
    double threshold)
    implements CalibratedConfig {

  /** What the values are. */
  public enum Family {
    /** Zeros and ones, or numbers between them. */
    BERNOULLI,
    /** Normally distributed, with one deviation before and after a change. */
    NORMAL
  }

  /** Checks the ranges. */
  public Focus {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(side, "side");
    if (family == Family.BERNOULLI && !Double.isNaN(mean) && !(mean > 0 && mean < 1)) {
      throw new IllegalArgumentException("mean must be between 0 and 1: " + mean);
    }
    if (Math.abs(mean) > Range.LIMIT) {
      throw new IllegalArgumentException(
          "mean must be of magnitude at most " + Range.LIMIT + ": " + mean);
    }
    if (deviation != 0 && !(deviation >= 1 / Range.LIMIT && deviation <= Range.LIMIT)) {
      throw new IllegalArgumentException(
          "deviation must be 0 or from "
              + 1 / Range.LIMIT
              + " to "
              + Range.LIMIT
              + ": "
              + deviation);
    }
    if (warmUp < 10 || warmUp > 1_000_000) {
      throw new IllegalArgumentException("warmUp must be from 10 to 1000000: " + warmUp);
    }
    if (minSegment < 1 || minSegment > 10_000) {
      throw new IllegalArgumentException("minSegment must be from 1 to 10000: " + minSegment);
    }
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: " + threshold);
    }
  }

  /**
   * An error rate that is not known before and goes up. With 90 values and a threshold of 8.47 a
   * rate of .2 has a false alarm in about 100,000 values, as the table of {@link Calibration} has
   * it.
   */
  public static Focus defaults() {
    return new Focus(Family.BERNOULLI, Side.UP, Double.NaN, 0, 500, 90, 8.47);
  }

  /**
   * Normally distributed values that go up or down from a level that is not known before, by the
   * deviation of the first 500; with a false alarm in about 100,000 values, as the table of {@link
   * Calibration} has it.
   */
  public static Focus normal() {
    return new Focus(Family.NORMAL, Side.BOTH, Double.NaN, 0, 500, 30, 10.2);
  }

  /** The same for one side. */
  public Focus withSide(Side value) {
    return new Focus(family, value, mean, deviation, warmUp, minSegment, threshold);
  }

  /** The same with a known mean before the change, or NaN. */
  public Focus withMean(double value) {
    return new Focus(family, side, value, deviation, warmUp, minSegment, threshold);
  }

  /** The same with a known deviation, or 0 to learn it. */
  public Focus withDeviation(double value) {
    return new Focus(family, side, mean, value, warmUp, minSegment, threshold);
  }

  /** The same with another shortest segment. */
  public Focus withMinSegment(int value) {
    return new Focus(family, side, mean, deviation, warmUp, value, threshold);
  }

  /** The same with another threshold. */
  public Focus withThreshold(double value) {
    return new Focus(family, side, mean, deviation, warmUp, minSegment, value);
  }

  @Override
  public String name() {
    return "FOCuS";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Focus withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new FocusState(this);
  }
}
