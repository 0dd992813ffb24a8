package org.governance4j.guard;

import org.governance4j.Verdict;

/**
 * The denials of a guard's own that say nothing about the prediction. Made beforehand: after an
 * {@link Error}, such as a full heap or stack, there may be no room to make one.
 */
final class Denials {
  static final Verdict.Deny CLOSED =
      Verdict.Deny.of(Verdict.Cause.GUARD_CLOSED, "guard", "the guard is closed");
  static final Verdict.Deny ERROR =
      Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED, "policy", "the policy failed with an error, see health");
  static final Verdict.Deny GUARD_ERROR =
      Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED, "guard", "the guard failed with an error, see health");
  static final Verdict.Deny MAPPER_ERROR =
      Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED, "mapper", "the mapper failed with an error, see health");
  static final Verdict.Deny NO_VERDICT =
      Verdict.Deny.of(Verdict.Cause.POLICY_FAILED, "policy", "the policy returned no verdict");
  static final Verdict.Deny NO_PREDICTION =
      Verdict.Deny.of(Verdict.Cause.UNDEFINED_INPUT, "guard", "no prediction was given");
  static final Verdict.Deny STALE =
      Verdict.Deny.of(
          Verdict.Cause.STALE, "policy", "the source of the policy was not reached for too long");
  static final Verdict.Deny STOPPED =
      Verdict.Deny.of(Verdict.Cause.GUARD_CLOSED, "override", "an operator withholds every output");
  static final Verdict.Deny UNRECORDED =
      Verdict.Deny.of(
          Verdict.Cause.RECORD_FAILED, "ledger", "the record of this prediction cannot be queued");

  private Denials() {}

  /**
   * Makes them now. A class that is first needed where the stack has run out cannot be initialised,
   * then or ever after.
   */
  static void prepare() {}
}
