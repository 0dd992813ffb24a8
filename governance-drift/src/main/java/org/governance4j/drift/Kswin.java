package org.governance4j.drift;

/**
 * KSWIN, the Kolmogorov-Smirnov windowing method: holds the newest {@code statSize} values of a
 * sliding window against as many drawn at random from the older ones, by the two-sample
 * Kolmogorov-Smirnov test.
 *
 * <pre>
 *   R = the newest statSize of the last windowSize values
 *   W = statSize values drawn without replacement from the other windowSize − statSize
 *   D = sup |F_R − F_W|,  drift if P(D' ≥ D) ≤ alpha
 * </pre>
 *
 * <p>The probability is the exact one for samples without ties, as SciPy's {@code ks_2samp} has it
 * for samples of up to 10,000; with ties the test is conservative. It finds changes of the whole
 * distribution, not of the mean alone. The test is repeated with every value: alpha is the
 * probability of a false alarm at one of them, so choose it by the expected run length.
 *
 * <p>The sample is drawn anew for every value by a partial Fisher-Yates shuffle with SplitMix64,
 * from {@code seed}: the same stream gives the same results. {@code reset()} starts the generator
 * again, a drift does not.
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>No report before the window is full.
 *   <li>After a reported change the window keeps the newest {@code statSize} values, as published,
 *       and fills up again.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first of the newest
 *       values; the means are those of the older and the newer part of the window, and the
 *       direction is theirs; {@code logP} is the logarithm of the probability. The statistic is D,
 *       the threshold the least significant D (above 1 if no D is).
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(windowSize) time and memory; no allocation after construction. The configuration is
 * immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Raab, Heusinger, Schleif: Reactive Soft Prototype Computing for Concept Drift Streams.
 * Neurocomputing 416 (2020), doi:10.1016/j.neucom.2019.11.111.
 *
 * @param alpha the significance level of one test, between 0 and 1, both excluded
 * @param windowSize how many values the window holds, at most 20,000
 * @param statSize how many values are compared, at least 1 and at most half of the window
 * @param seed where the generator starts
 */
public record Kswin(double alpha, int windowSize, int statSize, long seed)
    implements CalibratedConfig {

  private static final int MOST = 2 * KolmogorovSmirnov.MOST;

  /** Checks the ranges. */
  public Kswin {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
    }
    if (windowSize < 2 || windowSize > MOST) {
      throw new IllegalArgumentException(
          "windowSize must be from 2 to " + MOST + ": " + windowSize);
    }
    if (statSize < 1 || statSize > windowSize / 2) {
      throw new IllegalArgumentException(
          "statSize must be from 1 to half of windowSize, " + windowSize / 2 + ": " + statSize);
    }
  }

  /** The usual parameters: alpha .005, the newest 30 of 100 values, seed 42. */
  public static Kswin defaults() {
    return new Kswin(.005, 100, 30, 42);
  }

  /** The same with another significance level. */
  public Kswin withAlpha(double value) {
    return new Kswin(value, windowSize, statSize, seed);
  }

  @Override
  public String name() {
    return "KSWIN";
  }

  /** −ln alpha. */
  @Override
  public double alarmLevel() {
    return -StrictMath.log(alpha);
  }

  @Override
  public Kswin withAlarmLevel(double level) {
    return withAlpha(StrictMath.exp(-level));
  }

  @Override
  public StreamingDetector start() {
    return new KswinState(this);
  }
}
