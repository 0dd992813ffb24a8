package org.governance4j.drift;

/**
 * The online Cramér-von Mises test: compares the distribution of the newest values with that of the
 * first ones, whatever it is, and so finds changes of shape and spread as well as of the mean.
 *
 * <p>With F the distribution function of the reference (the first N values), G that of the window
 * (the newest w) and sums over the N and the w values,
 *
 * <pre>
 *   T = N·w / (N + w)² · (Σ (F(rⱼ) − G(rⱼ))² + Σ (F(xᵢ) − G(xᵢ))²)
 *   drift if  (T − E T) / √Var T > threshold
 * </pre>
 *
 * <p>where mean and variance are those of two samples of one continuous distribution. Under ties T
 * is smaller, and there are fewer alarms. T is Anderson's two-sample statistic over a sliding
 * window, with a fixed reference instead of Ross and Adams' maximum over all splits of the past: so
 * memory stays bounded and the past cannot be poisoned by a slow change.
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
 *   <li>The statistic is the standardized T. Its null distribution is that of a weighted sum of χ²
 *       variables: far from normal, and windows overlap, so choose the threshold by the expected
 *       run length. There is no p-value.
 * </ul>
 *
 * <p>An update takes O(w + log N) time, the last one of the reference O(N log N); memory is 16·N +
 * 24·w bytes; nothing is allocated.
 *
 * <p>The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Anderson: On the Distribution of the Two-Sample Cramer-von Mises Criterion. Annals of
 * Mathematical Statistics 33 (1962), doi:10.1214/aoms/1177704477. Ross, Adams: Two Nonparametric
 * Control Charts for Detecting Arbitrary Distribution Changes. Journal of Quality Technology 44
 * (2012), doi:10.1080/00224065.2012.11917887.
 *
 * @param referenceSize how many values are learned first, 2 to 100,000
 * @param windowSize how many of the newest are compared with them, 2 to 10,000
 * @param threshold of the standardized statistic, positive
 */
public record Cvm(int referenceSize, int windowSize, double threshold) implements CalibratedConfig {

  /** Checks the ranges. */
  public Cvm {
    Limits.range("referenceSize", referenceSize, 2, 100_000);
    Limits.range("windowSize", windowSize, 2, 10_000);
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: " + threshold);
    }
  }

  /** A reference of 500 values, a window of 50, threshold 10. */
  public static Cvm defaults() {
    return new Cvm(500, 50, 10);
  }

  /** The same with another threshold. */
  public Cvm withThreshold(double value) {
    return new Cvm(referenceSize, windowSize, value);
  }

  @Override
  public String name() {
    return "CVM";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Cvm withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new CvmState(this);
  }
}
