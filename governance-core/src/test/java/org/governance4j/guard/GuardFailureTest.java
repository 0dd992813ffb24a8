package org.governance4j.guard;

import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.policy;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.governance4j.Entry;
import org.governance4j.Governed;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class GuardFailureTest {

  private final MemoryLedger ledger = new MemoryLedger();

  @Test
  @Rule("G25")
  @SuppressWarnings("NullAway") // the broken caller under test
  void without_a_prediction_the_guard_denies_on_record_whatever_the_fail_mode() {
    Guard guard =
        guard(ledger, p -> Verdict.ALLOW)
            .onFailure(Verdict.Cause.UNDEFINED_INPUT, FailMode.OPEN, "trial")
            .start();

    Verdict alone = guard.check(null);
    List<Verdict> batch = guard.checkAll(Arrays.asList(prediction(0.9), null, prediction(0.9)));

    assertEquals(Verdict.Cause.UNDEFINED_INPUT, FollowTest.causeOf(alone));
    assertEquals(List.of(Verdict.ALLOW, alone, Verdict.ALLOW), batch);
    assertEquals(2, guard.counts().denied());
    assertEquals(3, ledger.entries.size());
    assertEquals("deny", ledger.entries.get(2).decision());
    guard.close();
    assertEquals(Verdict.Cause.GUARD_CLOSED, FollowTest.causeOf(guard.check(null)));
  }

  @Test
  @Rule("G25")
  void errors_are_answered_by_denials_made_beforehand() {
    for (Error error : List.of(new OutOfMemoryError(), new StackOverflowError())) {
      Guard guard =
          guard(
                  ledger,
                  p -> {
                    throw error;
                  })
              .start();

      assertSame(Denials.ERROR, guard.check(prediction(0.9)));
      assertEquals(1, guard.counts().policyFailures());
      assertEquals(1, guard.counts().denied());
    }
  }

  @Test
  @Rule("G25")
  void with_any_rest_of_stack_nothing_is_released_that_the_policy_denies() {
    Guard guard = guard(new MemoryLedger(), Fixture::denyLow).start();
    AtomicInteger denied = new AtomicInteger();
    AtomicInteger released = new AtomicInteger();
    Prediction view = prediction(0.3);

    Thread thread =
        new Thread(null, () -> descend(guard, view, denied, released), "small stack", 256 * 1024);
    thread.start();
    join(thread);

    assertTrue(denied.get() >= 200, denied + " denied");
    assertEquals(0, released.get());
    assertEquals(0, guard.counts().allowed());
  }

  /** Falls until the stack is full, and checks once on each step of the way back. */
  @SuppressWarnings("InfiniteRecursion") // until the stack is full
  private static void descend(
      Guard guard, Prediction view, AtomicInteger denied, AtomicInteger released) {
    try {
      descend(guard, view, denied, released);
      if (denied.get() < 200) {
        AtomicInteger outcome = guard.check(view) instanceof Verdict.Deny ? denied : released;
        outcome.incrementAndGet();
      }
    } catch (StackOverflowError full) {
      // Without a verdict there is no output: the next step back has more room.
      return;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertFalse(thread.isAlive());
  }

  @Test
  @Rule("G25")
  void a_guard_that_fails_itself_denies_on_record() {
    AtomicBoolean broken = new AtomicBoolean();
    Guard guard =
        guard(ledger, p -> Verdict.ALLOW)
            .ticker(
                () -> {
                  if (broken.get()) {
                    throw new IllegalStateException("secret");
                  }
                  return 0;
                })
            .start();
    guard.attach(
        () -> policy("rev-1", p -> Verdict.ALLOW), Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    broken.set(true);

    assertSame(Denials.GUARD_ERROR, guard.check(prediction(0.9)));

    assertEquals("req-1", ledger.entries.get(1).request());
    assertEquals(1, guard.counts().denied());
    assertFalse(ledger.stored.get(1).contains("secret"));
  }

  @Test
  @Rule("G25")
  void a_set_interrupt_flag_changes_no_verdict_and_stays_set() {
    Guard guard = guard(ledger, Fixture::denyLow).listener(new GuardListener() {}).start();
    Thread.currentThread().interrupt();
    try {
      assertEquals(
          List.of("allow", "deny"),
          guard.checkAll(List.of(prediction(0.9), prediction(0.3))).stream()
              .map(verdict -> verdict.action().word())
              .toList());
      assertTrue(Thread.currentThread().isInterrupted());
      assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(2, ledger.entries.size(), "the denial is on record");
  }

  @Test
  @Rule("G29")
  @SuppressWarnings("NullAway") // the broken rule under test
  void a_rule_whose_text_fails_leaves_the_denial_on_record() {
    List<Violation.Renderer> broken =
        List.of(
            v -> null,
            v -> {
              throw new IllegalStateException("secret");
            },
            v -> {
              throw new StackOverflowError("secret");
            });
    List<String> texts =
        List.of(
            "the rule gave no text",
            "the rule's text failed with java.lang.IllegalStateException",
            "the rule's text failed with an error");
    for (int i = 0; i < broken.size(); i++) {
      Violation violation = new Violation(0, "r", "confidence", 0.1, 0.7, null, broken.get(i));
      Verdict denial = new Verdict.Deny(Verdict.Cause.POLICY, List.of(violation));
      Guard guard = guard(ledger, p -> denial).start();

      assertSame(denial, guard.check(prediction(0.1)));

      Entry entry = ledger.entries.get(ledger.entries.size() - 1);
      assertTrue(entry.attributes().toString().contains(texts.get(i)), texts.get(i));
      assertFalse(entry.attributes().toString().contains("secret"));
      assertEquals(0, guard.counts().recordFailures());
    }
  }

  @Test
  @Rule("G29")
  void a_mapper_with_the_wrong_number_of_values_is_told_so() {
    Guard guard = guard(ledger, p -> Verdict.ALLOW).start();

    Verdict.Deny deny = mapped(guard, view -> view.wrap("r", new double[7], new double[1], "x"));

    String expected =
        "the mapper failed with java.lang.IllegalArgumentException: a prediction of credit 1.0 has"
            + " 1 numeric inputs, got 7";
    assertEquals(expected, deny.violations().get(0).message());
    assertTrue(ledger.stored.get(1).contains(expected), ledger.stored.get(1));
  }

  @Test
  @Rule("G29")
  void of_any_other_failure_of_a_mapper_only_the_class_is_told() {
    Guard guard =
        guard(ledger, p -> Verdict.ALLOW)
            .onFailure(Verdict.Cause.POLICY_FAILED, FailMode.OPEN, "trial")
            .start();

    Verdict.Deny deny =
        mapped(
            guard,
            view -> {
              throw new IllegalArgumentException("iban DE89");
            });
    Verdict.Deny error =
        mapped(
            guard,
            view -> {
              throw new StackOverflowError("iban DE89");
            });

    assertEquals(
        "the mapper failed with java.lang.IllegalArgumentException",
        deny.violations().get(0).message());
    assertSame(Denials.MAPPER_ERROR, error);
    assertEquals(3, ledger.entries.size());
    assertFalse(ledger.stored.toString().contains("DE89"));
    assertFalse(guard.health().detail().contains("DE89"));
    assertEquals(2, guard.counts().policyFailures());
    assertEquals(0, guard.counts().failedOpen(), "a mapper has no fail mode");
    guard.close();
    assertEquals(
        Verdict.Cause.GUARD_CLOSED,
        mapped(
                guard,
                view -> {
                  throw new IllegalStateException();
                })
            .cause());
  }

  private static Verdict.Deny mapped(Guard guard, Consumer<Prediction> mapper) {
    Function<String, Governed<String>> governed =
        guard.governed(input -> input, (input, output, view) -> mapper.accept(view));
    Governed<String> answer = governed.apply("x");
    assertTrue(answer.released().isEmpty());
    return assertInstanceOf(Verdict.Deny.class, answer.verdict());
  }
}
