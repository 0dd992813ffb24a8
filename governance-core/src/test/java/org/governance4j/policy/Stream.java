package org.governance4j.policy;

import java.util.List;
import org.governance4j.BoundPolicy;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/** A bound policy and its clock, which stands still unless it is moved. */
final class Stream {
  static final long SECOND = 1_000_000_000L;

  /** Near the end of a long, where a clock of nanoseconds may well be. */
  private long now = Long.MAX_VALUE - 5 * SECOND;

  final BoundPolicy policy;

  Stream(RulePolicy policy) {
    this.policy = policy.bind(Model.SCHEMA, () -> now);
  }

  /** Moves the clock on. */
  Stream pass(long nanos) {
    now += nanos;
    return this;
  }

  Verdict judge(Model.Values values) {
    return policy.evaluate(values.wrap());
  }

  /** Judges several times; returns the last verdict. */
  Verdict judge(int times, Model.Values values) {
    Verdict last = judge(values);
    for (int i = 1; i < times; i++) {
      last = judge(values);
    }
    return last;
  }

  List<WindowReading> readings() {
    return ((WindowedPolicy) policy).readings();
  }

  /** The ids in the violations of a verdict, in their order. */
  static List<String> broken(Verdict verdict) {
    return violations(verdict).stream().map(Violation::rule).toList();
  }

  static List<Violation> violations(Verdict verdict) {
    return verdict instanceof Verdict.Deny deny
        ? deny.violations()
        : verdict instanceof Verdict.Escalate escalate ? escalate.violations() : List.of();
  }

  static Model.Values good() {
    return Model.values();
  }

  /** Breaks a rule on the confidence. */
  static Model.Values bad() {
    return Model.values().set("confidence", 0.1);
  }

  /** A policy with the one rule {@code low}. */
  static RulePolicyBuilder rules() {
    return RulePolicy.builder("stream").atLeast("low", "confidence", 0.5);
  }
}
