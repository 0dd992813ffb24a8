package org.governance4j.guard;

import static org.governance4j.guard.Credit.START;
import static org.governance4j.guard.Credit.deny;
import static org.governance4j.guard.Credit.escalate;
import static org.governance4j.guard.Credit.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.guard.ReviewQueue.Choice;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class ReviewQueueTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Executor THREADS = task -> new Thread(task).start();

  private final MemoryLedger ledger = new MemoryLedger();
  private final Credit.StillClock clock = new Credit.StillClock();

  @Test
  @Rule({"G37", "G43"})
  void an_escalation_waits_and_shows_no_sensitive_value() {
    Guard guard = guard(10);

    assertInstanceOf(Verdict.Escalate.class, guard.check(prediction("r1", 0.5)));

    List<Review> pending = guard.reviews().pending();
    assertEquals(1, pending.size());
    Review review = pending.get(0);
    assertEquals("r1", review.id());
    assertEquals(START, review.time());
    assertEquals(START.plus(HOUR), review.expiry());
    assertEquals(Review.Status.PENDING, review.status());
    assertEquals(List.of("unsure: broken"), review.violations());
    assertEquals(1, java.util.Objects.requireNonNull(review.escalation()).index());
    assertFalse(review.toString().contains("DE89"), review.toString());
    assertFalse(review.toString().contains("your application"), review.toString());
    JsonValue.Obj outputs = assertInstanceOf(JsonValue.Obj.class, review.values().get("outputs"));
    assertEquals(JsonValue.of("approve"), outputs.get("label"));
    assertEquals(
        JsonValue.object()
            .with("withheld", JsonValue.of(true))
            .with("length", JsonValue.of("your application".length())),
        outputs.get("answer"));
    assertTrue(
        guard.health().detail().contains("1 reviews pending, the oldest since " + START),
        guard.health().detail());
  }

  @Test
  @Rule("G37")
  void without_a_free_place_the_verdict_is_a_denial_on_record() {
    Guard guard = guard(1);
    guard.check(prediction("r1", 0.5));

    Verdict.Deny full = assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r2", 0.5)));

    assertEquals(Verdict.Cause.RECORD_FAILED, full.cause());
    Entry entry = ledger.entries.get(2);
    assertEquals("deny", entry.decision());
    assertEquals(JsonValue.of("escalate"), entry.attributes().get("judged"));
    assertEquals(JsonValue.of("record_failed"), entry.attributes().get("cause"));
    guard.reviews().decide("r1", "user:alice", Choice.WITHHOLD, "no");
    assertInstanceOf(Verdict.Escalate.class, guard.check(prediction("r3", 0.5)));
  }

  @Test
  @Rule("G37")
  void places_are_counted_exactly_under_sixteen_threads() throws Exception {
    Guard guard = guard(100);

    Credit.inParallel(
        16,
        t -> {
          for (int i = 0; i < 50; i++) {
            guard.check(prediction("same", 0.5));
          }
        });

    assertEquals(100, guard.reviews().pending().size());
    assertEquals(100, guard.reviews().pending().stream().map(Review::id).distinct().count());
    assertEquals(100, guard.counts().escalated());
    assertEquals(700, guard.counts().denied());
  }

  @Test
  @Rule("G4")
  void an_escalation_that_cannot_be_recorded_is_denied_and_takes_no_place() {
    Guard guard = guard(1);
    ledger.full = true;

    assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r1", 0.5)));

    ledger.full = false;
    assertInstanceOf(Verdict.Escalate.class, guard.check(prediction("r2", 0.5)));
  }

  @Test
  @Rule("G32")
  void an_escalation_that_waits_is_in_full_whatever_the_volume() {
    Guard guard = builder(10).recording(Recording.VIOLATIONS.volume(0, HOUR, null)).start();

    guard.check(prediction("r1", 0.5));
    guard.close();

    assertEquals(Entry.Types.POLICY_VIOLATION, ledger.entries.get(1).type());
    assertEquals("review-lapse", ledger.entries.get(2).type());
    assertEquals(3, ledger.entries.size(), "no summary");
  }

  @Test
  @Rule({"G38", "G44"})
  void a_release_is_durable_before_it_takes_effect() throws Exception {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();
    assertFalse(answer.isDone());
    MemoryLedger.Hold hold = ledger.hold();

    CompletableFuture<Review> decision =
        CompletableFuture.supplyAsync(
            () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "looks right"),
            THREADS);
    hold.awaitOne();
    assertFalse(answer.isDone(), "not before the disk has it");
    assertEquals(Review.Status.DECIDING, guard.reviews().pending().get(0).status());
    hold.release();

    assertEquals(0.5, answer.get(10, TimeUnit.SECONDS).orThrow());
    Review review = decision.get(10, TimeUnit.SECONDS);
    assertEquals(Review.Status.RELEASED, review.status());
    Entry entry = ledger.entries.get(2);
    assertEquals(Entry.Types.OVERRIDE, entry.type());
    assertEquals("user:alice", entry.actor());
    assertEquals("release", entry.decision());
    assertEquals("looks right", entry.reason());
    assertEquals("prediction:r", entry.subject());
    assertEquals(JsonValue.of("r"), entry.attributes().get("review"));
    assertEquals(JsonValue.of(1), entry.attributes().get("escalation"));
    assertEquals(2, java.util.Objects.requireNonNull(review.decision()).index());
    assertEquals(List.of(), guard.reviews().pending());
  }

  @Test
  @Rule("G38")
  void a_release_that_cannot_be_recorded_does_not_happen() {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();
    ledger.full = true;

    assertThrows(
        GovernanceException.class,
        () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "looks right"));

    assertFalse(answer.isDone());
    assertEquals(Review.Status.PENDING, guard.reviews().pending().get(0).status());
    ledger.full = false;
    guard.reviews().decide("r", "user:bob", Choice.RELEASE, "looks right");
    assertEquals(0.5, answer.join().orThrow());
  }

  @Test
  @Rule({"G38", "G44"})
  void withholding_takes_effect_at_once_and_is_recorded_next() {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();
    ledger.full = true;

    GovernanceException unrecorded =
        assertThrows(
            GovernanceException.class,
            () -> guard.reviews().decide("r", "user:alice", Choice.WITHHOLD, "wrong"));

    assertTrue(unrecorded.getMessage().contains("withheld"), unrecorded::getMessage);
    assertTrue(answer.join().released().isEmpty());
    ledger.full = false;
    assertFalse(reviewed(guard).apply(0.5).toCompletableFuture().isDone());
    Review again = guard.reviews().pending().get(0);
    guard.reviews().decide(again.id(), "user:alice", Choice.WITHHOLD, "wrong");
    Entry entry = ledger.entries.get(3);
    assertEquals("withhold", entry.decision());
    assertEquals(JsonValue.of(again.id()), entry.attributes().get("review"));
  }

  @Test
  @Rule("G44")
  void an_output_that_is_not_escalated_is_answered_at_once() {
    Guard guard = guard(10);

    assertEquals(0.9, reviewed(guard).apply(0.9).toCompletableFuture().join().orThrow());
    assertTrue(
        reviewed(guard).apply(0.1).toCompletableFuture().join().verdict() instanceof Verdict.Deny);
    Guard without = Credit.guard(ledger, clock, ReviewQueueTest::judge).start();
    assertThrows(IllegalStateException.class, without::reviews);
    assertThrows(IllegalStateException.class, () -> reviewed(without));
  }

  @Test
  @Rule("G39")
  void of_several_deciders_exactly_one_wins() throws Exception {
    Guard guard = guard(200);
    for (int i = 0; i < 200; i++) {
      guard.check(prediction("r" + i, 0.5));
    }
    AtomicInteger refused = new AtomicInteger();
    ConcurrentHashMap<String, Choice> won = new ConcurrentHashMap<>();

    Credit.inParallel(
        16,
        t -> {
          for (int i = 0; i < 200; i++) {
            Choice choice = (t + i) % 2 == 0 ? Choice.RELEASE : Choice.WITHHOLD;
            try {
              guard.reviews().decide("r" + i, "user:" + t, choice, "so it is");
              assertNull(won.put("r" + i, choice), "two won");
            } catch (GovernanceException e) {
              refused.incrementAndGet();
            }
          }
        });

    assertEquals(15 * 200, refused.get());
    assertEquals(200, won.size());
    List<Entry> decisions =
        ledger.entries.stream().filter(e -> e.type().equals(Entry.Types.OVERRIDE)).toList();
    assertEquals(200, decisions.size());
    for (Entry decision : decisions) {
      assertEquals(
          won.get(decision.request()) == Choice.RELEASE ? "release" : "withhold",
          decision.decision());
    }
    for (int i = 0; i < 200; i++) {
      Review.Status status = guard.reviews().outcome("r" + i).toCompletableFuture().join().status();
      assertEquals(won.get("r" + i) == Choice.RELEASE, status == Review.Status.RELEASED);
    }
  }

  @Test
  @Rule({"G39", "G40"})
  void after_its_expiry_a_review_is_withheld_and_recorded() {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();
    clock.advance(HOUR);

    assertThrows(
        GovernanceException.class,
        () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "late"));

    assertTrue(answer.join().released().isEmpty());
    guard.close();
    Entry entry = ledger.entries.get(2);
    assertEquals("review-lapse", entry.type());
    assertEquals("expired", entry.decision());
    assertEquals("guard:credit", entry.actor());
    assertEquals(JsonValue.of(1), entry.attributes().get("escalation"));
    assertEquals(3, ledger.entries.size());
  }

  @Test
  @Rule("G40")
  void a_review_expires_by_itself() throws Exception {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();

    clock.advance(HOUR);

    Verdict.Deny denied =
        assertInstanceOf(Verdict.Deny.class, answer.get(10, TimeUnit.SECONDS).verdict());
    assertEquals("nobody decided in time", denied.violations().get(0).message());
    guard.close();
    assertEquals(3, ledger.entries.size());
  }

  @Test
  @Rule("G41")
  void closing_the_guard_withholds_everything_that_waits_and_records_it() {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();

    guard.close();

    assertEquals(
        Verdict.Cause.GUARD_CLOSED,
        assertInstanceOf(Verdict.Deny.class, answer.join().verdict()).cause());
    assertEquals("closed", ledger.entries.get(2).decision());
    assertThrows(
        GovernanceException.class,
        () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "late"));
  }

  @Test
  @Rule("G41")
  void a_release_that_is_being_recorded_at_the_close_and_fails_is_withheld() throws Exception {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();
    MemoryLedger.Hold hold = ledger.hold();
    // Too long for an entry, which the ledger finds out after the wait.
    String actor = "user:" + "a".repeat(70_000);
    CompletableFuture<Review> decision =
        CompletableFuture.supplyAsync(
            () -> guard.reviews().decide("r", actor, Choice.RELEASE, "right"), THREADS);
    hold.awaitOne();

    guard.close();
    assertFalse(answer.isDone(), "its decider has it");
    hold.release();

    assertThrows(Exception.class, () -> decision.get(10, TimeUnit.SECONDS));
    assertTrue(answer.get(10, TimeUnit.SECONDS).released().isEmpty());
  }

  @Test
  @Rule("G42")
  void a_decision_needs_a_human_and_a_reason() {
    Guard guard = guard(10);
    guard.check(prediction("r", 0.5));
    ReviewQueue reviews = guard.reviews();

    for (String actor : List.of(" ", "guard:credit")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> reviews.decide("r", actor, Choice.RELEASE, "right"));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> reviews.decide("r", "user:alice", Choice.RELEASE, " "));
    assertThrows(
        IllegalArgumentException.class,
        () -> reviews.decide("unknown", "user:alice", Choice.RELEASE, "right"));
    assertEquals(1, reviews.pending().size());
    assertEquals(2, ledger.entries.size());
  }

  @Test
  @Rule("G42")
  void nothing_is_released_against_an_emergency_stop() throws Exception {
    Guard guard = guard(10);
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();
    MemoryLedger.Hold hold = ledger.hold();
    CompletableFuture<Review> decision =
        CompletableFuture.supplyAsync(
            () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "right"), THREADS);
    hold.awaitOne();
    CompletableFuture<ActiveOverride> stop =
        CompletableFuture.supplyAsync(
            () -> guard.override(OverrideMode.DENY, "user:bob", "stop", START.plus(HOUR)), THREADS);
    hold.awaitTwo();
    hold.release();

    assertThrows(Exception.class, () -> decision.get(10, TimeUnit.SECONDS));
    stop.get(10, TimeUnit.SECONDS);
    assertTrue(answer.get(10, TimeUnit.SECONDS).released().isEmpty());
    assertTrue(ledger.entries.stream().anyMatch(e -> "stopped".equals(e.decision())));
    Guard second = guard(10);
    second.check(prediction("r", 0.5));
    second.override(OverrideMode.DENY, "user:bob", "stop", START.plus(HOUR));
    assertThrows(
        GovernanceException.class,
        () -> second.reviews().decide("r", "user:alice", Choice.RELEASE, "right"));
    assertEquals(1, second.reviews().pending().size());
  }

  @Test
  void bad_values_are_refused_by_name() {
    GuardBuilder builder = builder(1);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> builder.reviews(0, HOUR))
            .getMessage()
            .startsWith("capacity"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> builder.reviews(1, Duration.ZERO))
            .getMessage()
            .startsWith("expiry"));
    builder.ledger(DecisionLedger.none());
    assertThrows(IllegalStateException.class, builder::start);
  }

  @Test
  void only_the_last_decided_reviews_are_remembered() {
    Guard guard = guard(2);
    for (String id : List.of("a", "b", "c")) {
      guard.check(prediction(id, 0.5));
      guard.reviews().decide(id, "user:alice", Choice.WITHHOLD, "no");
    }

    assertThrows(IllegalArgumentException.class, () -> guard.reviews().outcome("a"));
    assertSame(
        Review.Status.WITHHELD, guard.reviews().outcome("b").toCompletableFuture().join().status());
  }

  private Guard guard(int capacity) {
    return builder(capacity).start();
  }

  private GuardBuilder builder(int capacity) {
    return Credit.guard(ledger, clock, ReviewQueueTest::judge).reviews(capacity, HOUR);
  }

  private static Verdict judge(org.governance4j.Prediction prediction) {
    double confidence = prediction.number(1);
    return confidence > 0.7 ? Verdict.ALLOW : confidence < 0.3 ? deny("low") : escalate("unsure");
  }

  private static Function<Double, java.util.concurrent.CompletionStage<Governed<Double>>> reviewed(
      Guard guard) {
    return guard.reviewed(
        Function.<Double>identity(),
        (in, out, view) ->
            view.wrap("r", new double[] {1}, new double[] {out}, "DE89", "approve", "text"));
  }
}
