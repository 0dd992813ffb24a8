package org.governance4j.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.governance4j.Checkpoint;
import org.governance4j.Clearance;
import org.governance4j.Decision;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.OutputDenied;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Verdict;
import org.governance4j.VerifiedArtifact;
import org.governance4j.Violation;
import org.governance4j.policy.RulePolicy;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "1.0",
          List.of(Field.number("amount"), Field.category("iban").asSensitive()),
          List.of(Field.number("confidence"), Field.category("label"), Field.text("answer")));
  private static final ModelRef MODEL =
      new ModelRef("credit", "1.0", Digest.sha256(new byte[] {42}));
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** A thread per task: the common pool may have a single one, and these wait for each other. */
  private static final Executor THREADS = task -> new Thread(task).start();

  private final MemoryLedger ledger = new MemoryLedger();
  private final SettableClock clock = new SettableClock();

  @Test
  void an_allowed_prediction_passes_and_leaves_no_entry_behind() {
    Guard guard = guard(p -> Verdict.ALLOW).start();

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertEquals(1, guard.counts().allowed());
    assertEquals(1, ledger.entries.size(), "only the deploy entry");
  }

  @Test
  @Rule("G1")
  void an_allowed_prediction_that_is_not_recorded_allocates_nothing() {
    Guard guard = guard(GuardTest::denyLow).start();
    double[] inputs = {1000};
    double[] outputs = {0.9};
    String[] texts = {"DE89", "approve", "your application"};
    Prediction view = SCHEMA.prediction();
    Runnable checks =
        () -> {
          for (int i = 0; i < 1_000_000; i++) {
            inputs[0] = i;
            if (guard.check(view.wrap("req-1", inputs, outputs, texts)) != Verdict.ALLOW) {
              throw new AssertionError("denied");
            }
          }
        };
    checks.run(); // the compilers work on it meanwhile

    long bytes = Allocation.of(checks);

    assertTrue(bytes < 10_000, bytes + " bytes in 1,000,000 checks");
    assertEquals(1, ledger.entries.size(), "only the deploy entry");
  }

  @Test
  @Rule("G14")
  void going_into_service_is_recorded_with_model_and_policy() {
    guard(p -> Verdict.ALLOW).start();

    Entry deploy = ledger.entries.get(0);
    assertEquals(Entry.Types.DEPLOY, deploy.type());
    assertEquals(MODEL, deploy.model());
    assertEquals("rev-1", deploy.policy());
    assertEquals("uncleared", deploy.decision());
    assertEquals(START, deploy.time());
    assertTrue(deploy.request() != null && !deploy.request().isBlank());
  }

  @Test
  @Rule("G14")
  void a_guard_whose_start_cannot_be_recorded_does_not_start() {
    ledger.full = true;
    AtomicInteger closed = new AtomicInteger();
    GuardBuilder builder = guard(p -> Verdict.ALLOW).monitor(new CountingMonitor(closed));

    assertThrows(LedgerUnavailable.class, builder::start);
    assertEquals(1, closed.get(), "the monitor is released");
  }

  @Test
  @Rule("G12")
  void a_denial_is_recorded_with_every_violation_request_model_and_policy() {
    Guard guard = guard(GuardTest::denyLow).start();

    Verdict verdict = guard.check(prediction(0.3));

    assertInstanceOf(Verdict.Deny.class, verdict);
    Entry entry = ledger.entries.get(1);
    assertEquals(Entry.Types.POLICY_VIOLATION, entry.type());
    assertEquals("req-1", entry.request());
    assertEquals("prediction:req-1", entry.subject());
    assertEquals(MODEL, entry.model());
    assertEquals("rev-1", entry.policy());
    assertEquals("deny", entry.decision());
    assertTrue(String.valueOf(entry.attributes().get("violations")).contains("0.3 is below 0.7"));
  }

  @Test
  @Rule("G12")
  void a_record_has_every_violation_in_order() {
    Verdict denial =
        new Verdict.Deny(
            Verdict.Cause.POLICY,
            List.of(
                Violation.of("first", "confidence", "too low"),
                Violation.of("second", null, "does not add up"),
                Violation.of("third", "label", "unknown")));
    Guard guard = guard(p -> denial).start();

    guard.check(prediction(0.3));

    JsonValue.Arr recorded =
        assertInstanceOf(JsonValue.Arr.class, ledger.entries.get(1).attributes().get("violations"));
    assertEquals(
        List.of(
            JsonValue.object()
                .with("rule", JsonValue.of("first"))
                .with("field", JsonValue.of("confidence"))
                .with("message", JsonValue.of("too low")),
            JsonValue.object()
                .with("rule", JsonValue.of("second"))
                .with("message", JsonValue.of("does not add up")),
            JsonValue.object()
                .with("rule", JsonValue.of("third"))
                .with("field", JsonValue.of("label"))
                .with("message", JsonValue.of("unknown"))),
        recorded.items());
  }

  @Test
  @Rule("G13")
  void sensitive_fields_and_free_text_enter_an_entry_only_as_commitments() {
    Guard guard = guard(GuardTest::denyLow).start();

    guard.check(prediction(0.3));

    Entry entry = ledger.entries.get(1);
    assertEquals(
        List.of("outputs.answer", "inputs.iban"),
        List.copyOf(entry.sensitive().members().keySet()));
    assertFalse(entry.attributes().toString().contains("DE89"));
    assertFalse(entry.attributes().toString().contains("your application"));
    JsonValue.Obj outputs = (JsonValue.Obj) entry.attributes().get("outputs");
    assertEquals(JsonValue.of("approve"), outputs.get("label"));
  }

  @Test
  @Rule("G2")
  void a_prediction_of_another_schema_is_denied_and_none_of_its_values_recorded() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    ModelSchema other =
        ModelSchema.of("credit", "2.0", List.of(), List.of(Field.number("confidence")));

    Verdict verdict =
        guard.check(other.prediction().wrap("x", new double[0], new double[] {0.12345}));

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, verdict);
    assertEquals(Verdict.Cause.SCHEMA_MISMATCH, deny.cause());
    assertFalse(ledger.entries.get(1).attributes().toString().contains("0.12345"));
  }

  @Test
  void an_equal_schema_from_elsewhere_is_the_same_schema() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    ModelSchema twin = ModelSchema.of("credit", "1.0", SCHEMA.inputs(), SCHEMA.outputs());

    Prediction view = twin.prediction().wrap("x", new double[1], new double[1], "a", "b", "c");

    assertSame(Verdict.ALLOW, guard.check(view));
  }

  @Test
  @Rule({"G3", "G15"})
  void a_policy_that_throws_denies_without_quoting_the_message() {
    Guard guard =
        guard(
                p -> {
                  throw new IllegalStateException("secret DE89");
                })
            .start();

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));

    assertEquals(Verdict.Cause.POLICY_FAILED, deny.cause());
    assertFalse(deny.toString().contains("secret"));
    assertFalse(ledger.entries.get(1).attributes().toString().contains("secret"));
    assertFalse(guard.health().toString().contains("secret"));
    assertTrue(guard.health().detail().contains("IllegalStateException"));
    assertEquals(1, guard.counts().policyFailures());
    assertEquals(Health.Status.DEGRADED, guard.health().status());
  }

  @Test
  @Rule("G3")
  void a_policy_that_overflows_the_stack_denies() {
    Guard guard = guard(GuardTest::recurse).start();

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));

    assertEquals(Verdict.Cause.POLICY_FAILED, deny.cause());
    assertEquals(1, guard.counts().policyFailures());
  }

  @Test
  @Rule("G3")
  @SuppressWarnings("NullAway") // the broken policy under test
  void a_policy_that_returns_no_verdict_denies() {
    Guard guard = guard(p -> null).start();

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));

    assertEquals(Verdict.Cause.POLICY_FAILED, deny.cause());
  }

  @Test
  void a_set_interrupt_flag_changes_no_verdict_and_stays_set() {
    Guard guard = guard(GuardTest::denyLow).start();
    Thread.currentThread().interrupt();
    try {
      assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
      assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  @Rule("G4")
  void a_required_record_that_cannot_be_queued_denies() {
    Guard guard = guard(p -> Verdict.ALLOW).recording(Recording.ALL).start();
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));

    ledger.full = true;

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    assertEquals(Verdict.Cause.RECORD_FAILED, deny.cause());
    assertEquals(1, guard.counts().recordFailures());
    assertTrue(guard.health().detail().contains("queue full"), guard.health().detail());
  }

  @Test
  @Rule("G4")
  void a_conditional_release_whose_record_cannot_be_queued_denies() {
    Verdict masked =
        new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "answer", null)));
    Guard guard = guard(p -> masked).start();
    assertSame(masked, guard.check(prediction(0.9)));

    ledger.full = true;

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G4")
  void a_ledger_that_throws_is_a_record_that_cannot_be_queued() {
    Guard guard = guard(p -> Verdict.ALLOW).recording(Recording.ALL).start();
    ledger.broken = true;

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));

    assertEquals(Verdict.Cause.RECORD_FAILED, deny.cause());
  }

  @Test
  void an_allowed_prediction_needs_no_ledger_when_only_violations_are_recorded() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    ledger.full = true;

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G5")
  void a_failing_monitor_changes_no_verdict_and_shows_in_health() {
    Guard guard = guard(GuardTest::denyLow).monitor(new FailingMonitor()).start();

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));
    assertEquals(2, guard.counts().monitorFailures());
    Health health = guard.health();
    assertEquals(Health.Status.DOWN, health.status(), "a monitor without health is down");
    assertTrue(health.detail().contains("2 monitor failures"), health.detail());
  }

  @Test
  @Rule({"G6", "G7"})
  void an_override_is_an_entry_before_it_takes_effect_and_expires_by_itself() {
    Guard guard = guard(GuardTest::denyLow).start();
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));

    guard.override(
        OverrideMode.ALLOW, "user:alice", "incident 4711", START.plus(Duration.ofMinutes(5)));

    Entry order = ledger.entries.get(2);
    assertEquals(Entry.Types.OVERRIDE, order.type());
    assertEquals("user:alice", order.actor());
    assertEquals("incident 4711", order.reason());
    assertEquals(MODEL, order.model());
    assertSame(Verdict.ALLOW, guard.check(prediction(0.3)));
    Entry released = ledger.entries.get(3);
    assertEquals("allow", released.decision());
    assertEquals(JsonValue.of("deny"), released.attributes().get("judged"));
    assertEquals(JsonValue.of(2), released.attributes().get("override"));
    assertEquals(1, guard.counts().overridden());
    assertEquals(Health.Status.DEGRADED, guard.health().status());

    clock.now = START.plus(Duration.ofMinutes(5));
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));
    assertTrue(guard.override().isEmpty());
  }

  @Test
  @Rule("G6")
  void an_override_that_cannot_be_recorded_does_not_happen() {
    Guard guard = guard(GuardTest::denyLow).start();
    ledger.full = true;

    assertThrows(
        LedgerUnavailable.class,
        () -> guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60)));

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));
  }

  @Test
  @Rule("G6")
  void an_override_without_a_ledger_is_refused() {
    Guard guard =
        Guard.builder(SCHEMA)
            .ledger(DecisionLedger.none())
            .policy(policy(GuardTest::denyLow))
            .clock(clock)
            .unclearedModel(MODEL)
            .start();

    assertThrows(
        GovernanceException.class,
        () -> guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60)));
  }

  @Test
  @Rule("G8")
  void a_release_under_an_override_that_cannot_be_recorded_is_denied() {
    Guard guard = guard(GuardTest::denyLow).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60));
    ledger.full = true;

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.3)));

    assertEquals(Verdict.Cause.RECORD_FAILED, deny.cause());
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)), "nothing was overridden here");
  }

  @Test
  void an_emergency_stop_denies_everything_until_it_is_ended() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    guard.override(OverrideMode.DENY, "user:bob", "model misbehaves", START.plusSeconds(60));

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    assertEquals(Verdict.Cause.GUARD_CLOSED, deny.cause());

    guard.endOverride("user:bob", "fixed");
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertEquals("ended", ledger.entries.get(ledger.entries.size() - 1).decision());
  }

  @Test
  @Rule("G7")
  void an_override_needs_a_reason_and_an_expiry_within_a_day() {
    Guard guard = guard(p -> Verdict.ALLOW).start();

    for (Instant bad : List.of(START, START.minusSeconds(1), START.plus(Duration.ofDays(2)))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> guard.override(OverrideMode.ALLOW, "user:alice", "why", bad));
      assertTrue(e.getMessage().contains(bad.toString()), e.getMessage());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> guard.override(OverrideMode.ALLOW, "user:alice", " ", START.plusSeconds(1)));
    assertEquals(1, ledger.entries.size());
  }

  @Test
  @Rule("G8")
  void a_prediction_of_another_model_is_not_released_by_an_override() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60));
    ModelSchema other = ModelSchema.of("x", "1", List.of(), List.of(Field.number("y")));

    assertInstanceOf(Verdict.Deny.class, guard.check(other.prediction()));
  }

  @Test
  @Rule("G10")
  void a_governed_model_withholds_what_is_denied() {
    Guard guard = guard(GuardTest::denyLow).start();
    Function<Double, Governed<String>> governed =
        guard.governed(
            confidence -> "answer " + confidence,
            (input, output, view) ->
                view.wrap("r", new double[1], new double[] {input}, "iban", "approve", output));

    assertEquals("answer 0.9", governed.apply(0.9).orThrow());
    Governed<String> denied = governed.apply(0.3);
    assertTrue(denied.released().isEmpty());
    assertFalse(denied.toString().contains("answer 0.3"));
    OutputDenied e = assertThrows(OutputDenied.class, denied::orThrow);
    assertSame(denied.verdict(), e.verdict());
    assertTrue(e.getMessage().contains("0.3 is below 0.7"), e.getMessage());
  }

  @Test
  @Rule("G10")
  void a_governed_model_withholds_what_is_escalated() {
    Verdict escalated = new Verdict.Escalate(List.of(Violation.of("r", null, "ask a human")));
    Guard guard = guard(p -> escalated).start();
    Governed<String> answer =
        guard
            .<Double, String>governed(
                confidence -> "secret",
                (input, output, view) ->
                    view.wrap("r", new double[1], new double[1], "iban", "approve", output))
            .apply(0.9);

    assertTrue(answer.released().isEmpty());
    assertThrows(OutputDenied.class, answer::orThrow);
    assertThrows(OutputDenied.class, () -> answer.orThrow((output, verdict) -> output));
  }

  @Test
  @Rule("G10")
  void a_governed_model_releases_nothing_before_its_obligations_are_applied() {
    Verdict masked =
        new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "answer", null)));
    Guard guard = guard(p -> masked).start();
    Governed<String> answer =
        guard
            .<Double, String>governed(
                confidence -> "secret",
                (input, output, view) ->
                    view.wrap("r", new double[1], new double[1], "iban", "approve", output))
            .apply(0.9);

    assertThrows(OutputDenied.class, answer::orThrow);
    assertTrue(answer.released().isEmpty());
    assertEquals("******", answer.orThrow((output, verdict) -> "*".repeat(output.length())));
  }

  @Test
  void a_mapper_that_fails_denies_and_the_models_own_exception_passes() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    Governed<String> unmapped =
        guard
            .<String, String>governed(
                input -> input,
                (input, output, view) -> view.wrap("r", new double[7], new double[1]))
            .apply("x");

    assertThrows(OutputDenied.class, unmapped::orThrow);
    assertEquals("deny", ledger.entries.get(1).decision());
    Function<String, Governed<String>> failing =
        guard.governed(
            input -> {
              throw new IllegalStateException("the model is down");
            },
            (input, output, view) -> {});
    assertThrows(IllegalStateException.class, () -> failing.apply("x"));
  }

  @Test
  @Rule("G11")
  void nothing_of_a_prediction_is_kept_after_the_check() {
    AtomicReference<Violation> kept = new AtomicReference<>();
    Guard guard =
        guard(
                p -> {
                  Verdict verdict = denyLow(p);
                  if (verdict instanceof Verdict.Deny deny) {
                    kept.set(deny.violations().get(0));
                  }
                  return verdict;
                })
            .start();
    double[] inputs = {1000};
    double[] outputs = {0.3};
    String[] texts = {"DE89", "approve", "your application"};
    Prediction view = SCHEMA.prediction().wrap("req-1", inputs, outputs, texts);

    Verdict verdict = guard.check(view);
    String before = ledger.entries.get(1).attributes().toString();
    String message = verdict.toString();
    inputs[0] = -1;
    outputs[0] = 0.99;
    texts[0] = "changed";
    texts[1] = "changed";
    view.wrap("req-2", new double[] {5}, new double[] {0.5}, "a", "b", "c");

    assertEquals(before, ledger.entries.get(1).attributes().toString());
    assertEquals(JsonValue.of("DE89"), ledger.entries.get(1).sensitive().get("inputs.iban"));
    assertEquals("req-1", ledger.entries.get(1).request());
    assertEquals(message, verdict.toString());
    assertTrue(kept.get().message().contains("0.3 is below 0.7"));
  }

  @Test
  @Rule("G9")
  void closing_denies_later_checks_and_closes_the_monitor_but_not_the_borrowed_ledger() {
    AtomicInteger closed = new AtomicInteger();
    Guard guard = guard(p -> Verdict.ALLOW).monitor(new CountingMonitor(closed)).start();

    guard.close();

    Verdict.Deny deny = assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    assertEquals(Verdict.Cause.GUARD_CLOSED, deny.cause());
    assertEquals(1, closed.get());
    assertFalse(ledger.closed);
    assertEquals(Health.Status.DOWN, guard.health().status());
  }

  @Test
  @Rule("G14")
  void a_guard_needs_a_policy_and_exactly_one_model_that_is_the_schemas() {
    GuardBuilder nothing = Guard.builder(SCHEMA).ledger(ledger).policy(OutputPolicy.allowAll());
    assertThrows(IllegalStateException.class, nothing::start);
    GuardBuilder noPolicy = Guard.builder(SCHEMA).ledger(ledger).unclearedModel(MODEL);
    assertThrows(IllegalStateException.class, noPolicy::start);
    GuardBuilder otherModel =
        Guard.builder(SCHEMA)
            .ledger(ledger)
            .policy(OutputPolicy.allowAll())
            .unclearedModel(new ModelRef("credit", "1.1", MODEL.digest()));
    IllegalStateException e = assertThrows(IllegalStateException.class, otherModel::start);
    assertTrue(e.getMessage().contains("1.1"), e.getMessage());
    GuardBuilder noLedger =
        Guard.builder(SCHEMA).policy(OutputPolicy.allowAll()).unclearedModel(MODEL);
    assertThrows(IllegalStateException.class, noLedger::start);
    GuardBuilder nowhere = noLedger.ledger(DecisionLedger.none()).recording(Recording.ALL);
    assertThrows(IllegalStateException.class, nowhere::start);
  }

  @Test
  @Rule("G16")
  void a_model_that_no_gate_has_cleared_shows_in_health() {
    Health uncleared = guard(p -> Verdict.ALLOW).start().health();
    Health cleared =
        Guard.builder(SCHEMA)
            .policy(OutputPolicy.allowAll())
            .ledger(ledger)
            .clock(clock)
            .model(clearance())
            .start()
            .health();

    assertEquals(Health.Status.DEGRADED, uncleared.status());
    assertTrue(uncleared.detail().contains("not cleared by a deployment gate"), uncleared.detail());
    assertEquals(Health.Status.UP, cleared.status(), cleared.toString());
    assertEquals("uncleared", ledger.entries.get(0).decision());
    assertEquals("cleared", ledger.entries.get(1).decision());
  }

  private static Clearance clearance() {
    Entry approval =
        new Decision(
                Entry.Types.APPROVAL, "user:alice", Decision.Outcome.APPROVED, MODEL, "ok", null)
            .toEntry();
    return new Clearance(
        MODEL, new EmptyArtifact(), approval, 0, new Checkpoint("log", 1, MODEL.digest()));
  }

  @Test
  void requests_without_an_id_are_told_apart_in_the_ledger() {
    Guard guard = guard(GuardTest::denyLow).start();
    Prediction view = SCHEMA.prediction();
    for (int i = 0; i < 3; i++) {
      guard.check(view.wrap(null, new double[1], new double[] {0.1}, "a", "b", "c"));
    }

    List<String> ids = new ArrayList<>();
    ledger.entries.stream().skip(1).forEach(entry -> ids.add(String.valueOf(entry.request())));
    assertEquals(
        List.of("unnamed-1772366400000-0", "unnamed-1772366400000-1", "unnamed-1772366400000-2"),
        ids);
  }

  @Test
  @Rule("G17")
  void ending_a_release_does_not_touch_a_stop_that_was_ordered_meanwhile() throws Exception {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60));
    MemoryLedger.Hold hold = ledger.hold();
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(() -> guard.endOverride("user:alice", "done"), THREADS);
    hold.awaitOne();
    CompletableFuture<ActiveOverride> stop =
        CompletableFuture.supplyAsync(
            () -> guard.override(OverrideMode.DENY, "user:bob", "stop", START.plusSeconds(60)),
            THREADS);
    hold.awaitTwo();
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)), "before it is recorded");

    hold.release();
    end.get(10, TimeUnit.SECONDS);
    stop.get(10, TimeUnit.SECONDS);

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    assertEquals("user:bob", guard.override().orElseThrow().actor());
    guard.endOverride("user:bob", "fixed");
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G17")
  void a_release_that_was_asked_for_before_a_stop_does_not_lift_it() throws Exception {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    MemoryLedger.Hold hold = ledger.hold();
    CompletableFuture<ActiveOverride> release =
        CompletableFuture.supplyAsync(
            () -> guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60)),
            THREADS);
    hold.awaitOne();
    CompletableFuture<ActiveOverride> stop =
        CompletableFuture.supplyAsync(
            () -> guard.override(OverrideMode.DENY, "user:bob", "stop", START.plusSeconds(60)),
            THREADS);
    hold.awaitTwo();
    hold.release();
    stop.get(10, TimeUnit.SECONDS);

    ExecutionException e =
        assertThrows(ExecutionException.class, () -> release.get(10, TimeUnit.SECONDS));
    assertTrue(String.valueOf(e.getMessage()).contains("not in force"), e.getMessage());
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G6")
  void an_emergency_stop_holds_even_if_it_cannot_be_recorded() {
    Guard guard = guard(p -> Verdict.ALLOW).start();
    ledger.full = true;

    GovernanceException e =
        assertThrows(
            GovernanceException.class,
            () -> guard.override(OverrideMode.DENY, "user:bob", "stop", START.plusSeconds(60)));

    assertTrue(e.getMessage().contains("in force"), e.getMessage());
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    ledger.full = false;
    guard.endOverride("user:bob", "fixed");
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G8")
  void a_release_keeps_the_obligations_of_what_was_not_withheld() {
    Verdict masked =
        new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "answer", null)));
    Guard guard = guard(p -> masked).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "why", START.plusSeconds(60));

    assertSame(masked, guard.check(prediction(0.9)));
    assertEquals(0, guard.counts().overridden());
  }

  @Test
  @Rule("G18")
  void whatever_a_client_sends_its_denial_is_on_record() {
    Guard guard = guard(GuardTest::denyLow).start();
    Prediction view = SCHEMA.prediction();
    for (String odd :
        List.of("\uD83D", "a".repeat(79) + "\uD83D\uDE00", "\u0000\n", "x".repeat(100_000), " ")) {
      guard.check(view.wrap(odd, new double[] {1}, new double[] {0.1}, odd, odd, odd));
      guard.check(view.wrap("r", new double[] {Double.NaN}, new double[] {0.1}, "i", odd, "t"));
    }

    assertEquals(0, guard.counts().recordFailures(), guard.health().detail());
    assertEquals(11, ledger.stored.size());
    assertTrue(ledger.stored.stream().allMatch(entry -> entry.length() < Entry.MAX_BYTES));
  }

  @Test
  @Rule("G18")
  void a_prediction_too_wide_for_an_entry_is_recorded_in_part_with_its_digest() {
    List<Field> many = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      many.add(Field.number("a numeric feature with quite a long name " + i));
    }
    ModelSchema wide = ModelSchema.of("credit", "1.0", many, List.of(Field.number("confidence")));
    Guard guard =
        Guard.builder(wide)
            .policy(
                policy(
                    p ->
                        new Verdict.Deny(
                            Verdict.Cause.POLICY,
                            Collections.nCopies(
                                5_000, Violation.of("rule", "confidence", "m".repeat(5_000))))))
            .ledger(ledger)
            .clock(clock)
            .unclearedModel(MODEL)
            .start();

    guard.check(wide.prediction().wrap("r", new double[3_000], new double[] {0.5}));

    assertEquals(0, guard.counts().recordFailures(), guard.health().detail());
    JsonValue.Obj attributes = ledger.entries.get(1).attributes();
    assertEquals(JsonValue.of(5_000), attributes.get("violationCount"));
    assertTrue(attributes.get("numbersDigest") instanceof JsonValue.Str);
    assertEquals(
        JsonValue.object().with("confidence", JsonValue.of(0.5)), attributes.get("outputs"));
  }

  @Test
  @Rule("G13")
  void a_rule_about_free_text_or_an_endless_category_does_not_quote_it() {
    String personal = "Dear bank, I am Alice Miller, " + "x".repeat(400);
    OutputPolicy policy =
        RulePolicy.builder("words")
            .allowed("known-answer", "answer", "yes", "no")
            .allowed("known-label", "label", "approve")
            .build();
    Guard guard =
        Guard.builder(SCHEMA)
            .policy(policy)
            .ledger(ledger)
            .clock(clock)
            .unclearedModel(MODEL)
            .start();

    Verdict verdict =
        guard.check(
            SCHEMA
                .prediction()
                .wrap("r", new double[1], new double[1], "iban", personal, "Alice Miller"));

    assertInstanceOf(Verdict.Deny.class, verdict);
    assertFalse(verdict.toString().contains("Alice"), verdict.toString());
    assertFalse(ledger.stored.get(1).contains("Alice"), ledger.stored.get(1));
  }

  private GuardBuilder guard(Function<Prediction, Verdict> rules) {
    return Guard.builder(SCHEMA)
        .policy(policy(rules))
        .ledger(ledger)
        .clock(clock)
        .unclearedModel(MODEL);
  }

  private static OutputPolicy policy(Function<Prediction, Verdict> rules) {
    return Fixture.policy("rev-1", rules);
  }

  private static Prediction prediction(double confidence) {
    return SCHEMA
        .prediction()
        .wrap(
            "req-1",
            new double[] {1000},
            new double[] {confidence},
            "DE89",
            "approve",
            "your application");
  }

  private static Verdict denyLow(Prediction p) {
    double confidence = p.number(SCHEMA.index("confidence"));
    if (confidence >= 0.7) {
      return Verdict.ALLOW;
    }
    return new Verdict.Deny(
        Verdict.Cause.POLICY,
        List.of(
            new Violation(
                0,
                "low_confidence",
                "confidence",
                confidence,
                0.7,
                null,
                v -> v.field() + " " + v.actual() + " is below " + v.limit())));
  }

  @SuppressWarnings("InfiniteRecursion") // the broken policy under test
  private static Verdict recurse(Prediction p) {
    return recurse(p);
  }

  private static final class SettableClock extends Clock {
    private Instant now = START;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static class CountingMonitor implements PredictionMonitor {
    private final AtomicInteger closed;

    CountingMonitor(AtomicInteger closed) {
      this.closed = closed;
    }

    @Override
    public void observe(Prediction prediction, Verdict verdict) {}

    @Override
    public void label(String requestId, double value) {}

    @Override
    public void flush() {}

    @Override
    public Health health() {
      return Health.of("monitor", Health.Status.UP, "");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** What a gate would have verified, for a test that loads nothing. */
  private record EmptyArtifact() implements VerifiedArtifact {
    @Override
    public String name() {
      return "credit";
    }

    @Override
    public Digest digest() {
      return MODEL.digest();
    }

    @Override
    public String signer() {
      return "key:test";
    }

    @Override
    public Map<String, Digest> files() {
      return Map.of();
    }

    @Override
    public InputStream open(String file) {
      throw new IllegalArgumentException("no file " + file);
    }

    @Override
    public void close() {}
  }

  private static final class FailingMonitor extends CountingMonitor {
    FailingMonitor() {
      super(new AtomicInteger());
    }

    @Override
    public void observe(Prediction prediction, Verdict verdict) {
      throw new IllegalStateException("broken monitor");
    }

    @Override
    public Health health() {
      throw new IllegalStateException("broken monitor");
    }
  }
}
