package org.governance4j.drift;

import java.util.Objects;

/**
 * Bayesian online change point detection of Adams and MacKay: keeps the posterior distribution of
 * the run length, the number of values since the last change, and reports a change once the values
 * say that there was one.
 *
 * <p>Every run length r has the conjugate posterior of the values of that run alone, which predicts
 * the next value x; with the constant hazard h
 *
 * <pre>
 *   P(r + 1, x₁…x) ∝ (1 − h) · P(r, x₁…) · p(x | r)         the run goes on
 *   P(0, x₁…x)     ∝ h                                      a run begins with the next value
 * </pre>
 *
 * <p>The paper gives the posterior and leaves open when to raise an alarm. Here, with W the weight
 * of the run that goes back to the last reported change, and A the weight of all younger runs of at
 * least {@code lag} values,
 *
 * <pre>
 *   drift if  A / (A + W) > threshold,  A is more than half of all weight,
 *             and no run younger than lag is more probable than the most probable of A
 * </pre>
 *
 * <p>The runs younger than {@code lag} are waited for: their likelihood rests on too few values to
 * be told from an outlier, and their beginning is not located yet. With an alarm, what is known of
 * the new run stays: the most probable run of A becomes the run W of the next alarm, and older runs
 * are dropped. So a change is reported some values late, but where it was.
 *
 * <p>Models, each with a prior of the weight of {@code priorCount} values:
 *
 * <ul>
 *   <li>{@link Family#NORMAL}: mean and variance unknown, normal-inverse-gamma prior with mean
 *       {@code priorMean}, shape {@code priorShape} and scale {@code priorShape·variance}; predicts
 *       by Student's t.
 *   <li>{@link Family#NORMAL_KNOWN_VARIANCE}: the variance is {@code variance}; {@code priorShape}
 *       has no part.
 *   <li>{@link Family#BERNOULLI}: values in [0, 1], a value between counts as a part of a one; beta
 *       prior with the mean {@code priorMean}; {@code priorShape} and {@code variance} have no
 *       part.
 * </ul>
 *
 * <p>The prior is in the unit of the values: bring them to mean 0 and variance 1 for the defaults.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140, for {@code BERNOULLI} in [0, 1]; everything else
 *       is refused.
 *   <li>No report before {@code lag + 1} values; no warning zone.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is where the most probable
 *       run of A began; the means are those of the values of either run. The statistic is A / (A +
 *       W), a posterior probability; there is no p-value.
 *   <li>{@code UP} and {@code DOWN} compare the two means; a change of the variance alone has
 *       whichever of them the means happen to have.
 * </ul>
 *
 * <p>At most {@code maxRunLengths} run lengths are kept: those of a weight below {@code floor}
 * times the hazard are dropped, and if there are too many, the one of the least weight that is
 * older than {@code lag}. So memory and the time of an update are O(maxRunLengths), some 50 bytes
 * and (NORMAL) a logarithm and an exponential each; nothing is allocated. The configuration is
 * immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Adams, MacKay: Bayesian Online Changepoint Detection. 2007, doi:10.48550/arXiv.0710.3742.
 * Conjugate posteriors: Murphy: Conjugate Bayesian Analysis of the Gaussian Distribution. 2007.
 *
 * @param family of the values within a run
 * @param hazard the prior probability of a change at any value, from 1e-12 to .5
 * @param threshold of the posterior probability, at least .5 and below 1
 * @param lag how many values of a new run are waited for at least, 1 to 10,000
 * @param maxRunLengths the most run lengths that are kept, from {@code lag + 2} to 100,000
 * @param floor the share of the hazard below which a run length is dropped, from 0 to .1
 * @param priorMean of the mean of a run; magnitude at most 1e140, for BERNOULLI between 0 and 1
 * @param priorCount how many values the prior of the mean is worth, 1e-6 to 1e6
 * @param priorShape half of how many values the prior of the variance is worth, 1e-3 to 1e6
 * @param variance of the values of a run: known, or expected by the prior; 1e-12 to 1e140
 */
public record Bocd(
    Family family,
    double hazard,
    double threshold,
    int lag,
    int maxRunLengths,
    double floor,
    double priorMean,
    double priorCount,
    double priorShape,
    double variance)
    implements CalibratedConfig {

  /** How values are distributed within a run. */
  public enum Family {
    /** Normal; mean and variance unknown. */
    NORMAL,
    /** Normal; mean unknown, variance known. */
    NORMAL_KNOWN_VARIANCE,
    /** Zeros and ones; rate unknown. */
    BERNOULLI
  }

  /** Checks the ranges. */
  public Bocd {
    Objects.requireNonNull(family, "family");
    Limits.range("hazard", hazard, 1e-12, .5);
    if (!(threshold >= .5 && threshold < 1)) {
      throw new IllegalArgumentException("threshold must be at least .5 and below 1: " + threshold);
    }
    Limits.range("lag", lag, 1, 10_000);
    Limits.range("maxRunLengths", maxRunLengths, lag + 2, 100_000);
    Limits.range("floor", floor, 0, .1);
    if (family == Family.BERNOULLI) {
      if (!(priorMean > 0 && priorMean < 1)) {
        throw new IllegalArgumentException(
            "priorMean must be between 0 and 1 for BERNOULLI: " + priorMean);
      }
    } else {
      Limits.range("priorMean", priorMean, -Range.LIMIT, Range.LIMIT);
    }
    Limits.range("priorCount", priorCount, 1e-6, 1e6);
    Limits.range("priorShape", priorShape, 1e-3, 1e6);
    Limits.range("variance", variance, 1e-12, Range.LIMIT);
  }

  /** For values of mean 0 and variance 1. */
  public static Bocd defaults() {
    return new Bocd(Family.NORMAL, 1e-4, .8, 5, 150, 1e-6, 0, 1, 20, 1);
  }

  /** For zeros and ones: a uniform prior of the rate. */
  public static Bocd bernoulli() {
    return new Bocd(Family.BERNOULLI, .001, .99, 10, 150, 1e-6, .5, 2, 1, 1);
  }

  /** For normal values of a known variance, the mean of a run being within about one of 0. */
  public static Bocd knownVariance(double variance) {
    return new Bocd(
        Family.NORMAL_KNOWN_VARIANCE, .001, .99, 10, 150, 1e-6, 0, variance, 1, variance);
  }

  /** The same with another threshold. */
  public Bocd withThreshold(double value) {
    return new Bocd(
        family,
        hazard,
        value,
        lag,
        maxRunLengths,
        floor,
        priorMean,
        priorCount,
        priorShape,
        variance);
  }

  @Override
  public String name() {
    return "BOCD";
  }

  /** −ln(1 − threshold). */
  @Override
  public double alarmLevel() {
    return -Math.log1p(-threshold);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the level is not from ln 2 to 36
   */
  @Override
  public Bocd withAlarmLevel(double level) {
    return withThreshold(-Math.expm1(-level));
  }

  @Override
  public StreamingDetector start() {
    return new BocdState(this);
  }
}
