package org.governance4j.drift;

/**
 * SEED, the drift detector of Huang, Koh, Dobbie and Pears: a window of blocks, the cuts between
 * which are tried with the bound of ADWIN whenever a block is full; neighbouring blocks that are
 * alike become one.
 *
 * <p>With n values in the window, of variance s², a cut into n₀ older and n₁ newer values holds if
 *
 * <pre>
 *   |mean₀ − mean₁| &gt; √(2·m·s²·d) + ⅔·d·m
 *   d = ln(2·ln(n) / delta),  m = 1/n₀ + 1/n₁
 * </pre>
 *
 * <p>Every {@code compressTerm} blocks the window is compressed: from the oldest on, a block joins
 * the one before it if their means differ by less than {@code epsilonPrime·(1 + alpha·a)}, where a
 * is its age in blocks, 0 for the newest. The tolerance so grows linearly with age, as the old
 * values need no fine cuts.
 *
 * <p>The bound on false alarms is proved for values in [0, 1], and only there independent of their
 * unit, as {@link Adwin} says: bring values there first.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>A report only at every {@code blockSize}-th value, from the second block on.
 *   <li>After a reported change the window keeps what is newer than the strongest of the cuts that
 *       held, as published.
 *   <li>That cut is the {@link org.governance4j.DriftEvent#changeIndex() changeIndex}; the
 *       difference of the two means is the statistic, the bound the threshold. {@code UP} means
 *       that the newer mean is the larger.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>An update is O(1), every {@code blockSize}-th one O(blocks). Memory is fixed, 256 blocks: of a
 * window with so many the older half is joined in pairs, alike or not. No allocation after
 * construction. The configuration is immutable and shareable; a detector belongs to one owner and
 * one stream.
 *
 * <p>Huang, Koh, Dobbie, Pears: Detecting Volatility Shift in Data Streams. ICDM 2014,
 * doi:10.1109/ICDM.2014.50.
 *
 * @param delta the confidence: a bound of the probability of a false cut at one check of values in
 *     [0, 1]; between 0 and 1, both excluded
 * @param blockSize how many values a block takes, 1 to 65,536
 * @param epsilonPrime by how much the means of the newest blocks may differ to be alike, at least 0
 * @param alpha how much of that is added per block of age, at least 0
 * @param compressTerm how many blocks pass between two compressions, at least 1
 */
public record Seed(double delta, int blockSize, double epsilonPrime, double alpha, int compressTerm)
    implements CalibratedConfig {

  private static final int MOST = 65_536;

  /** Checks the ranges. */
  public Seed {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be between 0 and 1: " + delta);
    }
    if (blockSize < 1 || blockSize > MOST) {
      throw new IllegalArgumentException("blockSize must be from 1 to " + MOST + ": " + blockSize);
    }
    if (!(epsilonPrime >= 0 && epsilonPrime <= Range.LIMIT)) {
      throw new IllegalArgumentException(
          "epsilonPrime must be from 0 to " + Range.LIMIT + ": " + epsilonPrime);
    }
    if (!(alpha >= 0 && alpha <= Range.LIMIT)) {
      throw new IllegalArgumentException("alpha must be from 0 to " + Range.LIMIT + ": " + alpha);
    }
    if (compressTerm < 1) {
      throw new IllegalArgumentException("compressTerm must be at least 1: " + compressTerm);
    }
  }

  /** The usual parameters: delta .05, blocks of 32, tolerance .01, growth .8, every 75 blocks. */
  public static Seed defaults() {
    return new Seed(.05, 32, .01, .8, 75);
  }

  /** The same with another confidence. */
  public Seed withDelta(double value) {
    return new Seed(value, blockSize, epsilonPrime, alpha, compressTerm);
  }

  @Override
  public String name() {
    return "SEED";
  }

  /** −ln delta. */
  @Override
  public double alarmLevel() {
    return -StrictMath.log(delta);
  }

  @Override
  public Seed withAlarmLevel(double level) {
    return withDelta(StrictMath.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new SeedState(this);
  }
}
