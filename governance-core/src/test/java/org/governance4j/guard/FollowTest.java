package org.governance4j.guard;

import static org.governance4j.guard.Fixture.START;
import static org.governance4j.guard.Fixture.deny;
import static org.governance4j.guard.Fixture.guard;
import static org.governance4j.guard.Fixture.policy;
import static org.governance4j.guard.Fixture.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class FollowTest {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration MAX_AGE = Duration.ofSeconds(10);

  private final MemoryLedger ledger = new MemoryLedger();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Source source = new Source();

  /** Hands out what it is told, or throws what it is told. */
  private static final class Source implements PolicySource {
    volatile OutputPolicy policy = policy("rev-1", p -> Verdict.ALLOW);
    volatile Throwable failure = new IOException("unused");
    volatile boolean failing;

    void fails(Throwable with) {
      failure = with;
      failing = true;
    }

    @Override
    public OutputPolicy latest() throws Exception {
      if (!failing) {
        return policy;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  private Guard start(Function<Prediction, Verdict> rules) {
    return guard(ledger, rules).ticker(nanos::get).start();
  }

  @Test
  @Rule("G21")
  void a_new_revision_is_put_into_force_on_record_and_the_same_one_is_not() throws Exception {
    Guard guard = start(p -> Verdict.ALLOW);
    Follower follower = guard.attach(source, EVERY, MAX_AGE);

    follower.look();
    assertEquals(1, ledger.entries.size(), "only the start");
    source.policy = policy("rev-2", p -> deny("new"));
    follower.look();
    follower.look();

    assertEquals(2, ledger.entries.size());
    Entry entry = ledger.entries.get(1);
    assertEquals("guard:credit", entry.actor());
    assertEquals("source", entry.reason());
    assertEquals("rev-2", entry.policy());
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction(0.9)));
    assertFalse(guard.health().detail().contains("source"), guard.health().detail());
  }

  @Test
  @Rule("G21")
  void a_failing_source_leaves_the_policy_in_force_and_shows_in_health() throws Exception {
    Guard guard = start(p -> Verdict.ALLOW);
    Follower follower = guard.attach(source, EVERY, MAX_AGE);

    for (Throwable failure :
        List.of(
            new IOException("password 1234"),
            new IllegalStateException("password 1234"),
            new StackOverflowError("password 1234"))) {
      source.fails(failure);
      follower.look();
      String detail = guard.health().detail();
      assertTrue(detail.contains(failure.getClass().getName()), detail);
      assertFalse(detail.contains("1234"), detail);
      assertEquals(Health.Status.DEGRADED, guard.health().status());
    }
    source.fails(new PolicyInvalid("rule 3 names an unknown field"));
    follower.look();
    assertTrue(guard.health().detail().contains("rule 3 names an unknown field"));
    assertTrue(guard.health().detail().contains("4 times"), guard.health().detail());

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertEquals("rev-1", guard.policyRevision());
    source.failing = false;
    follower.look();
    assertFalse(guard.health().detail().contains("source"), guard.health().detail());
  }

  @Test
  @Rule({"G21", "G22"})
  void a_new_policy_that_cannot_be_put_into_force_does_not_count_as_reached() throws Exception {
    Guard guard = start(p -> Verdict.ALLOW);
    Follower follower = guard.attach(source, EVERY, MAX_AGE);
    source.policy = policy("rev-2", p -> Verdict.ALLOW);
    ledger.full = true;
    nanos.addAndGet(MAX_AGE.toNanos() + 1);
    follower.look();

    assertEquals("rev-1", guard.policyRevision());
    assertTrue(guard.health().detail().contains("queue full"), guard.health().detail());
    assertEquals(Verdict.Cause.STALE, causeOf(guard.check(prediction(0.9))));
    ledger.full = false;
    follower.look();
    assertEquals("rev-2", guard.policyRevision());
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G22")
  void a_policy_older_than_it_may_be_denies_until_its_source_is_reached() throws Exception {
    Guard guard = start(p -> Verdict.ALLOW);
    Follower follower = guard.attach(source, EVERY, MAX_AGE);

    nanos.addAndGet(MAX_AGE.toNanos());
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)), "just not too old");
    nanos.incrementAndGet();
    assertEquals(Verdict.Cause.STALE, causeOf(guard.check(prediction(0.9))));
    assertEquals("deny", ledger.entries.get(1).decision());
    assertEquals(Health.Status.DOWN, guard.health().status());
    assertTrue(guard.health().detail().contains("10 s ago"), guard.health().detail());

    source.fails(new IOException("down"));
    follower.look();
    assertEquals(Verdict.Cause.STALE, causeOf(guard.check(prediction(0.9))));
    source.failing = false;
    follower.look();
    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
  }

  @Test
  @Rule("G22")
  void an_answer_that_took_too_long_is_as_old_as_its_question() throws Exception {
    Guard guard = start(p -> Verdict.ALLOW);
    Follower follower =
        guard.attach(
            () -> {
              nanos.addAndGet(MAX_AGE.toNanos() + 1);
              return source.policy;
            },
            EVERY,
            MAX_AGE);

    follower.look();

    assertEquals(Verdict.Cause.STALE, causeOf(guard.check(prediction(0.9))));
  }

  @Test
  @Rule({"G22", "G8"})
  void a_stale_policy_can_be_overridden_but_not_for_another_model() {
    Guard guard = start(p -> Verdict.ALLOW);
    guard.attach(source, EVERY, MAX_AGE);
    nanos.addAndGet(MAX_AGE.toNanos() + 1);
    guard.override(OverrideMode.ALLOW, "user:a", "why", START.plusSeconds(60));
    ModelSchema other = ModelSchema.of("x", "1", List.of(), List.of(Field.number("y")));

    assertSame(Verdict.ALLOW, guard.check(prediction(0.9)));
    assertEquals(Verdict.Cause.SCHEMA_MISMATCH, causeOf(guard.check(other.prediction())));
    assertEquals(1, guard.counts().overridden());
  }

  @Test
  @Rule("G21")
  void the_thread_looks_again_and_again_and_ends_with_the_guard() throws Exception {
    Guard guard = start(p -> Verdict.ALLOW);
    CountDownLatch looks = new CountDownLatch(3);
    AtomicReference<Thread> looking = new AtomicReference<>();
    guard.follow(
        () -> {
          looking.set(Thread.currentThread());
          looks.countDown();
          Thread.currentThread().interrupt();
          return policy("rev-2", p -> deny("new"));
        },
        Duration.ofMillis(1),
        MAX_AGE);
    assertTrue(looks.await(10, TimeUnit.SECONDS));

    assertEquals("rev-2", guard.policyRevision());
    assertTrue(looking.get().isDaemon());
    guard.close();
    looking.get().join(10_000);

    assertFalse(looking.get().isAlive());
    assertEquals(2, ledger.entries.size());
  }

  @Test
  void one_source_at_a_time_with_durations_in_range() {
    Guard guard = start(p -> Verdict.ALLOW);
    for (Duration every : List.of(Duration.ZERO, Duration.ofSeconds(-1), MAX_AGE)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> guard.follow(source, every, MAX_AGE));
      assertTrue(e.getMessage().contains(every.toString()), e.getMessage());
    }
    assertThrows(
        IllegalArgumentException.class, () -> guard.follow(source, EVERY, Duration.ofDays(367)));
    guard.attach(source, EVERY, MAX_AGE);

    assertThrows(IllegalStateException.class, () -> guard.follow(source, EVERY, MAX_AGE));
    guard.close();
    assertThrows(GovernanceException.class, () -> guard.follow(source, EVERY, MAX_AGE));
  }

  static Verdict.Cause causeOf(Verdict verdict) {
    return assertInstanceOf(Verdict.Deny.class, verdict).cause();
  }
}
