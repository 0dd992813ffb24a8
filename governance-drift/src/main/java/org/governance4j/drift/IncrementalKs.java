package org.governance4j.drift;

import java.util.Objects;

/**
 * The incremental Kolmogorov-Smirnov test: the two-sample statistic between a reference window and
 * the window of the newest values, kept up to date with every value in O(log windowSize).
 *
 * <pre>
 *   D = sup |F_reference − F_current|,   both of windowSize = w values
 *   drift if D &gt; c·√(2 / w),            c = √(−½·ln(alpha / 2))
 * </pre>
 *
 * <p>D is exact at every step, ties included: the distinct values are held in an ordered tree whose
 * nodes know the largest and the least partial sum of (current − reference) counts below them. The
 * paper's tree breaks ties at random, this one does not. It finds changes of the whole
 * distribution, not of the mean alone. The test is repeated with every value: alpha is the
 * probability of a false alarm at one of them, asymptotically, so choose it by the expected run
 * length.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>No report before both windows are full, which takes 2·windowSize values.
 *   <li>After a reported change the next value starts from nothing.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value of the
 *       current window; the means are those of the two windows, and the direction is theirs; {@code
 *       logP} is the logarithm of the exact probability (conservative with ties) for windows of up
 *       to 10,000 values, of the bound 2·exp(−w·D²) beyond.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(windowSize) memory, O(log windowSize) expected time; no allocation after construction. The
 * configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>dos Reis, Flach, Matwin, Batista: Fast Unsupervised Online Drift Detection Using Incremental
 * Kolmogorov-Smirnov Test. KDD 2016, doi:10.1145/2939672.2939836.
 *
 * @param alpha the significance level of one test, between 0 and 1, both excluded
 * @param windowSize how many values each window holds, 2 to 1,000,000
 * @param reference what the newest values are compared with
 */
public record IncrementalKs(double alpha, int windowSize, Reference reference)
    implements CalibratedConfig {

  private static final int MOST = 1_000_000;

  /** What the newest values are compared with. */
  public enum Reference {
    /** The first windowSize values since the start or the last change. */
    FIXED,
    /** The windowSize values just before the newest windowSize. */
    SLIDING
  }

  /** Checks the ranges. */
  public IncrementalKs {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
    }
    if (windowSize < 2 || windowSize > MOST) {
      throw new IllegalArgumentException(
          "windowSize must be from 2 to " + MOST + ": " + windowSize);
    }
    Objects.requireNonNull(reference, "reference");
  }

  /** The usual parameters: alpha .001, windows of 100, a fixed reference. */
  public static IncrementalKs defaults() {
    return new IncrementalKs(.001, 100, Reference.FIXED);
  }

  /** The same with another significance level. */
  public IncrementalKs withAlpha(double value) {
    return new IncrementalKs(value, windowSize, reference);
  }

  @Override
  public String name() {
    return "IncrementalKS";
  }

  /** −ln alpha. */
  @Override
  public double alarmLevel() {
    return -StrictMath.log(alpha);
  }

  @Override
  public IncrementalKs withAlarmLevel(double level) {
    return withAlpha(StrictMath.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new IncrementalKsState(this);
  }
}
