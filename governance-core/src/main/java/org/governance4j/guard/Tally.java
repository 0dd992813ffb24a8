package org.governance4j.guard;

import java.util.concurrent.atomic.LongAdder;
import org.governance4j.Verdict;

/** The guard's counters: striped, so that serving threads do not meet on one cache line. */
final class Tally {
  private final LongAdder allowed = new LongAdder();
  private final LongAdder allowedWith = new LongAdder();
  private final LongAdder escalated = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder[] causes = new LongAdder[Verdict.Cause.values().length];
  final LongAdder overridden = new LongAdder();
  final LongAdder failedOpen = new LongAdder();
  final LongAdder failedEscalated = new LongAdder();
  final LongAdder summarised = new LongAdder();
  final LongAdder rawMissing = new LongAdder();
  final LongAdder recordFailures = new LongAdder();
  final LongAdder policyFailures = new LongAdder();
  final LongAdder monitorFailures = new LongAdder();
  final LongAdder listenerFailures = new LongAdder();
  final RuleCounts rules = new RuleCounts();

  Tally() {
    for (int i = 0; i < causes.length; i++) {
      causes[i] = new LongAdder();
    }
  }

  void count(Verdict verdict) {
    if (verdict.allowed()) {
      allowed.increment();
      return;
    }
    of(verdict.action()).increment();
    if (verdict instanceof Verdict.Deny deny) {
      of(deny.cause()).increment();
    }
  }

  /** Counts an answer that is not the judged one; a denial is counted as such alone. */
  void countAnswer(Judgement judgement) {
    Verdict verdict = judgement.verdict();
    if (judgement.byFailMode()) {
      (verdict instanceof Verdict.Escalate ? failedEscalated : failedOpen).increment();
    } else if (judgement.judged() != verdict
        && (verdict.allowed() || verdict instanceof Verdict.AllowWith)) {
      overridden.increment();
    }
  }

  LongAdder of(Verdict.Action action) {
    return switch (action) {
      case ALLOW -> allowed;
      case ALLOW_WITH -> allowedWith;
      case ESCALATE -> escalated;
      case DENY -> denied;
    };
  }

  LongAdder of(Verdict.Cause cause) {
    return causes[cause.ordinal()];
  }

  GuardCounts counts() {
    return new GuardCounts(
        allowed.sum(),
        allowedWith.sum(),
        escalated.sum(),
        denied.sum(),
        overridden.sum(),
        failedOpen.sum(),
        failedEscalated.sum(),
        recordFailures.sum(),
        policyFailures.sum(),
        monitorFailures.sum(),
        listenerFailures.sum());
  }
}
