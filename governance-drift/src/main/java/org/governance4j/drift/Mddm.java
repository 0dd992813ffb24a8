package org.governance4j.drift;

import java.util.Objects;

/**
 * MDDM, the McDiarmid drift detection method of Pesaranghader, Viktor and Paquet: {@link Fhddm}
 * with a window in which recent values weigh more.
 *
 * <p>With the weights wᵢ, i = 1 … n from the oldest to the newest of n = {@code slidingWindowSize}
 * values, and g = {@code growth}:
 *
 * <pre>
 *   arithmetic (MDDM-A)  wᵢ = 1 + (i − 1)·g
 *   geometric  (MDDM-G)  wᵢ = (1 + g)ⁱ⁻¹
 *   Euler      (MDDM-E)  wᵢ = e^(g·(i − 1))
 *   μ = Σ wᵢ·xᵢ / Σ wᵢ,  vᵢ = wᵢ / Σ wᵢ
 *   drift if μ − μₘᵢₙ ≥ √( Σ vᵢ²·ln(1/confidenceLevel)/2 )
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
 *       threshold its bound, logP the logarithm of McDiarmid's bound of its probability.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time on average; {@code slidingWindowSize} bits and as many doubles of memory, no
 * allocation. The configuration is immutable and shareable; a detector belongs to one owner and one
 * stream.
 *
 * <p>Pesaranghader, Viktor, Paquet: McDiarmid Drift Detection Methods for Evolving Data Streams.
 * IJCNN 2018, doi:10.1109/IJCNN.2018.8489260.
 *
 * @param slidingWindowSize the window's length, 2 to 65,536
 * @param confidenceLevel the probability of a false drift, between 0 and 1, both excluded
 * @param weights how the weights grow
 * @param growth by how much, above 0, at most 1, such that no weight exceeds 1e100 times another
 */
public record Mddm(int slidingWindowSize, double confidenceLevel, Weights weights, double growth)
    implements CalibratedConfig {

  /** How the weights grow from one value to the next. */
  public enum Weights {
    /** By a constant difference. */
    ARITHMETIC,
    /** By the constant factor 1 + growth. */
    GEOMETRIC,
    /** By the constant factor e^growth. */
    EULER
  }

  /** Checks the ranges. */
  public Mddm {
    Limits.range("slidingWindowSize", slidingWindowSize, 2, 1 << 16);
    Limits.between("confidenceLevel", confidenceLevel, 0, 1);
    Objects.requireNonNull(weights, "weights");
    if (!(growth > 0 && growth <= 1)) {
      throw new IllegalArgumentException("growth must be above 0 and at most 1: " + growth);
    }
    double most = 100 * Math.log(10) / slidingWindowSize;
    double logRatio =
        switch (weights) {
          case ARITHMETIC -> 0;
          case GEOMETRIC -> Math.log1p(growth);
          case EULER -> growth;
        };
    if (logRatio > most) {
      throw new IllegalArgumentException(
          "growth must be at most "
              + (weights == Weights.EULER ? most : Math.expm1(most))
              + " with a window of "
              + slidingWindowSize
              + ": "
              + growth);
    }
  }

  /** The parameters of the paper with geometric weights: 100 values, confidence 1e-6, 1.01. */
  public static Mddm defaults() {
    return new Mddm(100, 1e-6, Weights.GEOMETRIC, .01);
  }

  @Override
  public String name() {
    return "MDDM";
  }

  /** −ln confidenceLevel. */
  @Override
  public double alarmLevel() {
    return -Math.log(confidenceLevel);
  }

  @Override
  public Mddm withAlarmLevel(double level) {
    return new Mddm(slidingWindowSize, Limits.confidence(level), weights, growth);
  }

  @Override
  public StreamingDetector start() {
    return new MddmState(this);
  }
}
