package org.governance4j.drift;

/**
 * The online least-squares density difference: estimates the difference of the densities of the
 * newest values and the first ones directly, without estimating either, and so finds changes of any
 * kind.
 *
 * <p>The difference is a sum of Gaussian bumps φ of width σ around c₁ … c_m. With h the difference
 * of the mean φ of the reference (the first N values) and of the window (the newest w), and in
 * units of σ
 *
 * <pre>
 *   Hᵢⱼ = √π·exp(−(cᵢ − cⱼ)²/4),  B = (H + lambda·I)⁻¹,  A = 2B − B·H·B
 *   D = hᵀ·A·h                                        the squared distance of the densities
 *   drift if  (D − E D) / √Var D > threshold
 * </pre>
 *
 * <p>Mean and variance are those of a quadratic form of a normal h whose covariance is that of φ in
 * the reference. The centres are the m-quantiles of the reference, where the paper draws some of
 * its values by chance: the same stream gives the same alarms. σ is the median distance of two
 * values of the reference.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>No report before {@code referenceSize + windowSize} values; no warning zone.
 *   <li>After a reported change the next value is the first of a new reference.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the beginning of the part
 *       of the window, up to its end, whose mean is farthest from the reference's in standard
 *       errors: a good estimate for a shift of the mean, a rough one for other changes, and never
 *       before the window. The means are those of the reference and of that part.
 *   <li>{@code UP} and {@code DOWN} compare these means; a change that leaves the mean as it was
 *       has whichever of them they happen to have.
 *   <li>The statistic is the standardized D. Its null distribution is that of a weighted sum of χ²
 *       variables: far from normal, and windows overlap, so choose the threshold by the expected
 *       run length. There is no p-value.
 * </ul>
 *
 * <p>An update takes O(w·m + m²) time, the last one of the reference O(N·m² + m³); memory is 16·N +
 * 8·w·(m + 1) + 40·m² bytes; nothing is allocated.
 *
 * <p>The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Sugiyama, Kanamori, Suzuki, du Plessis, Liu, Takeuchi: Density-Difference Estimation. Neural
 * Computation 25 (2013), doi:10.1162/NECO_a_00492. On streams: Bu, Alippi, Zhao: A pdf-Free Change
 * Detection Test Based on Density Difference Estimation. IEEE Transactions on Neural Networks and
 * Learning Systems 29 (2018), doi:10.1109/TNNLS.2016.2619909.
 *
 * @param referenceSize how many values are learned first, 2 to 100,000
 * @param windowSize how many of the newest are compared with them, 2 to 10,000
 * @param threshold of the standardized statistic, positive
 * @param centers how many bumps, 1 to 100
 * @param lambda how much the weights of the bumps are shrunk, from 1e-6 to 1e6
 */
public record Lsdd(int referenceSize, int windowSize, double threshold, int centers, double lambda)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Lsdd {
    Limits.range("referenceSize", referenceSize, 2, 100_000);
    Limits.range("windowSize", windowSize, 2, 10_000);
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: " + threshold);
    }
    Limits.range("centers", centers, 1, 100);
    if (!(lambda >= 1e-6 && lambda <= 1e6)) {
      throw new IllegalArgumentException("lambda must be from 1e-6 to 1e6: " + lambda);
    }
  }

  /** A reference of 250 values, a window of 50, threshold 8, 20 centres, lambda .1. */
  public static Lsdd defaults() {
    return new Lsdd(250, 50, 8, 20, .1);
  }

  /** The same with another threshold. */
  public Lsdd withThreshold(double value) {
    return new Lsdd(referenceSize, windowSize, value, centers, lambda);
  }

  @Override
  public String name() {
    return "LSDD";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Lsdd withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new LsddState(this);
  }
}
