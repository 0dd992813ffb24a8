package org.governance4j.guard;

import static org.governance4j.guard.Credit.START;
import static org.governance4j.guard.Credit.deny;
import static org.governance4j.guard.Credit.escalate;
import static org.governance4j.guard.Credit.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.PredictionMonitor;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.Verdict;
import org.governance4j.guard.ReviewQueue.Choice;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when several things go wrong, or are ordered, at once. */
class GuardSafetyTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Verdict.AllowWith MASKED =
      new Verdict.AllowWith(List.of(new Obligation(Obligation.Operation.MASK, "label", null)));

  @TempDir Path home = Path.of("replaced by JUnit");

  private final MemoryLedger ledger = new MemoryLedger();
  private final Credit.StillClock clock = new Credit.StillClock();
  private final AtomicLong nanos = new AtomicLong();

  /** A ledger on whose waiting appends something happens first. */
  private static final class Watched implements DecisionLedger {
    private final MemoryLedger entries;
    volatile Consumer<Entry> before = entry -> {};

    Watched(MemoryLedger entries) {
      this.entries = entries;
    }

    @Override
    public String origin() {
      return entries.origin();
    }

    @Override
    public CompletableFuture<Receipt> submit(Entry entry) {
      return entries.submit(entry);
    }

    @Override
    public Receipt append(Entry entry) {
      before.accept(entry);
      return entries.append(entry);
    }

    @Override
    public SignedNote publish() {
      return entries.publish();
    }

    @Override
    public LedgerReader reader() {
      return entries.reader();
    }

    @Override
    public Health health() {
      return entries.health();
    }

    @Override
    public void close() {
      entries.close();
    }
  }

  @Test
  @Rule("G8")
  void a_release_by_override_keeps_the_obligations_while_the_policy_is_stale() {
    Guard guard = stale(Credit.guard(ledger, clock, p -> MASKED));
    guard.override(OverrideMode.ALLOW, "user:alice", "source is down", START.plus(HOUR));

    assertEquals(MASKED, guard.check(prediction("r", 0.9)));

    Entry entry = last();
    assertEquals("allow_with", entry.decision());
    assertEquals(JsonValue.of("deny"), entry.attributes().get("judged"));
    assertEquals(JsonValue.of("stale"), entry.attributes().get("cause"));
    assertNotNull(entry.attributes().get("obligations"));
    assertEquals(1, guard.counts().overridden());
    assertEquals(1, guard.counts().allowedWith());
  }

  @Test
  @Rule("G24")
  void an_answer_by_fail_mode_has_its_obligations_on_record() {
    Guard guard =
        stale(
            Credit.guard(ledger, clock, p -> MASKED)
                .onFailure(Verdict.Cause.STALE, FailMode.OPEN, "trial"));

    assertEquals(MASKED, guard.check(prediction("r", 0.9)));

    assertNotNull(last().attributes().get("obligations"));
  }

  @Test
  @Rule({"G24", "G44"})
  void a_release_by_review_keeps_the_obligations_of_a_stale_policy() {
    Guard guard =
        stale(
            Credit.guard(ledger, clock, p -> MASKED)
                .reviews(10, HOUR)
                .onFailure(Verdict.Cause.STALE, FailMode.ESCALATE, "trial"));
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.9);

    guard.reviews().decide("r", "user:alice", Choice.RELEASE, "looks right");

    assertEquals(MASKED, answer.join().verdict());
    assertTrue(answer.join().released().isEmpty(), "not without its obligations");
    assertEquals("release", last().decision());
    assertNotNull(last().attributes().get("obligations"));
  }

  @Test
  @Rule("G17")
  void a_release_ordered_while_a_stop_is_being_recorded_does_not_lift_it() throws Exception {
    Watched watched = new Watched(ledger);
    Guard guard = Credit.guard(ledger, clock, p -> Verdict.ALLOW).ledger(watched).start();
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch disk = new CountDownLatch(1);
    watched.before =
        entry -> {
          if ("deny".equals(entry.decision())) {
            stopping.countDown();
            await(disk);
          }
        };
    CompletableFuture<ActiveOverride> stop =
        CompletableFuture.supplyAsync(
            () -> guard.override(OverrideMode.DENY, "user:bob", "stop", START.plus(HOUR)),
            Fixture.THREADS);
    await(stopping);

    GovernanceException refused =
        assertThrows(
            GovernanceException.class,
            () -> guard.override(OverrideMode.ALLOW, "user:alice", "go", START.plus(HOUR)));

    assertTrue(refused.getMessage().contains("being recorded"), refused::getMessage);
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r", 0.9)));
    disk.countDown();
    stop.get(10, TimeUnit.SECONDS);
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r", 0.9)));
    guard.override(OverrideMode.ALLOW, "user:alice", "go", START.plus(HOUR));
    assertEquals(Verdict.ALLOW, guard.check(prediction("r", 0.9)));
  }

  @Test
  @Rule("G17")
  void a_stop_that_could_not_be_recorded_can_be_lifted_by_a_later_release() {
    Guard guard = Credit.guard(ledger, clock, p -> deny("low")).start();
    ledger.full = true;
    assertThrows(
        GovernanceException.class,
        () -> guard.override(OverrideMode.DENY, "user:bob", "stop", START.plus(HOUR)));
    ledger.full = false;

    guard.override(OverrideMode.ALLOW, "user:alice", "go", START.plus(HOUR));

    assertEquals(Verdict.ALLOW, guard.check(prediction("r", 0.9)));
  }

  @Test
  @Rule({"G33", "G35"})
  void closing_on_an_interrupted_thread_loses_neither_raw_file_nor_summary() {
    Watched watched = new Watched(ledger);
    Guard guard =
        Credit.guard(ledger, clock, p -> deny("low"))
            .ledger(watched)
            .recording(Recording.VIOLATIONS.volume(0, HOUR, home))
            .start();
    guard.check(prediction("r", 0.1));
    AtomicBoolean refusing = new AtomicBoolean(true);
    watched.before =
        entry -> {
          // As a ledger does whose wait is interrupted; the background thread finds it full.
          boolean background = Thread.currentThread().getName().startsWith("governance-");
          if (Thread.currentThread().isInterrupted() || (background && refusing.get())) {
            throw new LedgerUnavailable("interrupted or full");
          }
        };
    Thread.currentThread().interrupt();

    guard.close();

    assertTrue(Thread.interrupted(), "the flag stays set");
    Entry summary = last();
    assertEquals("policy-violation-summary", summary.type());
    JsonValue.Obj raw = assertInstanceOf(JsonValue.Obj.class, summary.attributes().get("raw"));
    assertEquals(JsonValue.of(0), raw.get("missing"));
    assertEquals(0, guard.counts().recordFailures());
  }

  @Test
  @Rule("G35")
  void a_guard_that_two_threads_close_writes_its_last_summary_once() throws Exception {
    Watched watched = new Watched(ledger);
    Guard guard =
        Credit.guard(ledger, clock, p -> deny("low"))
            .ledger(watched)
            .recording(Recording.VIOLATIONS.volume(0, HOUR, null))
            .start();
    guard.check(prediction("r", 0.1));
    AtomicInteger writing = new AtomicInteger();
    CountDownLatch disk = new CountDownLatch(1);
    watched.before =
        entry -> {
          if (Thread.currentThread().getName().startsWith("governance-")) {
            throw new LedgerUnavailable("full");
          }
          writing.incrementAndGet();
          await(disk);
        };
    Thread one = new Thread(guard::close);
    Thread two = new Thread(guard::close);
    one.start();
    two.start();
    while (writing.get() == 0 || (writing.get() == 1 && !(waits(one) && waits(two)))) {
      Thread.onSpinWait();
    }
    disk.countDown();
    one.join(10_000);
    two.join(10_000);

    assertEquals(
        1,
        ledger.entries.stream().filter(e -> e.type().equals("policy-violation-summary")).count());
  }

  @Test
  @Rule({"G38", "G40"})
  void a_release_that_fails_with_an_error_waits_again() {
    Watched watched = new Watched(ledger);
    Guard guard =
        Credit.guard(ledger, clock, p -> escalate("unsure"))
            .ledger(watched)
            .reviews(1, HOUR)
            .start();
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5);
    watched.before =
        entry -> {
          throw new StackOverflowError();
        };

    assertThrows(
        Throwable.class, () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "fine"));

    assertEquals(Review.Status.PENDING, guard.reviews().pending().get(0).status());
    guard.close();
    assertTrue(answer.isDone(), "withheld by the close");
    assertTrue(answer.join().released().isEmpty());
  }

  @Test
  void a_decision_without_a_choice_is_refused_and_withholds_nothing() {
    Guard guard = Credit.guard(ledger, clock, p -> escalate("unsure")).reviews(1, HOUR).start();
    guard.check(prediction("r", 0.5));

    assertThrows(NullPointerException.class, () -> decideWithoutChoice(guard));

    assertEquals(Review.Status.PENDING, guard.reviews().pending().get(0).status());
  }

  @SuppressWarnings("NullAway") // the misuse under test
  private static void decideWithoutChoice(Guard guard) {
    guard.reviews().decide("r", "user:alice", null, "fine");
  }

  @Test
  @Rule({"G34", "G36"})
  void an_event_and_a_summary_that_cannot_be_made_are_told_as_lost() {
    AtomicInteger failing = new AtomicInteger();
    Clock moody =
        new Clock() {
          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public java.time.ZoneId getZone() {
            return clock.getZone();
          }

          @Override
          public long millis() {
            return clock.millis();
          }

          @Override
          public Instant instant() {
            if (Thread.currentThread().getName().startsWith("governance-summaries")
                && failing.getAndDecrement() > 0) {
              throw new StackOverflowError();
            }
            return clock.instant();
          }
        };
    Guard guard =
        Credit.guard(ledger, moody, p -> deny("low"))
            .recording(Recording.VIOLATIONS.volume(0, HOUR, home))
            .start();
    failing.set(1);
    guard.check(prediction("r1", 0.1));
    guard.check(prediction("r2", 0.1));
    awaitUntil(() -> failing.get() <= 0);
    guard.close();

    JsonValue.Obj raw = assertInstanceOf(JsonValue.Obj.class, last().attributes().get("raw"));
    assertEquals(JsonValue.of(1), raw.get("missing"));
    assertEquals(1, guard.counts().recordFailures());
  }

  @Test
  void a_part_whose_health_fails_in_whatever_way_is_down() {
    for (Supplier<Health> health :
        List.<Supplier<Health>>of(
            () -> {
              throw new NoClassDefFoundError("Driver");
            },
            GuardSafetyTest::none)) {
      Guard guard =
          Credit.guard(ledger, clock, p -> Verdict.ALLOW).monitor(new Sick(health)).start();

      assertEquals(Health.Status.DOWN, guard.health().status());
    }
  }

  @SuppressWarnings("NullAway") // the broken part under test
  private static Health none() {
    return null;
  }

  /** A monitor whose health is what it is told. */
  private record Sick(Supplier<Health> state) implements PredictionMonitor {
    @Override
    public void observe(Prediction prediction, Verdict verdict) {}

    @Override
    public void label(String requestId, double value) {}

    @Override
    public void flush() {}

    @Override
    public Health health() {
      return state.get();
    }

    @Override
    public void close() {}
  }

  @Test
  @Rule("G40")
  void a_listener_that_holds_up_the_reviews_shows_in_health() {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    Guard guard = Credit.guard(ledger, clock, p -> escalate("unsure")).reviews(2, HOUR).start();
    guard.check(prediction("r1", 0.5));
    guard.check(prediction("r2", 0.5));
    for (String id : List.of("r1", "r2")) {
      CompletableFuture<Void> unused =
          guard
              .reviews()
              .outcome(id)
              .thenAccept(
                  review -> {
                    reached.countDown();
                    await(held);
                  })
              .toCompletableFuture();
    }
    clock.advance(HOUR.plusMinutes(2));
    await(reached);

    try {
      String detail = guard.health().detail();
      assertTrue(detail.contains("reviews: 1 overdue"), detail);
      assertEquals(Health.Status.DEGRADED, guard.health().status());
    } finally {
      held.countDown();
    }
    guard.close();
  }

  @Test
  @Rule("G41")
  void whoever_is_told_of_an_outcome_may_close_the_guard() throws Exception {
    Guard guard = Credit.guard(ledger, clock, p -> escalate("unsure")).reviews(2, HOUR).start();
    guard.check(prediction("r1", 0.5));
    CompletableFuture<Void> closed =
        guard.reviews().outcome("r1").thenAccept(review -> guard.close()).toCompletableFuture();

    clock.advance(HOUR);

    closed.get(10, TimeUnit.SECONDS);
    assertEquals(
        Verdict.Cause.GUARD_CLOSED,
        assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r", 0.5))).cause());
  }

  private Guard stale(GuardBuilder builder) {
    Guard guard = builder.ticker(nanos::get).start();
    guard.attach(
        () -> {
          throw new IllegalStateException("never reached");
        },
        Duration.ofSeconds(1),
        Duration.ofSeconds(2));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    return guard;
  }

  private static Function<Double, CompletableFuture<Governed<Double>>> reviewed(Guard guard) {
    return guard
        .reviewed(
            Function.<Double>identity(),
            (in, out, view) ->
                view.wrap("r", new double[] {1}, new double[] {out}, "DE89", "approve", "text"))
        .andThen(stage -> stage.toCompletableFuture());
  }

  private Entry last() {
    return ledger.entries.get(ledger.entries.size() - 1);
  }

  private static boolean waits(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.BLOCKED
        || state == Thread.State.WAITING
        || state == Thread.State.TIMED_WAITING
        || state == Thread.State.TERMINATED;
  }

  private static void awaitUntil(java.util.function.BooleanSupplier done) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!done.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited for 10 s");
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
