package org.governance4j.drift;

/**
 * STEPD, the statistical test of equal proportions of Nishida and Yamauchi: compares the error rate
 * of the most recent values with that of all older ones.
 *
 * <p>With kᵣ errors in the w = {@code windowSize} recent values, kₒ in the nₒ older ones and p =
 * (kᵣ + kₒ)/(w + nₒ):
 *
 * <pre>
 *   z = (kᵣ/w − kₒ/nₒ − ½(1/w + 1/nₒ)) / √(p·(1 − p)·(1/w + 1/nₒ))
 *   P = 2·(1 − Φ(z))
 *   warning if P &lt; alphaWarning, drift if P &lt; alphaDrift
 * </pre>
 *
 * <p>That is the two-sided test with a continuity correction, of which only the side of more recent
 * errors is reported.
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
 * <p>O(1) time, {@code windowSize} bits of memory, no allocation. The configuration is immutable
 * and shareable; a detector belongs to one owner and one stream.
 *
 * <p>Nishida, Yamauchi: Detecting Concept Drift Using Statistical Testing. Discovery Science 2007,
 * doi:10.1007/978-3-540-75488-6_27.
 *
 * @param windowSize how many values are recent, 2 to 2<sup>24</sup>
 * @param alphaDrift the level of a drift, between 0 and 1, both excluded
 * @param alphaWarning the level of a warning, at least {@code alphaDrift} and below 1
 */
public record Stepd(int windowSize, double alphaDrift, double alphaWarning)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Stepd {
    Limits.range("windowSize", windowSize, 2, 1 << 24);
    Limits.confidences("alphaWarning", alphaWarning, "alphaDrift", alphaDrift);
  }

  /** The parameters of the paper: 30 recent values, levels .003 and .05. */
  public static Stepd defaults() {
    return new Stepd(30, .003, .05);
  }

  @Override
  public String name() {
    return "STEPD";
  }

  /** −ln alphaDrift. */
  @Override
  public double alarmLevel() {
    return -Math.log(alphaDrift);
  }

  @Override
  public Stepd withAlarmLevel(double level) {
    double drift = Limits.confidence(level);
    double warning = Limits.proportional(alphaWarning, alphaDrift, level);
    return new Stepd(windowSize, drift, Math.max(drift, warning));
  }

  @Override
  public StreamingDetector start() {
    return new StepdState(this);
  }
}
