package org.governance4j.drift;

/**
 * FHDDM, the fast Hoeffding drift detection method of Pesaranghader and Viktor: holds the error
 * rate of a sliding window against the lowest one that the window has had.
 *
 * <p>With μ the mean of the last n = {@code slidingWindowSize} values:
 *
 * <pre>
 *   drift if μ − μₘᵢₙ ≥ √( ln(1/confidenceLevel)/(2n) )
 * </pre>
 *
 * <p>The paper counts right predictions and looks for fewer of them; this is the same, said of
 * errors.
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>Nothing is reported before the window is full.
 *   <li>{@code UP} only: fewer errors are no drift. There is no warning zone.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is where in the window the
 *       rate most probably rose; before is μₘᵢₙ, after μ. The statistic is their difference, the
 *       threshold its bound, logP the logarithm of Hoeffding's bound of its probability, −2n(μ −
 *       μₘᵢₙ)².
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time, {@code slidingWindowSize} bits of memory, no allocation. The configuration is
 * immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Pesaranghader, Viktor: Fast Hoeffding Drift Detection Method for Evolving Data Streams. ECML
 * PKDD 2016, doi:10.1007/978-3-319-46227-1_7.
 *
 * @param slidingWindowSize the window's length, 2 to 2<sup>24</sup>
 * @param confidenceLevel the probability of a false drift, between 0 and 1, both excluded
 */
public record Fhddm(int slidingWindowSize, double confidenceLevel) implements CalibratedConfig {

  /** Checks the ranges. */
  public Fhddm {
    Limits.range("slidingWindowSize", slidingWindowSize, 2, 1 << 24);
    Limits.between("confidenceLevel", confidenceLevel, 0, 1);
  }

  /** The parameters of the paper: a window of 100 values, confidence 1e-6. */
  public static Fhddm defaults() {
    return new Fhddm(100, 1e-6);
  }

  @Override
  public String name() {
    return "FHDDM";
  }

  /** −ln confidenceLevel. */
  @Override
  public double alarmLevel() {
    return -Math.log(confidenceLevel);
  }

  @Override
  public Fhddm withAlarmLevel(double level) {
    return new Fhddm(slidingWindowSize, Limits.confidence(level));
  }

  @Override
  public StreamingDetector start() {
    return new FhddmState(this);
  }
}
