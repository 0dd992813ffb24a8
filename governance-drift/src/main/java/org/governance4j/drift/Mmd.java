package org.governance4j.drift;

/**
 * The online kernel two-sample test: compares the distribution of the newest values with that of
 * the first ones by their maximum mean discrepancy, and so finds changes of any kind.
 *
 * <p>With the kernel k(x, y) = exp(−(x − y)²/2σ²), the reference r (the first N values) and the
 * window x (the newest w),
 *
 * <pre>
 *   D = mean k(rᵢ, rⱼ) + mean k(xᵢ, xⱼ) − 2·mean k(rᵢ, xⱼ)          i ≠ j in the first two
 *   V = 2·E k̃²·(1/w(w − 1) + 1/N(N − 1) + 2/wN)
 *   drift if  D / √V > threshold
 * </pre>
 *
 * <p>D is unbiased, V its variance without a change, by the second moment of the centred kernel k̃
 * in the reference. The bandwidth σ is the median distance of two values of the reference.
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
 *   <li>The statistic is D/√V. Its null distribution is that of a weighted sum of χ² variables: far
 *       from normal, and windows overlap, so choose the threshold by the expected run length. There
 *       is no p-value.
 * </ul>
 *
 * <p>An update takes O(N + w) time, an exponential each, and the last one of the reference O(N²);
 * memory is 24·(N + w) bytes; nothing is allocated.
 *
 * <p>The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Gretton, Borgwardt, Rasch, Schölkopf, Smola: A Kernel Two-Sample Test. Journal of Machine
 * Learning Research 13 (2012). Online: Cobb, Van Looveren, Klaise: Sequential Multivariate Change
 * Detection with Calibrated and Memoryless False Detection Rates. AISTATS 2022,
 * doi:10.48550/arXiv.2108.00883.
 *
 * @param referenceSize how many values are learned first, 2 to 10,000
 * @param windowSize how many of the newest are compared with them, 2 to 10,000
 * @param threshold of the standardized statistic, positive
 */
public record Mmd(int referenceSize, int windowSize, double threshold) implements CalibratedConfig {

  /** Checks the ranges. */
  public Mmd {
    Limits.range("referenceSize", referenceSize, 2, 10_000);
    Limits.range("windowSize", windowSize, 2, 10_000);
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("threshold must be positive and finite: " + threshold);
    }
  }

  /** A reference of 250 values, a window of 50, threshold 8. */
  public static Mmd defaults() {
    return new Mmd(250, 50, 8);
  }

  /** The same with another threshold. */
  public Mmd withThreshold(double value) {
    return new Mmd(referenceSize, windowSize, value);
  }

  @Override
  public String name() {
    return "MMD";
  }

  /** The threshold. */
  @Override
  public double alarmLevel() {
    return threshold;
  }

  @Override
  public Mmd withAlarmLevel(double level) {
    return withThreshold(level);
  }

  @Override
  public StreamingDetector start() {
    return new MmdState(this);
  }
}
