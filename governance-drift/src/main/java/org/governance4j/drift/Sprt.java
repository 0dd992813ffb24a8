package org.governance4j.drift;

/**
 * Wald's sequential probability ratio test (SPRT) of an error rate, repeated: each test ends by
 * accepting the old rate, after which the next begins, or by accepting the new one, which is the
 * change.
 *
 * <pre>
 *   Λ = Λ + x·ln(p1/p0) + (1 − x)·ln((1 − p1)/(1 − p0)),  Λ₀ = 0
 *   change if        Λ ≥ ln((1 − beta)/alpha)
 *   next test if     Λ ≤ ln(beta/(1 − alpha))
 * </pre>
 *
 * <p>Both rates are known beforehand: the old one from the assessment of the model, say, and the
 * one that must not be missed. Wald's bounds hold for a single test: under {@code p0} it reports a
 * change with a probability of at most alpha/(1 − beta), under {@code p1} it accepts {@code p0}
 * with at most beta/(1 − alpha). Values between 0 and 1 are allowed; as exp(Λ) is convex in them,
 * the first bound holds for every stream of the mean {@code p0}. A stream whose rate is somewhere
 * between the two drifts to one decision or the other, and repeated tests report in the end: the
 * expected number of tests until a false report is at least (1 − beta)/alpha.
 *
 * <ul>
 *   <li>Values: from 0 to 1, usually 1 for an error and 0 for none; everything else is refused.
 *   <li>After a reported change the next value starts from nothing.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the value after the lowest
 *       point of Λ within the test, the maximum likelihood estimate; {@code before} is {@code p0},
 *       {@code after} the mean of the values since, {@code statistic} Λ, and {@code logP} = −Λ,
 *       which bounds the probability that a test under {@code p0} ever gets there.
 *   <li>{@code UP} if {@code p1} is the larger rate, otherwise {@code DOWN}. There is no warning
 *       zone.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Wald: Sequential Tests of Statistical Hypotheses. Annals of Mathematical Statistics 16 (1945),
 * doi:10.1214/aoms/1177731118.
 *
 * @param p0 the rate without a change, in (0, 1)
 * @param p1 the rate after the change, in (0, 1), another
 * @param alpha the probability of a false report that a test is made for, in (0, 1)
 * @param beta the probability of a missed change that a test is made for, in (0, 1); alpha + beta
 *     is below 1
 */
public record Sprt(double p0, double p1, double alpha, double beta) implements CalibratedConfig {

  /** Checks the ranges. */
  public Sprt {
    requireRate("p0", p0);
    requireRate("p1", p1);
    if (p0 == p1) {
      throw new IllegalArgumentException("p1 must differ from p0: " + p1);
    }
    requireRate("alpha", alpha);
    requireRate("beta", beta);
    if (!(alpha + beta < 1)) {
      throw new IllegalArgumentException("alpha + beta must be below 1: " + (alpha + beta));
    }
  }

  /** From a rate of .1 to .2, alpha .001, beta .01. */
  public static Sprt defaults() {
    return new Sprt(.1, .2, .001, .01);
  }

  @Override
  public String name() {
    return "SPRT";
  }

  /** −ln alpha. */
  @Override
  public double alarmLevel() {
    return -Math.log(alpha);
  }

  @Override
  public Sprt withAlarmLevel(double level) {
    return new Sprt(p0, p1, Math.exp(-level), beta);
  }

  @Override
  public StreamingDetector start() {
    return new SprtState(this);
  }

  private static void requireRate(String name, double rate) {
    if (!(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1: " + rate);
    }
  }
}
