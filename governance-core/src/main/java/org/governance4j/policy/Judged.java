package org.governance4j.policy;

import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A verdict of rules and what was found for it, so that nobody who wants to know which rule was
 * broken looks at the prediction again. One prediction, one thread.
 *
 * @param findings what was found, or null if the rules were not looked at one by one
 */
record Judged(Verdict verdict, @Nullable Findings findings) {
  /** Nothing is wrong. */
  static final Judged ALLOWED = new Judged(Verdict.ALLOW, null);

  /** Whether the rule of that id is broken, as far as the rules were looked at. */
  boolean breaks(String rule) {
    return findings != null && findings.breaks(rule);
  }
}
