package org.governance4j.drift;

/**
 * TEDA-CDD, concept drift detection by typicality and eccentricity: a reference model that learns
 * only from values typical of it, an evolving model that forgets, and a report when the ranges of
 * what is typical of the two overlap too little.
 *
 * <pre>
 *   reference (values typical of it): μ, σ² mean and variance, n values
 *   evolving (all values):            μ', σ'² mean and variance with weights alphaᵃ, a the age
 *   x is typical of the reference if its eccentricity 1/n + (x − μ)²/(n·σ²) ≤ (m² + 1)/n,
 *     which is |x − μ| ≤ m·σ
 *   J = |A ∩ B| / |A ∪ B|,  A = [μ − m·σ, μ + m·σ],  B = [μ' − m·σ', μ' + m·σ']
 *   drift if J &lt; jaccardThreshold
 * </pre>
 *
 * <p>The first k = ⌈1/(1 − alpha)⌉ values all join both models, with equal weights. The evolving
 * model never has the weight of more than about (1 + alpha)/(1 − alpha) values, and a threshold
 * near 1 asks more of it than chance allows: choose the threshold by the expected run length.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>No report before each model has k values. Two models of the same constant overlap fully.
 *   <li>After a reported change the evolving model becomes the reference, with the weight of k
 *       values, and a new evolving model begins, as published.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is k values back, the reach
 *       of the evolving model; the means are those of the two models, and the direction is theirs.
 *       The statistic is J: a drift is a statistic <em>below</em> the threshold.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Nunes, Guedes: Concept Drift Detection Based on Typicality and Eccentricity. IEEE Access 12
 * (2024), doi:10.1109/ACCESS.2024.3355959. Angelov: Anomaly Detection Based on Eccentricity
 * Analysis. IEEE EALS 2014, doi:10.1109/EALS.2014.7009497; its recursive variance is the exact one,
 * and the same form is used here for the weighted one.
 *
 * @param m how many standard deviations are typical, above 0 and at most 1,000
 * @param alpha what is left of a weight after each value, from .5 to .999999
 * @param jaccardThreshold the least overlap that is no change, above 0 and at most 1
 */
public record Teda(double m, double alpha, double jaccardThreshold) implements CalibratedConfig {

  /** Checks the ranges. */
  public Teda {
    if (!(m > 0 && m <= 1000)) {
      throw new IllegalArgumentException("m must be above 0 and at most 1000: " + m);
    }
    if (!(alpha >= .5 && alpha <= .999999)) {
      throw new IllegalArgumentException("alpha must be from 0.5 to 0.999999: " + alpha);
    }
    if (!(jaccardThreshold > 0 && jaccardThreshold <= 1)) {
      throw new IllegalArgumentException(
          "jaccardThreshold must be above 0 and at most 1: " + jaccardThreshold);
    }
  }

  /**
   * 4 standard deviations, alpha .99, threshold .8. The authors' own 3, .95 and .8 report a change
   * in normal noise every 150 values or so, and values that occur less often than one in m² + 1 are
   * never typical: with 3, the errors of a model that errs less than every tenth time.
   */
  public static Teda defaults() {
    return new Teda(4, .99, .8);
  }

  /** The same with another threshold. */
  public Teda withJaccardThreshold(double value) {
    return new Teda(m, alpha, value);
  }

  @Override
  public String name() {
    return "TEDA";
  }

  /** −ln jaccardThreshold. */
  @Override
  public double alarmLevel() {
    return -StrictMath.log(jaccardThreshold);
  }

  @Override
  public Teda withAlarmLevel(double level) {
    if (!(level > 0 && level < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("level must be positive and finite: " + level);
    }
    return withJaccardThreshold(StrictMath.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new TedaState(this);
  }
}
