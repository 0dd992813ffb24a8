package org.governance4j.drift;

/**
 * D3, the discriminative drift detector: tries to learn to tell the newest values of a window from
 * the older ones, and reports a change when that succeeds.
 *
 * <p>Whenever windowSize older and ⌊windowSize·rho⌋ newer values are there, a logistic regression
 * learns which are which from one half of them and scores the other half, and the other way round;
 * with the area under the ROC curve of all scores, ties counting one half,
 *
 * <pre>
 *   drift if AUC ≥ aucThreshold
 * </pre>
 *
 * <p>Otherwise the oldest ⌊windowSize·rho⌋ values leave. The paper's streams have many features; of
 * a stream of one number the features are z and z², z being the value less the mean of the window,
 * by its standard deviation: z alone could not tell two distributions of the same level apart. The
 * regression is penalized by ½·(b₀² + b₁² + b₂²), as the paper's classifier is by default, and
 * fitted by Newton's method. The halves are the values at even and at odd positions of each class,
 * so that there is no randomness.
 *
 * <p>The AUC of 10 values against 100 varies a lot without any change: with the usual parameters
 * false alarms are frequent. Choose the threshold by the expected run length.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>A report only when the window is full, at every ⌊windowSize·rho⌋-th value.
 *   <li>After a reported change only the newer values stay in the window, as published.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first of the newer
 *       values; the means are those of the older and the newer values, and the direction is theirs;
 *       the statistic is the AUC.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(windowSize) memory; every ⌊windowSize·rho⌋-th update takes O(rho·windowSize²), the others
 * O(1); no allocation after construction. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Gözüaçık, Büyükçakır, Bonab, Can: Unsupervised Concept Drift Detection with a Discriminative
 * Classifier. CIKM 2019, doi:10.1145/3357384.3358144.
 *
 * @param windowSize how many older values, 4 to 1,000
 * @param rho how many newer values for each older one, above 0 and at most 1; windowSize·rho must
 *     be at least 2
 * @param aucThreshold how well the two must be told apart, above .5 and at most 1
 */
public record D3(int windowSize, double rho, double aucThreshold) implements CalibratedConfig {

  private static final int MOST = 1000;

  /** Checks the ranges. */
  public D3 {
    if (windowSize < 4 || windowSize > MOST) {
      throw new IllegalArgumentException(
          "windowSize must be from 4 to " + MOST + ": " + windowSize);
    }
    if (!(rho > 0 && rho <= 1 && newer(windowSize, rho) >= 2)) {
      throw new IllegalArgumentException(
          "rho must be above 0, at most 1 and give at least 2 of windowSize values: " + rho);
    }
    if (!(aucThreshold > .5 && aucThreshold <= 1)) {
      throw new IllegalArgumentException(
          "aucThreshold must be above 0.5 and at most 1: " + aucThreshold);
    }
  }

  /** The usual parameters: 100 older values, a tenth as many newer ones, threshold .7. */
  public static D3 defaults() {
    return new D3(100, .1, .7);
  }

  /** The same with another threshold. */
  public D3 withAucThreshold(double value) {
    return new D3(windowSize, rho, value);
  }

  @Override
  public String name() {
    return "D3";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return aucThreshold;
  }

  @Override
  public D3 withAlarmLevel(double level) {
    return withAucThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new D3State(this);
  }

  /** How many newer values there are. */
  static int newer(int windowSize, double rho) {
    // A decimal such as .1 is not exact: a tenth of 30 must still be 3 values, not 2.
    return (int) Math.floor(windowSize * rho + 1e-9);
  }
}
