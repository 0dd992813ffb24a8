package org.governance4j.guard;

import static org.governance4j.guard.Fixture.MODEL;
import static org.governance4j.guard.Fixture.SCHEMA;
import static org.governance4j.guard.Fixture.START;
import static org.governance4j.guard.Fixture.deny;
import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.policy;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Verdict.Cause;
import org.governance4j.Violation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailModesTest {

  private static final Verdict MASKED =
      new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "label", null)));
  private static final Verdict ESCALATED =
      new Verdict.Escalate(List.of(Violation.of("ask", null, "ask a human")));

  private final MemoryLedger ledger = new MemoryLedger();
  private final AtomicLong nanos = new AtomicLong();

  private static Function<Prediction, Verdict> failing(Cause cause) {
    return p -> Verdict.Deny.of(cause, "why", "cannot judge");
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  @Rule("G23")
  void every_cause_is_closed_unless_chosen_otherwise(Cause cause) {
    Guard guard = guard(ledger, failing(cause)).start();

    assertEquals(cause, FollowTest.causeOf(guard.check(prediction(0.9))));
    assertNull(ledger.entries.get(0).attributes().get("failModes"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Cause.class,
      names = {"UNDEFINED_INPUT", "POLICY_FAILED", "BUDGET", "STALE"})
  @Rule({"G23", "G24"})
  void a_chosen_mode_answers_on_record(Cause cause) {
    Guard open = guard(ledger, failing(cause)).onFailure(cause, FailMode.OPEN, "trial").start();
    Guard escalating =
        guard(ledger, failing(cause)).onFailure(cause, FailMode.ESCALATE, "trial").start();

    assertSame(Verdict.ALLOW, open.check(prediction(0.9)));
    Verdict.Escalate held =
        assertInstanceOf(Verdict.Escalate.class, escalating.check(prediction(0.9)));

    assertEquals("why", held.violations().get(0).rule());
    assertEquals(
        JsonValue.object()
            .with(
                cause.word(),
                JsonValue.object()
                    .with("mode", JsonValue.of("open"))
                    .with("reason", JsonValue.of("trial"))),
        ledger.entries.get(0).attributes().get("failModes"));
    assertRecord(ledger.entries.get(2), "allow", "open", cause);
    assertRecord(ledger.entries.get(3), "escalate", "escalate", cause);
    assertEquals(1, open.counts().failedOpen());
    assertEquals(1, open.counts().allowed());
    assertEquals(0, open.counts().overridden());
    assertEquals(1, escalating.counts().failedEscalated());
    assertEquals(1, escalating.counts().escalated());
    String detail = open.health().detail();
    assertTrue(detail.contains("fails open on " + cause.word() + ": trial"), detail);
  }

  private static void assertRecord(Entry entry, String answered, String mode, Cause cause) {
    assertEquals(Entry.Types.POLICY_VIOLATION, entry.type());
    assertEquals(answered, entry.decision());
    assertEquals(JsonValue.of("deny"), entry.attributes().get("judged"));
    assertEquals(JsonValue.of(mode), entry.attributes().get("failMode"));
    assertEquals(JsonValue.of(cause.word()), entry.attributes().get("cause"));
    assertTrue(entry.attributes().toString().contains("cannot judge"));
  }

  @Test
  @Rule("G24")
  @SuppressWarnings("NullAway") // the broken policy under test
  void whatever_way_a_policy_fails_its_mode_answers() {
    List<Function<Prediction, Verdict>> broken =
        List.of(
            p -> null,
            p -> {
              throw new IllegalStateException();
            },
            p -> {
              throw new OutOfMemoryError();
            },
            p -> {
              throw new StackOverflowError();
            });
    for (Function<Prediction, Verdict> rules : broken) {
      Guard guard =
          guard(ledger, rules).onFailure(Cause.POLICY_FAILED, FailMode.OPEN, "trial").start();

      assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
      assertEquals(1, guard.counts().policyFailures());
      assertEquals(1, guard.counts().failedOpen());
    }
  }

  @Test
  @Rule("G24")
  void a_mode_answers_for_its_cause_alone() {
    Guard guard =
        guard(ledger, failing(Cause.BUDGET))
            .onFailure(Cause.POLICY_FAILED, FailMode.OPEN, "trial")
            .start();

    assertEquals(Cause.BUDGET, FollowTest.causeOf(guard.check(prediction(0.9))));
    guard.replacePolicy(policy("rev-2", p -> deny("broken")), "user:a", "why");
    assertEquals(Cause.POLICY, FollowTest.causeOf(guard.check(prediction(0.9))));
    assertEquals(Health.Status.DEGRADED, guard.health().status());
    assertTrue(guard.health().detail().contains("0 open"), guard.health().detail());
  }

  @Test
  @Rule("G24")
  void an_answer_that_cannot_be_recorded_is_a_denial_and_not_counted_as_released() {
    for (FailMode mode : List.of(FailMode.OPEN, FailMode.ESCALATE)) {
      ledger.full = false;
      Guard guard =
          guard(ledger, failing(Cause.BUDGET)).onFailure(Cause.BUDGET, mode, "trial").start();
      ledger.full = true;

      assertEquals(Cause.RECORD_FAILED, FollowTest.causeOf(guard.check(prediction(0.9))));
      assertEquals(0, guard.counts().failedOpen() + guard.counts().failedEscalated());
      assertEquals(1, guard.counts().denied());
    }
  }

  @Test
  @Rule("G23")
  void only_failures_to_judge_have_a_mode_and_only_with_a_reason() {
    GuardBuilder builder = guard(ledger, failing(Cause.BUDGET));
    for (Cause cause :
        List.of(Cause.POLICY, Cause.SCHEMA_MISMATCH, Cause.RECORD_FAILED, Cause.GUARD_CLOSED)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> builder.onFailure(cause, FailMode.OPEN, "trial"));
      assertTrue(e.getMessage().contains(cause.name()), e.getMessage());
    }
    for (String reason : List.of("", " ", "x".repeat(501))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> builder.onFailure(Cause.BUDGET, FailMode.OPEN, reason));
    }

    assertEquals(Cause.BUDGET, FollowTest.causeOf(builder.start().check(prediction(0.9))));
  }

  @Test
  @Rule("G23")
  void closed_takes_back_what_was_chosen() {
    Guard guard =
        guard(ledger, failing(Cause.BUDGET))
            .onFailure(Cause.BUDGET, FailMode.OPEN, "trial")
            .onFailure(Cause.BUDGET, FailMode.CLOSED, "trial over")
            .start();

    assertEquals(Cause.BUDGET, FollowTest.causeOf(guard.check(prediction(0.9))));
    assertFalse(guard.health().detail().contains("fails"), guard.health().detail());
  }

  @Test
  @Rule("G23")
  void modes_with_the_longest_reasons_fit_into_the_entry_of_the_start() {
    GuardBuilder builder = guard(ledger, failing(Cause.BUDGET));
    for (Cause cause : FailModes.CAUSES) {
      builder.onFailure(cause, FailMode.OPEN, "\u0001".repeat(499) + "\uD800");
    }

    builder.start();

    assertTrue(ledger.stored.get(0).length() < Entry.MAX_BYTES);
  }

  @Test
  @Rule("G23")
  void a_mode_that_nobody_could_record_is_refused() {
    GuardBuilder builder =
        Guard.builder(SCHEMA)
            .policy(OutputPolicy.allowAll())
            .unclearedModel(MODEL)
            .ledger(DecisionLedger.none())
            .onFailure(Cause.BUDGET, FailMode.OPEN, "trial");

    IllegalStateException e = assertThrows(IllegalStateException.class, builder::start);

    assertTrue(e.getMessage().contains("BUDGET"), e.getMessage());
  }

  @Test
  @Rule("G24")
  void an_override_goes_before_a_mode() {
    Guard guard =
        guard(ledger, failing(Cause.BUDGET))
            .onFailure(Cause.BUDGET, FailMode.OPEN, "trial")
            .start();
    guard.override(OverrideMode.DENY, "user:a", "stop", START.plusSeconds(60));
    assertEquals(Cause.GUARD_CLOSED, FollowTest.causeOf(guard.check(prediction(0.9))));
    guard.override(OverrideMode.ALLOW, "user:a", "go", START.plusSeconds(60));

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));

    assertEquals(1, guard.counts().overridden());
    assertEquals(0, guard.counts().failedOpen());
    assertNull(ledger.entries.get(4).attributes().get("failMode"));
  }

  @Test
  @Rule({"G22", "G24"})
  void a_stale_policy_that_fails_open_still_denies_and_binds() {
    Guard guard = stale(FailMode.OPEN);

    assertEquals("allow", answer(guard, p -> Verdict.ALLOW));
    assertEquals("open", lastMode());
    assertEquals("allow_with", answer(guard, p -> MASKED));
    assertEquals("open", lastMode());
    assertEquals("escalate", answer(guard, p -> ESCALATED));
    assertEquals("deny", answer(guard, p -> deny("broken")));
    assertEquals("none", lastMode());
    assertEquals("deny", answer(guard, failing(Cause.BUDGET)));
    assertEquals(2, guard.counts().failedOpen());
    assertEquals(1, guard.counts().failedEscalated());
  }

  @Test
  @Rule({"G22", "G24"})
  void a_stale_policy_that_escalates_holds_what_it_would_have_released() {
    Guard guard = stale(FailMode.ESCALATE);

    assertEquals("escalate", answer(guard, p -> Verdict.ALLOW));
    assertEquals("escalate", lastMode());
    assertEquals("escalate", answer(guard, p -> MASKED));
    assertEquals("escalate", answer(guard, p -> ESCALATED));
    assertEquals("deny", answer(guard, p -> deny("broken")));
    assertEquals("none", lastMode());
  }

  private Guard stale(FailMode mode) {
    Guard guard =
        guard(ledger, p -> Verdict.ALLOW)
            .ticker(nanos::get)
            .onFailure(Cause.STALE, mode, "trial")
            .start();
    guard.attach(
        () -> {
          throw new IllegalStateException("never reached");
        },
        Duration.ofSeconds(1),
        Duration.ofSeconds(2));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    return guard;
  }

  private String answer(Guard guard, Function<Prediction, Verdict> rules) {
    guard.replacePolicy(policy("r" + ledger.entries.size(), rules), "user:a", "why");
    Verdict verdict = guard.check(prediction(0.9));
    Entry last = ledger.entries.get(ledger.entries.size() - 1);
    assertEquals(verdict.action().word(), last.decision());
    return verdict.action().word();
  }

  private String lastMode() {
    Entry last = ledger.entries.get(ledger.entries.size() - 1);
    return last.attributes().get("failMode") instanceof JsonValue.Str mode ? mode.value() : "none";
  }
}
