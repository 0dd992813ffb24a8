package org.governance4j.guard;

import static org.governance4j.guard.Fixture.MODEL;
import static org.governance4j.guard.Fixture.SCHEMA;
import static org.governance4j.guard.Fixture.THREADS;
import static org.governance4j.guard.Fixture.deny;
import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.policy;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.BoundPolicy;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.LedgerUnavailable;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Receipt;
import org.governance4j.Verdict;
import org.governance4j.policy.RulePolicy;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class PolicyReplacementTest {

  private final MemoryLedger ledger = new MemoryLedger();

  @Test
  @Rule("G19")
  void a_replacement_is_on_record_with_both_revisions_actor_and_reason() {
    Guard guard = guard(ledger, p -> deny("old")).start();

    Receipt receipt =
        guard.replacePolicy(policy("rev-2", p -> Verdict.ALLOW), "user:alice", "ticket 12");

    Entry entry = ledger.entries.get(1);
    assertEquals(1, receipt.index());
    assertEquals(Entry.Types.DEPLOY, entry.type());
    assertEquals("policy:test", entry.subject());
    assertEquals("rev-2", entry.policy());
    assertEquals(JsonValue.of("rev-1"), entry.attributes().get("previous"));
    assertEquals("user:alice", entry.actor());
    assertEquals("ticket 12", entry.reason());
    assertEquals(MODEL, entry.model());
    assertEquals("replaced", entry.decision());
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertEquals("rev-2", guard.policyRevision());
  }

  @Test
  @Rule("G19")
  void until_the_replacement_is_durable_the_old_policy_judges() throws Exception {
    Guard guard = guard(ledger, p -> deny("old")).start();
    MemoryLedger.Hold hold = ledger.hold();
    CompletableFuture<Receipt> replacement =
        CompletableFuture.supplyAsync(
            () -> guard.replacePolicy(policy("rev-2", p -> Verdict.ALLOW), "user:a", "why"),
            THREADS);
    hold.awaitOne();

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    hold.release();
    replacement.get(10, TimeUnit.SECONDS);

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertEquals("rev-1", ledger.entries.get(1).policy(), "judged meanwhile");
  }

  @Test
  @Rule("G19")
  void a_policy_that_does_not_fit_leaves_the_old_one_in_force_and_no_entry() {
    Guard guard = guard(ledger, p -> deny("old")).start();
    OutputPolicy unknownField = RulePolicy.builder("p").allowed("r", "colour", "red").build();
    ModelSchema other = ModelSchema.of("x", "1", List.of(), List.of(Field.number("y")));
    BoundPolicy elsewhere = OutputPolicy.allowAll().bind(other);
    OutputPolicy bindsElsewhere =
        new OutputPolicy() {
          @Override
          public String name() {
            return "elsewhere";
          }

          @Override
          public String revision() {
            return "e";
          }

          @Override
          public BoundPolicy bind(ModelSchema schema) {
            return elsewhere;
          }
        };

    for (OutputPolicy bad :
        List.of(
            unknownField,
            bindsElsewhere,
            policy(" ", p -> Verdict.ALLOW),
            policy("r".repeat(257), p -> Verdict.ALLOW))) {
      assertThrows(PolicyInvalid.class, () -> guard.replacePolicy(bad, "user:a", "why"));
    }

    assertEquals("rev-1", guard.policyRevision());
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    assertEquals(2, ledger.entries.size(), "start and denial");
  }

  @Test
  @Rule("G19")
  void a_replacement_that_cannot_be_recorded_does_not_happen() {
    Guard guard = guard(ledger, p -> deny("old")).start();
    OutputPolicy next = policy("rev-2", p -> Verdict.ALLOW);
    ledger.full = true;
    assertThrows(LedgerUnavailable.class, () -> guard.replacePolicy(next, "user:a", "why"));
    ledger.full = false;
    for (String blank : List.of("", " ")) {
      assertThrows(
          IllegalArgumentException.class, () -> guard.replacePolicy(next, "user:a", blank));
      assertThrows(IllegalArgumentException.class, () -> guard.replacePolicy(next, blank, "why"));
    }

    assertEquals("rev-1", guard.policyRevision());
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G19")
  void a_closed_guard_takes_no_policy() {
    Guard guard = guard(ledger, p -> Verdict.ALLOW).start();
    guard.close();

    assertThrows(
        GovernanceException.class,
        () -> guard.replacePolicy(OutputPolicy.allowAll(), "user:a", "why"));

    assertEquals(1, ledger.entries.size());
  }

  @Test
  void without_a_ledger_a_policy_can_be_replaced() {
    Guard guard =
        Guard.builder(SCHEMA)
            .policy(policy("rev-1", p -> deny("old")))
            .ledger(DecisionLedger.none())
            .unclearedModel(MODEL)
            .start();

    guard.replacePolicy(policy("rev-2", p -> Verdict.ALLOW), "user:a", "why");

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G20")
  void an_override_after_a_replacement_names_the_new_policy() {
    Guard guard = guard(ledger, p -> Verdict.ALLOW).start();
    guard.replacePolicy(policy("rev-2", p -> Verdict.ALLOW), "user:a", "why");

    guard.override(OverrideMode.DENY, "user:a", "stop", Fixture.START.plusSeconds(60));
    guard.endOverride("user:a", "done");

    assertEquals("rev-2", ledger.entries.get(2).policy());
    assertEquals("rev-2", ledger.entries.get(3).policy());
  }

  @Test
  @Rule("G20")
  void a_policy_replaced_while_it_judges_still_stands_on_the_record() {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    Guard guard =
        guard(
                ledger,
                p -> {
                  meanwhile.get().run();
                  return deny("old");
                })
            .start();
    meanwhile.set(() -> guard.replacePolicy(policy("rev-2", p -> Verdict.ALLOW), "user:a", "why"));

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));

    assertEquals("rev-2", guard.policyRevision());
    assertEquals("rev-1", ledger.entries.get(2).policy());
  }

  @Test
  @Rule("G20")
  void under_replacements_every_record_names_the_policy_that_judged() throws Exception {
    Guard guard = guard(ledger, p -> deny("rev-1")).start();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int thread = t;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 25; i++) {
                  String revision = "rev-" + thread + "-" + i;
                  guard.replacePolicy(policy(revision, p -> deny(revision)), "user:a", "why");
                }
              },
              THREADS));
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 200; i++) {
                  guard.check(prediction(0.9));
                }
              },
              THREADS));
    }
    for (CompletableFuture<Void> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }

    String last = "rev-1";
    for (Entry entry : ledger.entries.subList(1, ledger.entries.size())) {
      if (entry.type().equals(Entry.Types.DEPLOY)) {
        assertEquals(JsonValue.of(last), entry.attributes().get("previous"), "one after another");
        last = String.valueOf(entry.policy());
      } else {
        assertTrue(
            String.valueOf(entry.attributes().get("violations"))
                .contains("rule=Str[value=" + entry.policy() + "]"),
            () -> entry.policy() + " " + entry.attributes());
      }
    }
    assertEquals(901, ledger.entries.size());
    assertEquals(last, guard.policyRevision(), "the last on record is in force");
    assertEquals(0, guard.counts().recordFailures());
  }
}
