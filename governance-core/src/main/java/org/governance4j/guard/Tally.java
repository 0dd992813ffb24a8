package org.governance4j.guard;

import java.util.concurrent.atomic.LongAdder;
import org.governance4j.Verdict;

/** The guard's counters: striped, so that serving threads do not meet on one cache line. */
final class Tally {
  private final LongAdder allowed = new LongAdder();
  private final LongAdder allowedWith = new LongAdder();
  private final LongAdder escalated = new LongAdder();
  private final LongAdder denied = new LongAdder();
  final LongAdder overridden = new LongAdder();
  final LongAdder recordFailures = new LongAdder();
  final LongAdder policyFailures = new LongAdder();
  final LongAdder monitorFailures = new LongAdder();

  void count(Verdict verdict) {
    if (verdict.allowed()) {
      allowed.increment();
      return;
    }
    switch (verdict.action()) {
      case ALLOW -> allowed.increment();
      case ALLOW_WITH -> allowedWith.increment();
      case ESCALATE -> escalated.increment();
      case DENY -> denied.increment();
    }
  }

  GuardCounts counts() {
    return new GuardCounts(
        allowed.sum(),
        allowedWith.sum(),
        escalated.sum(),
        denied.sum(),
        overridden.sum(),
        recordFailures.sum(),
        policyFailures.sum(),
        monitorFailures.sum());
  }
}
