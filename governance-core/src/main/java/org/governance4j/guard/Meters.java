package org.governance4j.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.governance4j.Verdict;

/**
 * What a guard offers to registries. Kept by the guard, because registries refer weakly to what
 * they read.
 */
final class Meters {
  private final String guard;
  private final List<Counter> counters = new ArrayList<>();
  private final List<Gauge> gauges = new ArrayList<>();

  private record Counter(GuardListener.Meter meter, LongSupplier value) {}

  private record Gauge(GuardListener.Meter meter, DoubleSupplier value) {}

  Meters(String guard, Tally tally, LongAdder replacements) {
    this.guard = guard;
    for (Verdict.Action action : Verdict.Action.values()) {
      count(
          "governance.guard.checks",
          "Predictions checked",
          "action",
          action.word(),
          tally.of(action));
    }
    for (Verdict.Cause cause : Verdict.Cause.values()) {
      count("governance.guard.denials", "Outputs withheld", "cause", cause.word(), tally.of(cause));
    }
    failures("policy", tally.policyFailures);
    failures("monitor", tally.monitorFailures);
    failures("record", tally.recordFailures);
    failures("listener", tally.listenerFailures);
    released("override", tally.overridden);
    released("fail_open", tally.failedOpen);
    count(
        "governance.guard.escalations",
        "Denials that were answered by escalation instead",
        "by",
        "fail_escalate",
        tally.failedEscalated);
    counter(
        "governance.guard.records.summarised",
        "Withheld outputs that are counted in a summary and have no entry of their own",
        Map.of("guard", guard),
        tally.summarised);
    counter(
        "governance.guard.records.raw.missing",
        "Summarised outputs that are in no raw file",
        Map.of("guard", guard),
        tally.rawMissing);
    counter(
        "governance.guard.policy.replacements",
        "Policies replaced while in service",
        Map.of("guard", guard),
        replacements);
  }

  void reviews(ReviewQueue reviews) {
    gauge(
        "governance.guard.reviews.pending",
        "Escalated outputs that wait for a human",
        reviews::waiting);
    for (Review.Status status : Review.Status.values()) {
      if (status.decided()) {
        count(
            "governance.guard.reviews",
            "Reviews that have ended",
            "outcome",
            status.name().toLowerCase(Locale.ROOT),
            reviews.outcomes(status));
      }
    }
  }

  void gauge(String name, String description, DoubleSupplier value) {
    gauges.add(
        new Gauge(new GuardListener.Meter(name, description, Map.of("guard", guard)), value));
  }

  void register(GuardListener listener) {
    counters.forEach(counter -> listener.counter(counter.meter(), counter.value()));
    gauges.forEach(gauge -> listener.gauge(gauge.meter(), gauge.value()));
  }

  private void failures(String part, LongAdder adder) {
    count("governance.guard.failures", "Failures of the guard's parts", "part", part, adder);
  }

  private void released(String by, LongAdder adder) {
    count(
        "governance.guard.released",
        "Outputs released though the policy withheld them",
        "by",
        by,
        adder);
  }

  private void count(String name, String description, String tag, String value, LongAdder adder) {
    counter(name, description, Map.of("guard", guard, tag, value), adder);
  }

  private void counter(String name, String description, Map<String, String> tags, LongAdder adder) {
    counters.add(new Counter(new GuardListener.Meter(name, description, tags), adder::sum));
  }
}
