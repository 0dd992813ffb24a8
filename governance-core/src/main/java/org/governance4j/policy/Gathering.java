package org.governance4j.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** What the members of a composition found in one prediction. One thread. */
final class Gathering {
  private final List<Violation> violations = new ArrayList<>();
  private final Set<Obligation> obligations = new LinkedHashSet<>();
  private Verdict.@Nullable Cause cause;

  /** Adds what a member found. */
  void add(Member member, Verdict verdict) {
    if (verdict instanceof Verdict.Deny deny) {
      cause = graver(cause, deny.cause());
      deny.violations().forEach(violation -> violations.add(member.within(violation)));
    } else if (verdict instanceof Verdict.Escalate escalate) {
      escalate.violations().forEach(violation -> violations.add(member.within(violation)));
    } else if (verdict instanceof Verdict.AllowWith allow) {
      obligations.addAll(allow.obligations());
    }
  }

  /** Whether a member denied or escalated. */
  boolean objected() {
    return !violations.isEmpty();
  }

  /** The violations in the order of the members. */
  List<Violation> violations() {
    return violations;
  }

  /** The strictest of the verdicts. */
  Verdict verdict() {
    Verdict.Cause denied = cause;
    if (denied != null) {
      return new Verdict.Deny(denied, violations);
    }
    return objected() ? new Verdict.Escalate(violations) : release();
  }

  /** The verdict if nobody's objection counts. */
  Verdict release() {
    return obligations.isEmpty() ? Verdict.ALLOW : new Verdict.AllowWith(List.copyOf(obligations));
  }

  private static Verdict.Cause graver(Verdict.@Nullable Cause one, Verdict.Cause other) {
    return one == null || weight(other) > weight(one) ? other : one;
  }

  /** A failure is told before a judgement, and, as by a rule file, a judgement before a lack. */
  private static int weight(Verdict.Cause cause) {
    return switch (cause) {
      case UNDEFINED_INPUT -> 0;
      case POLICY -> 1;
      case GUARD_CLOSED -> 2;
      case RECORD_FAILED -> 3;
      case STALE -> 4;
      case BUDGET -> 5;
      case POLICY_FAILED -> 6;
      case SCHEMA_MISMATCH -> 7;
    };
  }
}
