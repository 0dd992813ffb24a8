package org.governance4j.drift;

/**
 * SeqDrift2: holds every new block of values against a reservoir sample of all values since the
 * last change, by Bernstein's inequality.
 *
 * <pre>
 *   drift if |mean of the reservoir − mean of the block| &gt; ε
 *   ε = (p + √(p² + 18·s²·b·p)) / (3·(1 − k)·b),   p = ln(4 / delta),   k = b / (r + b)
 * </pre>
 *
 * <p>where b = blockSize, r the number of values in the reservoir, and s² the variance of the two
 * together. k is the share of the difference that is allowed to the reservoir: with r = b both are
 * allowed half. A block that is not different joins the reservoir (Vitter's algorithm R) with
 * SplitMix64 from {@code seed}, so the same stream gives the same results; {@code reset()} starts
 * the generator again, a drift does not.
 *
 * <ul>
 *   <li>Values: from 0 to 1; everything else is refused.
 *   <li>A report only at every {@code blockSize}-th value, from the second block on.
 *   <li>After a reported change the newest block is the new reservoir, as published.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value of that
 *       block; the statistic is the difference of the two means, the threshold ε, {@code logP} the
 *       logarithm of the bound of Bernstein's inequality for such a difference in one test.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time on average, O(blockSize + reservoirSize) memory; no allocation after construction.
 * The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Pears, Sakthithasan, Koh: Detecting Concept Change in Dynamic Data Streams. Machine Learning
 * 97 (2014), doi:10.1007/s10994-013-5433-9. Vitter: Random Sampling with a Reservoir. ACM TOMS 11
 * (1985), doi:10.1145/3147.3165.
 *
 * @param delta a bound of the probability of a false alarm at one test; between 0 and 1, both
 *     excluded
 * @param blockSize how many values the newer sample has, 2 to 1,000,000
 * @param reservoirSize how many values the older sample has at most, blockSize to 1,000,000
 * @param seed where the generator starts
 */
public record SeqDrift2(double delta, int blockSize, int reservoirSize, long seed)
    implements CalibratedConfig {

  private static final int MOST = 1_000_000;

  /** Checks the ranges. */
  public SeqDrift2 {
    requireDelta(delta);
    requireSize("blockSize", blockSize);
    requireSize("reservoirSize", reservoirSize);
    if (reservoirSize < blockSize) {
      throw new IllegalArgumentException(
          "reservoirSize must be at least blockSize, " + blockSize + ": " + reservoirSize);
    }
  }

  /** The usual parameters: delta .01, blocks of 200, and a reservoir of 1,000, seed 42. */
  public static SeqDrift2 defaults() {
    return new SeqDrift2(.01, 200, 1000, 42);
  }

  /** The same with another confidence. */
  public SeqDrift2 withDelta(double value) {
    return new SeqDrift2(value, blockSize, reservoirSize, seed);
  }

  @Override
  public String name() {
    return "SeqDrift2";
  }

  /** −ln delta. */
  @Override
  public double alarmLevel() {
    return -StrictMath.log(delta);
  }

  @Override
  public SeqDrift2 withAlarmLevel(double level) {
    return withDelta(StrictMath.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new SeqDriftState(this, blockSize, reservoirSize, delta, seed, false);
  }

  static void requireDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be between 0 and 1: " + delta);
    }
  }

  static void requireSize(String name, int value) {
    if (value < 2 || value > MOST) {
      throw new IllegalArgumentException(name + " must be from 2 to " + MOST + ": " + value);
    }
  }
}
