package org.governance4j.drift;

/**
 * WSTD, the Wilcoxon rank sum test drift detector of Barros, Hidalgo and Cabral: compares the most
 * recent errors with older ones, of which it keeps a limited number.
 *
 * <p>With R the sum of the ranks of the w = {@code windowSize} recent values among all n = w + nₒ
 * values, nₒ ≤ {@code maxOld}, equal values sharing their mean rank, and tⱼ the numbers of zeros
 * and of ones:
 *
 * <pre>
 *   z = (R − w(n + 1)/2) / √( w·nₒ/12 · (n + 1 − Σ(tⱼ³ − tⱼ)/(n(n − 1))) )
 *   P = 2·(1 − Φ(z))
 *   warning if P &lt; alphaWarning, drift if P &lt; alphaDrift
 * </pre>
 *
 * <p>That is the test's normal approximation with the variance for tied values, as with only two
 * different values nearly all are tied: without that correction the stated levels would be far from
 * the true ones. There is no continuity correction. Only the side of more recent errors is
 * reported.
 *
 * <ul>
 *   <li>Values: 1 for an error, 0 for none; everything else, fractions too, is refused.
 *   <li>Nothing is reported before there are as many older values as recent ones, nor while all
 *       values are equal.
 *   <li>{@code UP} only: fewer errors are no drift.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is where in the recent window
 *       the rate most probably rose; before and after are the rates of the older and of the recent
 *       values. The statistic is z, the threshold the z of {@code alphaDrift}, logP is ln P.
 *   <li>After a drift the next value starts from nothing.
 * </ul>
 *
 * <p>O(1) time, {@code windowSize + maxOld} bits of memory, no allocation. The configuration is
 * immutable and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Barros, Hidalgo, Cabral: Wilcoxon Rank Sum Test Drift Detector. Neurocomputing 275 (2018),
 * doi:10.1016/j.neucom.2017.10.051.
 *
 * @param windowSize how many values are recent, 2 to 2<sup>24</sup>
 * @param maxOld how many older values are kept, from {@code windowSize} to 2<sup>24</sup>
 * @param alphaDrift the level of a drift, between 0 and 1, both excluded
 * @param alphaWarning the level of a warning, at least {@code alphaDrift} and below 1
 */
public record Wstd(int windowSize, int maxOld, double alphaDrift, double alphaWarning)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Wstd {
    Limits.range("windowSize", windowSize, 2, 1 << 24);
    Limits.range("maxOld", maxOld, windowSize, 1 << 24);
    Limits.confidences("alphaWarning", alphaWarning, "alphaDrift", alphaDrift);
  }

  /** The usual parameters: 30 recent values, 4,000 older ones, levels .003 and .05. */
  public static Wstd defaults() {
    return new Wstd(30, 4_000, .003, .05);
  }

  @Override
  public String name() {
    return "WSTD";
  }

  /** −ln alphaDrift. */
  @Override
  public double alarmLevel() {
    return -Math.log(alphaDrift);
  }

  @Override
  public Wstd withAlarmLevel(double level) {
    double drift = Limits.confidence(level);
    double warning = Limits.proportional(alphaWarning, alphaDrift, level);
    return new Wstd(windowSize, maxOld, drift, Math.max(drift, warning));
  }

  @Override
  public StreamingDetector start() {
    return new WstdState(this);
  }
}
