package org.governance4j.drift;

/**
 * FHDDMS, the stacking fast Hoeffding drift detection method of Pesaranghader, Viktor and Paquet:
 * {@link Fhddm} with two windows that end with the same value, a long one for gradual changes and a
 * short one for abrupt ones.
 *
 * <p>With μ the mean of the last n values, for n = {@code slidingWindowSize} and n = {@code
 * shortWindowSize}, each with its own minimum:
 *
 * <pre>
 *   drift if μ − μₘᵢₙ ≥ √( ln(1/confidenceLevel)/(2n) )  in either window
 * </pre>
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>Each window counts as soon as it is full.
 *   <li>{@code UP} only: fewer errors are no drift. There is no warning zone.
 *   <li>The event tells of the window that went further towards its bound. {@link
 *       org.governance4j.DriftEvent#changeIndex() changeIndex} is where in it the rate most
 *       probably rose; before is its μₘᵢₙ, after its μ, the statistic their difference, the
 *       threshold its bound, logP the logarithm of Hoeffding's bound for this one window.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time, {@code slidingWindowSize} bits of memory, no allocation. The configuration is
 * immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Pesaranghader, Viktor, Paquet: Reservoir of diverse adaptive learners and stacking fast
 * Hoeffding drift detection methods for evolving data streams. Machine Learning 107 (2018),
 * doi:10.1007/s10994-018-5719-z.
 *
 * @param slidingWindowSize the long window's length, 3 to 2<sup>24</sup>
 * @param shortWindowSize the short window's length, at least 2, below the long one's
 * @param confidenceLevel the probability of a false drift, between 0 and 1, both excluded
 */
public record Fhddms(int slidingWindowSize, int shortWindowSize, double confidenceLevel)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Fhddms {
    Limits.range("slidingWindowSize", slidingWindowSize, 3, 1 << 24);
    Limits.range("shortWindowSize", shortWindowSize, 2, slidingWindowSize - 1);
    Limits.between("confidenceLevel", confidenceLevel, 0, 1);
  }

  /** The parameters of the paper: windows of 100 and 25 values, confidence 1e-6. */
  public static Fhddms defaults() {
    return new Fhddms(100, 25, 1e-6);
  }

  @Override
  public String name() {
    return "FHDDMS";
  }

  /** −ln confidenceLevel. */
  @Override
  public double alarmLevel() {
    return -Math.log(confidenceLevel);
  }

  @Override
  public Fhddms withAlarmLevel(double level) {
    return new Fhddms(slidingWindowSize, shortWindowSize, Limits.confidence(level));
  }

  @Override
  public StreamingDetector start() {
    return new FhddmsState(this);
  }
}
