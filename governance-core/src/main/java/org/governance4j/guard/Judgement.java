package org.governance4j.guard;

import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of one check beside the prediction itself.
 *
 * @param revision the policy that judged
 * @param judged what it said
 * @param verdict what was answered; another than {@code judged} only under an override, by a fail
 *     mode, or when there is no place for a review
 * @param override the override in force, or null
 * @param failMode the mode by which another verdict than the judged one was to be answered, or null
 */
record Judgement(
    String revision,
    Verdict judged,
    Verdict verdict,
    @Nullable ActiveOverride override,
    @Nullable FailMode failMode) {

  /** The same judgement with another answer: what was to be answered is not possible. */
  Judgement answered(Verdict other) {
    return new Judgement(revision, judged, other, override, failMode);
  }

  /** Whether a fail mode has answered, and not a denial after all. */
  boolean byFailMode() {
    return failMode != null && !(verdict instanceof Verdict.Deny);
  }

  /** Without override or fail mode. */
  static Judgement plain(String revision, Verdict verdict) {
    return new Judgement(revision, verdict, verdict, null, null);
  }
}
