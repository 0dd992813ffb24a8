package org.governance4j.guard;

import java.util.List;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of one check beside the prediction itself.
 *
 * @param revision the policy that judged
 * @param own what it said itself
 * @param judged what counts as judged; another than {@code own} only while the policy is stale
 * @param verdict what was answered; another than {@code judged} only under an override, by a fail
 *     mode, or when there is no place for a review
 * @param override the override in force, or null
 * @param failMode the mode by which another verdict than the judged one was to be answered, or null
 */
record Judgement(
    String revision,
    Verdict own,
    Verdict judged,
    Verdict verdict,
    @Nullable ActiveOverride override,
    @Nullable FailMode failMode) {

  /** The same judgement with another answer: what was to be answered is not possible. */
  Judgement answered(Verdict other) {
    return new Judgement(revision, own, judged, other, override, failMode);
  }

  /** Whether a fail mode has answered, and not a denial after all. */
  boolean byFailMode() {
    return failMode != null && !(verdict instanceof Verdict.Deny);
  }

  /** What must be done to the output before it leaves, whoever releases it. */
  List<Obligation> obligations() {
    return own instanceof Verdict.AllowWith conditional ? conditional.obligations() : List.of();
  }

  /** Without override or fail mode. */
  static Judgement plain(String revision, Verdict verdict) {
    return new Judgement(revision, verdict, verdict, verdict, null, null);
  }
}
