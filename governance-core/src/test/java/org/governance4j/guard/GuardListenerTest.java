package org.governance4j.guard;

import static org.governance4j.guard.Fixture.START;
import static org.governance4j.guard.Fixture.THREADS;
import static org.governance4j.guard.Fixture.deny;
import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.policy;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.governance4j.Health;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class GuardListenerTest {

  private final MemoryLedger ledger = new MemoryLedger();
  private final Registry registry = new Registry();

  /** A registry as others are: figures by name and tags, read when asked for. */
  private static final class Registry implements GuardListener {
    private final Map<String, LongSupplier> counters = new TreeMap<>();
    private final Map<String, DoubleSupplier> gauges = new TreeMap<>();
    private final Queue<VerdictEvent> events = new ConcurrentLinkedQueue<>();
    private final LongAdder timings = new LongAdder();
    private final LongAdder badTimings = new LongAdder();

    @Override
    public void counter(Meter meter, LongSupplier value) {
      assertNull(counters.put(key(meter), value), () -> "twice: " + meter);
    }

    @Override
    public void gauge(Meter meter, DoubleSupplier value) {
      assertNull(gauges.put(key(meter), value), () -> "twice: " + meter);
    }

    @Override
    public void checked(Meter meter, long nanos) {
      timings.increment();
      if (nanos < 0 || !key(meter).equals("governance.guard.check{guard=credit}")) {
        badTimings.increment();
      }
    }

    @Override
    public void answered(VerdictEvent event) {
      events.add(event);
    }

    private static String key(Meter meter) {
      assertTrue(!meter.description().isBlank());
      return meter.name() + new TreeMap<>(meter.tags());
    }

    long count(String key) {
      return counters.getOrDefault(key, () -> -1).getAsLong();
    }

    double gauge(String key) {
      return gauges.getOrDefault(key, () -> -1).getAsDouble();
    }
  }

  @Test
  @Rule("G28")
  void registered_figures_follow_what_the_guard_does() {
    AtomicLong nanos = new AtomicLong();
    Guard guard =
        guard(ledger, Fixture::denyLow)
            .ticker(nanos::get)
            .onFailure(Verdict.Cause.BUDGET, FailMode.OPEN, "trial")
            .listener(registry)
            .start();

    for (int i = 0; i < 5; i++) {
      guard.check(prediction(0.9));
    }
    guard.check(prediction(0.3));
    guard.override(OverrideMode.ALLOW, "user:a", "why", START.plusSeconds(60));
    guard.check(prediction(0.3));
    assertEquals(1, registry.gauge("governance.guard.override{guard=credit}"));
    guard.endOverride("user:a", "done");
    guard.replacePolicy(
        policy("rev-2", p -> Verdict.Deny.of(Verdict.Cause.BUDGET, "steps", "ran out")),
        "user:a",
        "why");
    guard.check(prediction(0.9));

    assertEquals(7, registry.count("governance.guard.checks{action=allow, guard=credit}"));
    assertEquals(1, registry.count("governance.guard.checks{action=deny, guard=credit}"));
    assertEquals(0, registry.count("governance.guard.checks{action=escalate, guard=credit}"));
    assertEquals(1, registry.count("governance.guard.denials{cause=policy, guard=credit}"));
    assertEquals(0, registry.count("governance.guard.denials{cause=budget, guard=credit}"));
    assertEquals(1, registry.count("governance.guard.released{by=override, guard=credit}"));
    assertEquals(1, registry.count("governance.guard.released{by=fail_open, guard=credit}"));
    assertEquals(1, registry.count("governance.guard.policy.replacements{guard=credit}"));
    assertEquals(0, registry.count("governance.guard.failures{guard=credit, part=record}"));
    assertEquals(0, registry.gauge("governance.guard.override{guard=credit}"));
    assertEquals(1, registry.gauge("governance.guard.status{guard=credit}"), "degraded");
    assertEquals(Double.NaN, registry.gauge("governance.guard.policy.age{guard=credit}"));
    guard.attach(
        () -> policy("rev-2", p -> Verdict.ALLOW), Duration.ofSeconds(1), Duration.ofSeconds(5));
    nanos.addAndGet(1_500_000_000L);
    assertEquals(1.5, registry.gauge("governance.guard.policy.age{guard=credit}"));
    guard.close();
    assertEquals(2, registry.gauge("governance.guard.status{guard=credit}"), "down");
  }

  @Test
  @Rule("G28")
  void every_verdict_but_allow_is_told_with_rules_and_revision() {
    Verdict two =
        new Verdict.Deny(
            Verdict.Cause.POLICY,
            List.of(Violation.of("a", null, "secret"), Violation.of("b", null, "secret")));
    Verdict held = new Verdict.Escalate(List.of(Violation.of("ask", null, "secret")));
    Verdict masked =
        new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "label", null)));
    Guard guard = guard(ledger, p -> Verdict.ALLOW).listener(registry).start();
    guard.check(prediction(0.9));
    List<Verdict> answers = List.of(two, held, masked);
    for (int i = 0; i < answers.size(); i++) {
      Verdict answer = answers.get(i);
      guard.replacePolicy(policy("rev-" + i, p -> answer), "user:a", "why");
      guard.check(prediction(0.9));
    }
    guard.close();
    guard.check(prediction(0.9));

    assertEquals(
        List.of(
            new VerdictEvent(
                "credit", Verdict.Action.DENY, Verdict.Cause.POLICY, List.of("a", "b"), "rev-0"),
            new VerdictEvent("credit", Verdict.Action.ESCALATE, null, List.of("ask"), "rev-1"),
            new VerdictEvent("credit", Verdict.Action.ALLOW_WITH, null, List.of(), "rev-2"),
            new VerdictEvent(
                "credit",
                Verdict.Action.DENY,
                Verdict.Cause.GUARD_CLOSED,
                List.of("guard"),
                "rev-2")),
        List.copyOf(registry.events));
  }

  @Test
  @Rule("G28")
  void about_one_check_in_a_thousand_is_timed() {
    Guard guard = guard(ledger, p -> Verdict.ALLOW).listener(registry).start();
    Prediction view = prediction(0.9);
    for (int i = 0; i < 200_000; i++) {
      guard.check(view);
    }

    // Binomial, mean 195, standard deviation 14: ten of them to either side.
    long timings = registry.timings.sum();
    assertTrue(timings > 55 && timings < 335, timings + " timings");
    assertEquals(0, registry.badTimings.sum());
  }

  @Test
  @Rule({"G1", "G28"})
  void a_listener_makes_an_allowed_prediction_allocate_nothing() {
    Guard guard = guard(ledger, Fixture::denyLow).listener(new GuardListener() {}).start();
    Prediction view = prediction(0.9);
    Runnable checks =
        () -> {
          for (int i = 0; i < 1_000_000; i++) {
            if (guard.check(view) != Verdict.ALLOW) {
              throw new AssertionError("denied");
            }
          }
        };
    checks.run(); // the compilers work on it meanwhile

    long bytes = Allocation.of(checks);

    assertTrue(bytes < 10_000, bytes + " bytes in 1,000,000 checks");
  }

  @Test
  @Rule("G27")
  void what_a_listener_throws_changes_no_verdict_and_is_counted() {
    GuardListener broken =
        new GuardListener() {
          @Override
          public void counter(Meter meter, LongSupplier value) {
            throw new IllegalStateException("secret");
          }

          @Override
          public void checked(Meter meter, long nanos) {
            throw new IllegalStateException("secret");
          }

          @Override
          public void answered(VerdictEvent event) {
            throw new StackOverflowError("secret");
          }
        };
    Guard guard = guard(ledger, Fixture::denyLow).listener(broken).listener(registry).start();
    assertEquals(1, guard.counts().listenerFailures());
    assertEquals(0, registry.count("governance.guard.checks{action=allow, guard=credit}"));

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));
    Prediction view = prediction(0.9);
    for (int i = 0; i < 100_000; i++) {
      assertSame(Verdict.ALLOW, guard.check(view));
    }

    assertEquals(1, registry.events.size(), "the next listener is told all the same");
    assertEquals(2 + registry.timings.sum(), guard.counts().listenerFailures());
    assertTrue(registry.timings.sum() > 0);
    Health health = guard.health();
    assertEquals(Health.Status.DEGRADED, health.status());
    assertTrue(health.detail().contains("listener failures, last: java.lang."), health.detail());
    assertTrue(!health.detail().contains("secret"), health.detail());
  }

  @Test
  @Rule("G28")
  void violations_are_counted_by_rule_exactly_whoever_checks() throws Exception {
    Verdict two =
        new Verdict.Deny(
            Verdict.Cause.POLICY,
            List.of(Violation.of("a", null, "m"), Violation.of("b", null, "m")));
    Guard guard =
        guard(ledger, p -> p.number(1) < 0.5 ? two : deny("a")).listener(registry).start();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 100; i++) {
                  guard.check(prediction(i % 4 == 0 ? 0.1 : 0.9));
                }
              },
              THREADS));
    }
    for (CompletableFuture<Void> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }

    assertEquals(Map.of("a", 1_600L, "b", 400L), guard.violations());
    assertEquals(1_600, registry.events.size());
    assertEquals(1_600, registry.count("governance.guard.denials{cause=policy, guard=credit}"));
  }

  @Test
  @Rule("G28")
  void rules_without_end_are_counted_together() {
    RuleCounts counts = new RuleCounts();
    for (int i = 0; i < 3_000; i++) {
      counts.count(deny("rule-" + i));
      counts.count(deny("rule-0"));
    }
    counts.count(deny("x".repeat(300)));
    counts.count(Verdict.ALLOW);

    Map<String, Long> all = counts.counts();

    assertEquals(RuleCounts.MAX_RULES + 1, all.size());
    assertEquals(3_001, all.get("rule-0"));
    assertEquals(2_001, all.get(RuleCounts.OTHERS));
    assertEquals(6_001, all.values().stream().mapToLong(Long::longValue).sum());
  }
}
