package org.governance4j.policy;

import java.util.List;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Whether a prediction counts as one that violates: one that the rules withheld, or that breaks one
 * rule. A prediction that could not be judged violates every rule.
 *
 * @param rule the id of the rule, or null
 */
record Breach(@Nullable String rule) {

  boolean in(Judged judged) {
    Verdict verdict = judged.verdict();
    if (verdict.allowed()) {
      return false;
    }
    if (verdict instanceof Verdict.Deny deny) {
      return rule == null || !judged(deny.cause()) || names(deny.violations(), rule);
    }
    if (verdict instanceof Verdict.Escalate escalate) {
      return rule == null || names(escalate.violations(), rule);
    }
    // A verdict of obligations does not say which rules they come from.
    return rule != null && judged.breaks(rule);
  }

  private static boolean judged(Verdict.Cause cause) {
    return cause == Verdict.Cause.POLICY || cause == Verdict.Cause.UNDEFINED_INPUT;
  }

  private static boolean names(List<Violation> violations, String rule) {
    for (Violation violation : violations) {
      if (violation.rule().equals(rule)) {
        return true;
      }
    }
    return false;
  }

  /** The predictions that are counted, in words. */
  String words() {
    return rule == null ? "predictions withheld" : "predictions against " + Wording.quote(rule);
  }
}
