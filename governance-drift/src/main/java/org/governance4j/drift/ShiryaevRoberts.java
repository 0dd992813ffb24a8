package org.governance4j.drift;

import java.util.Objects;

/**
 * The Shiryaev-Roberts procedure for a change between two known distributions: adds up the
 * likelihood ratios of a change at every past position, and reports when the sum reaches the
 * threshold. With both distributions right, no procedure with the same run length without a change
 * has a shorter average delay for a change that comes after a long time, which makes it the mark
 * that others are measured against.
 *
 * <pre>
 *   Rₜ = (1 + Rₜ₋₁)·L(xₜ),  R₀ = 0,  change if R ≥ threshold
 *   BERNOULLI  L(x) = x·after/before + (1 − x)·(1 − after)/(1 − before)
 *   NORMAL     L(x) = exp((after − before)/sd² · (x − (before + after)/2))
 * </pre>
 *
 * <p>Without a change Rₜ − t is a martingale, so the average run length is at least the threshold,
 * whatever the distributions: the threshold is the guaranteed run length. For values between 0 and
 * 1 the linear L of BERNOULLI has the expectation 1 under every stream of the mean {@code before},
 * so the guarantee holds there too.
 *
 * <ul>
 *   <li>Values: BERNOULLI from 0 to 1, NORMAL finite with a magnitude of at most 1e140; everything
 *       else is refused.
 *   <li>After a reported change the next value starts from nothing.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the maximum likelihood
 *       estimate, {@code before} the known mean before the change, {@code after} the mean of the
 *       values since. {@code statistic} and {@code threshold} are ln R and ln threshold, and {@code
 *       logP} = ln(t/R), t values after the start, which bounds the probability that R gets so high
 *       within t values without a change.
 *   <li>{@code UP} if {@code after} is the larger mean, otherwise {@code DOWN}. There is no warning
 *       zone.
 * </ul>
 *
 * <p>R and L are kept between 1e-300 and 1e300, which no threshold can tell from the true ones.
 * O(1) time and memory, no allocation; NORMAL takes one exponential per value. The configuration is
 * immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Shiryaev: On Optimum Methods in Quickest Detection Problems. Theory of Probability and its
 * Applications 8 (1963), doi:10.1137/1108002. Roberts: A Comparison of Some Control Chart
 * Procedures. Technometrics 8 (1966), doi:10.1080/00401706.1966.10490374. Pollak: Optimal Detection
 * of a Change in Distribution. Annals of Statistics 13 (1985), doi:10.1214/aos/1176346587.
 *
 * @param distribution of which kind both distributions are
 * @param before the mean without a change: BERNOULLI from 1e-100 to below 1, NORMAL with a
 *     magnitude of at most 1e140
 * @param after the mean after the change, another
 * @param sd NORMAL: the standard deviation, from 1e-140 to 1e140; of no meaning for BERNOULLI
 * @param threshold the guaranteed average run length without a change, from 1 to 1e100
 */
public record ShiryaevRoberts(
    Distribution distribution, double before, double after, double sd, double threshold)
    implements CalibratedConfig {

  /** Kinds of distributions. */
  public enum Distribution {
    /** Of errors, by their rate. */
    BERNOULLI,
    /** Of a measurement, by its mean; the standard deviation does not change. */
    NORMAL
  }

  /** Checks the ranges. */
  public ShiryaevRoberts {
    Objects.requireNonNull(distribution, "distribution");
    requireMean(distribution, "before", before);
    requireMean(distribution, "after", after);
    if (before == after) {
      throw new IllegalArgumentException("after must differ from before: " + after);
    }
    if (!(sd >= 1 / Range.LIMIT && sd <= Range.LIMIT)) {
      throw new IllegalArgumentException(
          "sd must be from " + 1 / Range.LIMIT + " to " + Range.LIMIT + ": " + sd);
    }
    if (!(threshold >= 1 && threshold <= 1e100)) {
      throw new IllegalArgumentException("threshold must be from 1 to 1e100: " + threshold);
    }
  }

  /** Errors whose rate goes from .1 to .2, a run length of 10,000. */
  public static ShiryaevRoberts defaults() {
    return bernoulli(.1, .2, 10_000);
  }

  /** For errors. */
  public static ShiryaevRoberts bernoulli(double before, double after, double threshold) {
    return new ShiryaevRoberts(Distribution.BERNOULLI, before, after, 1, threshold);
  }

  /** For a measurement. */
  public static ShiryaevRoberts normal(double before, double after, double sd, double threshold) {
    return new ShiryaevRoberts(Distribution.NORMAL, before, after, sd, threshold);
  }

  @Override
  public String name() {
    return "ShiryaevRoberts";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public ShiryaevRoberts withAlarmLevel(double level) {
    return new ShiryaevRoberts(distribution, before, after, sd, level);
  }

  @Override
  public StreamingDetector start() {
    return new ShiryaevRobertsState(this);
  }

  private static void requireMean(Distribution distribution, String name, double mean) {
    if (distribution == Distribution.BERNOULLI && !(mean >= 1e-100 && mean < 1)) {
      throw new IllegalArgumentException(name + " must be from 1e-100 to below 1: " + mean);
    }
    if (!(Math.abs(mean) <= Range.LIMIT)) {
      throw new IllegalArgumentException(
          name + " must be from -" + Range.LIMIT + " to " + Range.LIMIT + ": " + mean);
    }
  }
}
