package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.governance4j.PolicyInvalid;

/**
 * A rule about the stream of verdicts, to be added to a {@link RulePolicy} with {@link
 * RulePolicyBuilder#window} or in its file, beside the rules: {@code "windows":[{…}]}. It has what
 * a rule has: an id, unique among rules and windows, a message, severity, labels and controls; its
 * effect is {@code deny} or {@code escalate}.
 *
 * <ul>
 *   <li><b>Order.</b> The rules judge a prediction first; then every window counts it and judges
 *       the stream including it. A window makes a verdict stricter, never milder: its violations
 *       follow those of the rules. What windows decide is not counted as a violation, so that a
 *       window does not keep itself open. A prediction whose rules threw is not counted.
 *   <li><b>Time.</b> A window is a {@link Duration} of 1 second to 24 hours, kept in sixtieths: it
 *       reaches back at least that long, and at most a sixtieth longer. It moves with a monotonic
 *       clock and is not affected by the time of day being set. At the edge of a sixtieth a
 *       prediction may be counted in the next one, and while one thread begins the next, others
 *       judge by the window as it was.
 *   <li><b>Groups.</b> With {@link #by}, each value of a CATEGORY field is counted separately, for
 *       example each tenant. The first 256 values seen, of up to 256 characters each, get counters
 *       of their own; all others share one set, so that memory is bounded (about 3 KiB a value).
 *   <li><b>Missing values.</b> A prediction that lacks the field of {@code by}, or the label, is
 *       denied as {@link org.governance4j.Verdict.Cause#UNDEFINED_INPUT}, whatever the window's
 *       effect, and not counted by that window.
 *   <li><b>Cost.</b> Counting is wait-free and allocates nothing where nothing is broken, except
 *       for the counters of a value seen for the first time. One reading of the clock for each
 *       prediction, for all windows together.
 * </ul>
 *
 * <p>What does not fit is refused with a {@link PolicyInvalid} that names the window. Immutable,
 * without counters: those begin with {@link RulePolicy#bind}. Safe for any number of threads.
 */
public final class Window {
  private final WindowRule rule;

  private Window(WindowRule rule) {
    this.rule = rule;
  }

  WindowRule rule() {
    return rule;
  }

  /**
   * The share of predictions that the rules withheld, denied or escalated, is at most {@code max}.
   * In a file: {@code {"id":…,"kind":"rate","window":"PT1M","max":…,"min_count":…}}, and {@code
   * "rule"} and {@code "by"} if need be.
   *
   * @param max at least 0, less than 1
   * @param minCount from how many predictions within the window on the share is judged, 1 to 10⁹
   */
  public static Window rate(String id, Duration window, double max, long minCount) {
    return new Window(new RateWindow(RuleHead.of(id), null, null, window, max, minCount));
  }

  /**
   * After {@code count} predictions in a row that the rules withheld, the window opens and is
   * broken by all predictions until {@code recover} in a row were not withheld by the rules. The
   * one that opens it is broken by it too; the one that completes the recovery is not. In a file:
   * {@code {"id":…,"kind":"consecutive","count":…,"recover":…}}, and {@code "rule"} and {@code
   * "by"} if need be.
   *
   * @param count 1 to 10⁹
   * @param recover 1 to 10⁹
   */
  public static Window consecutive(String id, long count, long recover) {
    return new Window(new ConsecutiveWindow(RuleHead.of(id), null, null, count, recover));
  }

  /**
   * At most {@code max} predictions within the window. Every prediction counts, also one that is
   * withheld, by this window or otherwise: who goes on asking stays refused until the window has
   * moved on. Exact for any number of threads: within no time of that length more than {@code max}
   * predictions pass. In a file: {@code {"id":…,"kind":"quota","window":"PT1M","max":…}}, and
   * {@code "by"} if need be.
   *
   * @param max 1 to 10⁹
   */
  public static Window quota(String id, Duration window, long max) {
    return new Window(new QuotaWindow(RuleHead.of(id), null, window, max));
  }

  /**
   * The favourable outcomes of the groups do not differ by more than {@code maxGap}, with
   * confidence. Of the groups with enough predictions, the one with the greatest rate of favourable
   * outcomes is held against the one with the least; the window is broken if the lower end of the
   * interval for the difference is above {@code maxGap}. The interval is the hybrid score interval
   * (R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10).
   *
   * <ul>
   *   <li>it has a confidence of 95 % unless {@link #confidence} says otherwise
   *   <li>an outcome is what the model answered, whatever became of the answer, so that the window
   *       sees a model become fair again
   *   <li>values of {@code by} that are not listed are counted together, to be seen in {@link
   *       WindowedPolicy#readings}, and not judged
   *   <li>the interval is for two groups: with many, the greatest and the least differ by chance
   *       more often, and a higher confidence is in place
   * </ul>
   *
   * <p>In a file: {@code {"id":…,"kind":"fairness_gap","by":…,"groups":[…],"label":…,
   * "favourable":[…],"window":"PT1H","max_gap":…,"min_count":…,"confidence":…}}. The cost of a
   * prediction grows with the number of groups.
   *
   * @param by the CATEGORY that tells the groups apart
   * @param groups its values that are judged, 2 to 64
   * @param label the CATEGORY that is the outcome
   * @param favourable its values that are favourable, at least one
   * @param maxGap at least 0, less than 1
   * @param minCount from how many predictions within the window on a group is judged, 1 to 10⁹
   */
  public static Window fairnessGap(
      String id,
      Duration window,
      String by,
      List<String> groups,
      String label,
      List<String> favourable,
      double maxGap,
      long minCount) {
    return new Window(
        new FairnessGapWindow(
            RuleHead.of(id),
            by,
            groups,
            label,
            favourable,
            window,
            maxGap,
            minCount,
            FairnessGapWindow.DEFAULT_CONFIDENCE));
  }

  /**
   * Of a rate or a row: counts the predictions that break one rule of the policy, whatever its
   * effect, instead of those that are withheld. A prediction that could not be judged counts too.
   *
   * @param id of the rule
   * @throws IllegalStateException if it is a window of another kind
   */
  public Window violating(String id) {
    Objects.requireNonNull(id, "id");
    if (rule instanceof RateWindow w) {
      return new Window(new RateWindow(w.head(), id, w.by(), w.window(), w.max(), w.minCount()));
    }
    if (rule instanceof ConsecutiveWindow w) {
      return new Window(new ConsecutiveWindow(w.head(), id, w.by(), w.count(), w.recover()));
    }
    throw misplaced("violating", "rate or consecutive");
  }

  /**
   * Of a rate, a row or a quota: counts each value of a field separately.
   *
   * @param field a CATEGORY
   * @throws IllegalStateException if it is a window of another kind
   */
  public Window by(String field) {
    Objects.requireNonNull(field, "field");
    if (rule instanceof RateWindow w) {
      return new Window(
          new RateWindow(w.head(), w.rule(), field, w.window(), w.max(), w.minCount()));
    }
    if (rule instanceof ConsecutiveWindow w) {
      return new Window(new ConsecutiveWindow(w.head(), w.rule(), field, w.count(), w.recover()));
    }
    if (rule instanceof QuotaWindow w) {
      return new Window(new QuotaWindow(w.head(), field, w.window(), w.max()));
    }
    throw misplaced("by", "rate, consecutive or quota");
  }

  /**
   * Of a gap: the confidence of the interval for the difference.
   *
   * @param level 0.5 to 0.999999
   * @throws IllegalStateException if it is a window of another kind
   */
  public Window confidence(double level) {
    if (rule instanceof FairnessGapWindow w) {
      return new Window(
          new FairnessGapWindow(
              w.head(),
              w.by(),
              w.groups(),
              w.label(),
              w.favourable(),
              w.window(),
              w.maxGap(),
              w.minCount(),
              level));
    }
    throw misplaced("confidence", "fairness_gap");
  }

  private IllegalStateException misplaced(String what, String kinds) {
    return new IllegalStateException(
        rule.head().place()
            + ": "
            + what
            + " belongs to a window of kind "
            + kinds
            + ", found "
            + rule.kind().word());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Window that && rule.equals(that.rule);
  }

  @Override
  public int hashCode() {
    return rule.hashCode();
  }

  @Override
  public String toString() {
    return "Window[" + rule.kind().word() + " " + Wording.quote(rule.head().id()) + "]";
  }
}
