package org.governance4j.drift;

/**
 * SeqDrift1 (OnePassSampler): holds every new block of values against a random sample of the same
 * size of all values since the last change, by Bernstein's inequality.
 *
 * <pre>
 *   drift if |mean of the sample − mean of the block| &gt; ε
 *   ε = 2·(p + √(p² + 18·s²·b·p)) / (3·b),   p = ln(4·t / delta)
 * </pre>
 *
 * <p>where b = blockSize, s² the variance of the two together, and t the number of tests since the
 * last change: the t-th test gets delta / t (Bonferroni), so that the detector grows more careful
 * the longer nothing happens. A block that is not different joins the sample by reservoir sampling
 * (Vitter's algorithm R) with SplitMix64 from {@code seed}, so the same stream gives the same
 * results; {@code reset()} starts the generator again, a drift does not.
 *
 * <ul>
 *   <li>Values: from 0 to 1; everything else is refused.
 *   <li>A report only at every {@code blockSize}-th value, from the second block on.
 *   <li>After a reported change the newest block is the new sample, as published.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value of that
 *       block; the statistic is the difference of the two means, the threshold ε, {@code logP} the
 *       logarithm of the bound of Bernstein's inequality for such a difference in one test.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time on average, O(blockSize) memory; no allocation after construction. The configuration
 * is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Sakthithasan, Pears, Koh: One Pass Concept Change Detection for Data Streams. PAKDD 2013,
 * doi:10.1007/978-3-642-37456-2_39. Vitter: Random Sampling with a Reservoir. ACM TOMS 11 (1985),
 * doi:10.1145/3147.3165.
 *
 * @param delta a bound of the probability of a false alarm at one test; between 0 and 1, both
 *     excluded
 * @param blockSize how many values are compared, 2 to 1,000,000
 * @param seed where the generator starts
 */
public record SeqDrift1(double delta, int blockSize, long seed) implements CalibratedConfig {

  /** Checks the ranges. */
  public SeqDrift1 {
    SeqDrift2.requireDelta(delta);
    SeqDrift2.requireSize("blockSize", blockSize);
  }

  /** The usual parameters: delta .01, blocks of 200, seed 42. */
  public static SeqDrift1 defaults() {
    return new SeqDrift1(.01, 200, 42);
  }

  /** The same with another confidence. */
  public SeqDrift1 withDelta(double value) {
    return new SeqDrift1(value, blockSize, seed);
  }

  @Override
  public String name() {
    return "SeqDrift1";
  }

  /** −ln delta. */
  @Override
  public double alarmLevel() {
    return -StrictMath.log(delta);
  }

  @Override
  public SeqDrift1 withAlarmLevel(double level) {
    return withDelta(StrictMath.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new SeqDriftState(this, blockSize, blockSize, delta, seed, true);
  }
}
