package org.governance4j.guard;

import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of one check beside the prediction itself.
 *
 * @param revision the policy that judged
 * @param judged what it said
 * @param verdict what was answered; another than {@code judged} only under an override or by a fail
 *     mode
 * @param override the override in force, or null
 * @param failMode the mode by which another verdict than the judged one was answered, or null
 */
record Judgement(
    String revision,
    Verdict judged,
    Verdict verdict,
    @Nullable ActiveOverride override,
    @Nullable FailMode failMode) {

  /** Without override or fail mode. */
  static Judgement plain(String revision, Verdict verdict) {
    return new Judgement(revision, verdict, verdict, null, null);
  }
}
