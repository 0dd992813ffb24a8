package org.governance4j.drift;

import java.util.Objects;

/**
 * The Shewhart chart for individual values, with the runs rules of Western Electric as an option.
 *
 * <pre>
 *   z = (x − mean) / sd
 *   1  z > k                                         (one value beyond the limit)
 *   2  two of three values in a row have z > 2k/3
 *   3  four of five values in a row have z > k/3
 *   4  eight values in a row have z > 0
 * </pre>
 *
 * <p>and the same on the other side; with k = 3 these are the rules 1 to 4 of the Western Electric
 * Statistical Quality Control Handbook. The reference is given by {@code mean} and {@code sd}, or,
 * if both are NaN, learned from the first {@code minInstances} values and then frozen, as {@link
 * Cusum} says.
 *
 * <p>For independent normal values with a known reference and k = 3, the average run length without
 * a change is 370.4 with rule 1 alone, 225.4 with 1 and 2, 166.1 with 1 and 3, 152.7 with 1 and 4,
 * 91.7 with all four (Champ, Woodall).
 *
 * <ul>
 *   <li>Values: finite, magnitude at most 1e140; everything else is refused.
 *   <li>After a reported change the next value starts from nothing: no run, a learned reference
 *       learned anew.
 *   <li>{@link org.governance4j.DriftEvent#changeIndex() changeIndex} is the first value that the
 *       rule counted, {@code before} the reference mean, {@code after} the mean of the values from
 *       there. {@code statistic} and {@code threshold} are |z| and k, or for rules 2 to 4 how many
 *       values were beyond the line and how many it takes. {@code logP} is the two-sided
 *       probability (one-sided if one side is watched) of what the rule saw at this one position,
 *       for independent normal values. Of several rules the first is told of.
 *   <li>There is no warning zone.
 * </ul>
 *
 * <p>O(1) time and memory, no allocation. The configuration is immutable and shareable; a detector
 * belongs to one owner and one stream.
 *
 * <p>Shewhart: Economic Control of Quality of Manufactured Product. Van Nostrand 1931. Champ,
 * Woodall: Exact Results for Shewhart Control Charts with Supplementary Runs Rules. Technometrics
 * 29 (1987), doi:10.1080/00401706.1987.10488266.
 *
 * @param k the limit in standard deviations, above 0, at most 1e100
 * @param minInstances from how many values the reference is learned, at least 2; of no meaning if
 *     it is given
 * @param mode which changes are reported
 * @param rules the rules in use, as ascending digits that begin with 1: 1, 12, 134, 1234
 * @param mean the reference mean, magnitude at most 1e140; NaN to learn it
 * @param sd the reference standard deviation, from 1e-140 to 1e140; NaN to learn it
 */
public record Shewhart(double k, int minInstances, Side mode, int rules, double mean, double sd)
    implements CalibratedConfig {

  /** Checks the ranges. */
  public Shewhart {
    Chart.requireThreshold("k", k);
    Chart.requireReference(mean, sd, minInstances);
    Objects.requireNonNull(mode, "mode");
    if (!Integer.toString(rules).matches("12?3?4?")) {
      throw new IllegalArgumentException(
          "rules must be ascending digits from 1 to 4 that begin with 1: " + rules);
    }
  }

  /** A reference learned from 100 values, k = 3, both sides, rule 1 alone. */
  public static Shewhart defaults() {
    return new Shewhart(3, 100, Side.BOTH, 1, Double.NaN, Double.NaN);
  }

  /** The same with a reference that is known. */
  public Shewhart withReference(double knownMean, double knownSd) {
    return new Shewhart(k, minInstances, mode, rules, knownMean, knownSd);
  }

  /** The same with other rules. */
  public Shewhart withRules(int digits) {
    return new Shewhart(k, minInstances, mode, digits, mean, sd);
  }

  /** Whether a rule is in use. */
  boolean has(int rule) {
    return Integer.toString(rules).indexOf('0' + rule) >= 0;
  }

  @Override
  public String name() {
    return "Shewhart";
  }

  /** The limit k. Rule 4 does not depend on it, so it bounds the run length that can be had. */
  @Override
  public double alarmLevel() {
    return k;
  }

  @Override
  public Shewhart withAlarmLevel(double level) {
    return new Shewhart(level, minInstances, mode, rules, mean, sd);
  }

  @Override
  public StreamingDetector start() {
    return new ShewhartState(this);
  }
}
