package org.governance4j.drift;

/**
 * ADWIN, the adaptive window of Bifet and Gavaldà: keeps the longest window of recent values in
 * which no two adjacent parts have means that differ more than chance allows, and reports a change
 * whenever it has to drop old values.
 *
 * <p>With W values in the window, of variance s², a cut into n₀ older and n₁ newer values holds if
 *
 * <pre>
 *   |mean₀ − mean₁| > √(2·m·s²·d) + ⅔·d·m
 *   d = ln(2·ln(W) / delta),  m = 1/(n₀ − minWindowLength + 1) + 1/(n₁ − minWindowLength + 1)
 * </pre>
 *
 * <p>The bound on false alarms is proved for values in [0, 1] and independent of their unit only
 * there: of its two terms the second is in units of the range 1. Values on a smaller scale are
 * found changed late (those of 1e-5 only after tens of thousands), values on a larger one may raise
 * false alarms, more so the heavier their tails. An outlier far beyond the others stays in the
 * variance until it leaves the window and hides every change of the ordinary size: one of 1e6 among
 * values of about 1 hides them for good. So bring values to [0, 1] first, clipped; {@link
 * DriftMonitor} does. The arithmetic takes any values within the limit below.
 *
 * <p>The window is an exponential histogram: rows of at most {@code maxBuckets} buckets of 2ⁱ
 * values, each with its total and its sum of squared deviations (Babcock et al.), and the cuts
 * tried are the bucket boundaries.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>No report before the window holds more than {@code gracePeriod} values, and only at every
 *       {@code clock}-th value.
 *   <li>A reported change carries the strongest of the cuts that held: its position as {@link
 *       org.governance4j.DriftEvent#changeIndex() changeIndex}, the difference of the two means as
 *       statistic, the bound as threshold. {@code UP} means that the newer mean is the larger.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>A window of W values takes O(maxBuckets · log(W / maxBuckets)) memory; an update is O(1) and
 * every {@code clock}-th update tries that many cuts. Updates allocate nothing, except that memory
 * grows by eight rows when the window first outgrows 16 of them (300,000 values and more).
 *
 * <p>The configuration is immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Bifet, Gavaldà: Learning from Time-Changing Data with Adaptive Windowing. SIAM SDM 2007,
 * doi:10.1137/1.9781611972771.42. Variance: Babcock, Datar, Motwani, O'Callaghan: Maintaining
 * Variance and k-Medians over Data Stream Windows. PODS 2003, doi:10.1145/773153.773176.
 *
 * @param delta the confidence: a bound of the probability of a false cut at one check of values in
 *     [0, 1]; between 0 and 1, both excluded
 * @param clock how many values pass between two checks, at least 1
 * @param maxBuckets the most buckets in one row, 2 to 1,024; more means finer cuts and more work
 * @param minWindowLength the fewest values on either side of a cut, at least 1
 * @param gracePeriod no check before the window holds more than this many values, at least 0
 */
public record Adwin(double delta, int clock, int maxBuckets, int minWindowLength, int gracePeriod)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Adwin {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be between 0 and 1: " + delta);
    }
    Limits.range("clock", clock, 1, Integer.MAX_VALUE);
    Limits.range("maxBuckets", maxBuckets, 2, 1024);
    Limits.range("minWindowLength", minWindowLength, 1, Integer.MAX_VALUE);
    Limits.range("gracePeriod", gracePeriod, 0, Integer.MAX_VALUE);
  }

  /** The usual parameters: delta .002, clock 32, 5 buckets, at least 5, more than 10. */
  public static Adwin defaults() {
    return new Adwin(.002, 32, 5, 5, 10);
  }

  /** The same with another confidence. */
  public Adwin withDelta(double value) {
    return new Adwin(value, clock, maxBuckets, minWindowLength, gracePeriod);
  }

  @Override
  public String name() {
    return "ADWIN";
  }

  /** −ln delta. */
  @Override
  public double alarmLevel() {
    return -Math.log(delta);
  }

  @Override
  public Adwin withAlarmLevel(double level) {
    return withDelta(Math.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new AdwinState(this);
  }
}
