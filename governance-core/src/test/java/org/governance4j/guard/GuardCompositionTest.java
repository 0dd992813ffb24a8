package org.governance4j.guard;

import static org.governance4j.guard.Credit.START;
import static org.governance4j.guard.Credit.deny;
import static org.governance4j.guard.Credit.escalate;
import static org.governance4j.guard.Credit.policy;
import static org.governance4j.guard.Credit.prediction;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.Governed;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Verdict.Cause;
import org.governance4j.Violation;
import org.governance4j.guard.ReviewQueue.Choice;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the parts of a guard do to each other. */
class GuardCompositionTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Verdict BUDGET = Verdict.Deny.of(Cause.BUDGET, "steps", "ran out");

  private final MemoryLedger ledger = new MemoryLedger();
  private final Credit.StillClock clock = new Credit.StillClock();
  @TempDir Path home;

  @Test
  @Rule({"G24", "G37", "G38"})
  void what_a_fail_mode_escalates_waits_for_a_human_too() {
    Guard guard = failing(FailMode.ESCALATE).reviews(1, HOUR).start();
    CompletableFuture<Governed<Double>> answer = reviewed(guard).apply(0.5).toCompletableFuture();

    Review review = guard.reviews().pending().get(0);

    assertFalse(answer.isDone());
    assertEquals(List.of("steps: ran out"), review.violations());
    Entry escalation = ledger.entries.get(1);
    assertEquals("escalate", escalation.decision());
    assertEquals(JsonValue.of("deny"), escalation.attributes().get("judged"));
    assertEquals(JsonValue.of("escalate"), escalation.attributes().get("failMode"));
    assertEquals(1, guard.counts().failedEscalated());
    guard.reviews().decide(review.id(), "user:alice", Choice.RELEASE, "looks right");
    assertEquals(0.5, answer.join().orThrow());
    assertEquals(0, guard.counts().overridden());
  }

  @Test
  @Rule({"G24", "G37"})
  void what_a_fail_mode_escalates_is_denied_and_not_counted_without_a_place_or_a_record() {
    Guard guard = failing(FailMode.ESCALATE).reviews(1, HOUR).start();
    ledger.full = true;
    assertSame(Denials.UNRECORDED, guard.check(prediction("r0", 0.5)));
    assertEquals(0, guard.counts().failedEscalated());
    ledger.full = false;
    guard.check(prediction("r1", 0.5));

    Verdict.Deny full = assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r2", 0.5)));

    assertEquals(Cause.RECORD_FAILED, full.cause());
    assertEquals("deny", ledger.entries.get(2).decision());
    assertEquals(JsonValue.of("budget"), ledger.entries.get(2).attributes().get("cause"));
    assertEquals(1, guard.counts().failedEscalated());
    assertEquals(0, guard.counts().failedOpen());
  }

  @Test
  @Rule({"G24", "G32"})
  void what_a_fail_mode_answers_is_in_full_whatever_the_volume() {
    for (FailMode mode : List.of(FailMode.OPEN, FailMode.ESCALATE)) {
      ledger.entries.clear();
      Guard guard = failing(mode).recording(Recording.VIOLATIONS.volume(0, HOUR, null)).start();

      guard.check(prediction("r1", 0.5));
      guard.check(prediction("r2", 0.5));
      guard.close();

      assertEquals(
          List.of("r1", "r2"),
          ledger.entries.stream().skip(1).map(Entry::request).toList(),
          "no summary");
      assertEquals(0, guard.counts().overridden());
      assertEquals(2, guard.counts().failedOpen() + guard.counts().failedEscalated());
    }
  }

  @Test
  @Rule({"G20", "G38", "G40"})
  void a_review_outlives_the_policy_that_asked_for_it_and_its_end_names_the_one_in_force() {
    Guard guard = escalating().reviews(10, HOUR).start();
    guard.check(prediction("r1", 0.5));
    guard.check(prediction("r2", 0.5));

    guard.replacePolicy(Fixture.policy("rev-2", p -> deny("all")), "user:bob", "stricter");

    Review released = guard.reviews().decide("r1", "user:alice", Choice.RELEASE, "right");
    assertEquals(Review.Status.RELEASED, released.status());
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction("r3", 0.5)));
    guard.close();
    Map<String, String> revisions = new TreeMap<>();
    for (Entry entry : ledger.entries.subList(1, ledger.entries.size())) {
      revisions.put(entry.request() + " " + entry.type(), String.valueOf(entry.policy()));
    }
    revisions.keySet().removeIf(key -> key.startsWith("policy-"));
    assertEquals(
        Map.of(
            "r1 policy-violation", "rev-1",
            "r2 policy-violation", "rev-1",
            "r3 policy-violation", "rev-2",
            "r1 override", "rev-2",
            "r2 review-lapse", "rev-2"),
        revisions);
  }

  @Test
  @Rule({"G20", "G31", "G33", "G35"})
  void a_replaced_policy_ends_the_window_of_its_summary() throws Exception {
    Guard guard =
        Credit.guard(ledger, clock, p -> deny("a"))
            .recording(Recording.VIOLATIONS.volume(1, HOUR, home))
            .start();
    for (int i = 0; i < 4; i++) {
      guard.check(prediction("old" + i, 0.5));
    }
    guard.replacePolicy(Fixture.policy("rev-2", p -> deny("a")), "user:bob", "another");
    for (int i = 0; i < 3; i++) {
      guard.check(prediction("new" + i, 0.5));
    }
    guard.close();

    assertEquals(
        List.of("old0", "new0"),
        entries(Entry.Types.POLICY_VIOLATION).stream().map(Entry::request).toList());
    List<Entry> summaries = entries(SummaryEntry.TYPE);
    assertEquals(List.of("rev-1", "rev-2"), summaries.stream().map(Entry::policy).toList());
    assertEquals(
        List.of(JsonValue.of(3), JsonValue.of(2)),
        summaries.stream().map(summary -> summary.attributes().get("events")).toList());
    for (Entry summary : summaries) {
      JsonValue.Obj raw = assertInstanceOf(JsonValue.Obj.class, summary.attributes().get("raw"));
      JsonValue.Arr files = assertInstanceOf(JsonValue.Arr.class, raw.get("files"));
      JsonValue.Obj file = assertInstanceOf(JsonValue.Obj.class, files.items().get(0));
      JsonValue.Str name = assertInstanceOf(JsonValue.Str.class, file.get("name"));
      for (String line : Files.readAllLines(home.resolve(name.value()))) {
        assertTrue(line.contains("\"policy\":\"" + summary.policy() + "\""), line);
      }
    }
  }

  @Test
  @Rule({"G26", "G30", "G37"})
  void a_batch_is_sampled_and_reviewed_as_one_by_one() {
    Guard guard =
        Credit.guard(ledger, clock, p -> p.number(1) < 0.5 ? escalate("unsure") : Verdict.ALLOW)
            .recording(Recording.sample(3))
            .reviews(2, HOUR)
            .start();
    List<Prediction> batch = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      batch.add(prediction("allowed" + i, 0.9));
    }
    for (int i = 0; i < 3; i++) {
      batch.add(prediction("unsure" + i, 0.1));
    }

    List<Verdict> verdicts = guard.checkAll(batch);

    assertEquals(
        List.of("allowed2", "allowed5", "allowed8", "unsure0", "unsure1", "unsure2"),
        ledger.entries.stream().skip(1).map(Entry::request).toList());
    assertInstanceOf(Verdict.Escalate.class, verdicts.get(10));
    assertEquals(
        Cause.RECORD_FAILED, assertInstanceOf(Verdict.Deny.class, verdicts.get(11)).cause());
    assertEquals(
        List.of("unsure0", "unsure1"), guard.reviews().pending().stream().map(Review::id).toList());
  }

  @Test
  @Rule({"G17", "G42", "G44"})
  void a_stop_keeps_what_waits_waiting_and_lets_nothing_new_wait() {
    Guard guard = escalating().reviews(10, HOUR).start();
    CompletableFuture<Governed<Double>> before = reviewed(guard).apply(0.5).toCompletableFuture();

    guard.override(OverrideMode.DENY, "user:bob", "stop", START.plus(HOUR));

    Governed<Double> during = reviewed(guard).apply(0.5).toCompletableFuture().join();
    assertSame(Denials.STOPPED, during.verdict());
    assertEquals(1, guard.reviews().pending().size());
    assertThrows(
        GovernanceException.class,
        () -> guard.reviews().decide("r", "user:alice", Choice.RELEASE, "right"));
    assertFalse(before.isDone());
    guard.endOverride("user:bob", "over");
    guard.reviews().decide("r", "user:alice", Choice.RELEASE, "right");
    assertEquals(0.5, before.join().orThrow());
  }

  @Test
  @Rule({"G29", "G37"})
  void an_escalation_whose_rule_has_no_text_waits_and_is_on_record() {
    Violation silent =
        new Violation(
            0,
            "silent",
            null,
            0,
            0,
            null,
            v -> {
              throw new IllegalStateException("iban DE89");
            });
    Guard guard =
        Credit.guard(ledger, clock, p -> new Verdict.Escalate(List.of(silent)))
            .reviews(1, HOUR)
            .start();

    assertInstanceOf(Verdict.Escalate.class, guard.check(prediction("r1", 0.5)));

    assertEquals(
        List.of("silent: the rule's text failed with java.lang.IllegalStateException"),
        guard.reviews().pending().get(0).violations());
    assertEquals(2, ledger.entries.size());
    assertEquals(0, guard.counts().recordFailures());
  }

  @Test
  @Rule({"G28", "G31", "G34"})
  void a_listener_reads_what_waits_what_became_of_it_and_what_was_only_counted() {
    Figures figures = new Figures();
    AtomicReference<Verdict> next = new AtomicReference<>(escalate("unsure"));
    Guard guard =
        Credit.guard(ledger, clock, p -> next.get())
            .recording(Recording.VIOLATIONS.volume(1, HOUR, home))
            .reviews(3, HOUR)
            .listener(figures)
            .start();
    for (String id : List.of("a", "b", "c")) {
      guard.check(prediction(id, 0.5));
    }
    assertEquals(3, figures.gauge("governance.guard.reviews.pending"));
    guard.reviews().decide("a", "user:alice", Choice.RELEASE, "right");
    guard.reviews().decide("b", "user:alice", Choice.WITHHOLD, "wrong");
    next.set(deny("x"));
    for (int i = 0; i < 5; i++) {
      guard.check(prediction("d" + i, 0.5));
    }
    // Too much text to be kept for a raw file.
    guard.check(
        Credit.SCHEMA
            .prediction()
            .wrap("big", new double[1], new double[1], "DE", "no", "x".repeat(20 << 20)));
    guard.close();

    assertEquals(0, figures.gauge("governance.guard.reviews.pending"));
    assertEquals(1, figures.count("governance.guard.reviews{outcome=released}"));
    assertEquals(1, figures.count("governance.guard.reviews{outcome=withheld}"));
    assertEquals(1, figures.count("governance.guard.reviews{outcome=closed}"));
    assertEquals(0, figures.count("governance.guard.reviews{outcome=expired}"));
    assertEquals(5, figures.count("governance.guard.records.summarised{}"));
    assertEquals(1, figures.count("governance.guard.records.raw.missing{}"));
    assertEquals(1, guard.counts().recordFailures());
  }

  @Test
  @Rule({"G1", "G30"})
  void with_everything_configured_an_allowed_prediction_allocates_nothing() {
    Guard guard =
        Credit.guard(ledger, clock, p -> Verdict.ALLOW)
            .recording(Recording.sample(Integer.MAX_VALUE).volume(1, HOUR, home))
            .reviews(10, HOUR)
            .onFailure(Cause.BUDGET, FailMode.ESCALATE, "trial")
            .listener(new GuardListener() {})
            .start();
    guard.follow(() -> policy(p -> Verdict.ALLOW), Duration.ofHours(1), Duration.ofHours(2));
    Prediction view = prediction("p", 0.9);
    Runnable checks =
        () -> {
          for (int i = 0; i < 1_000_000; i++) {
            assertSame(Verdict.ALLOW, guard.check(view));
          }
        };
    checks.run();

    long bytes = Allocation.of(checks);

    assertTrue(bytes < 10_000, bytes + " bytes in 1,000,000 checks");
    guard.close();
    assertNull(ledger.entries.stream().skip(1).findFirst().orElse(null), "nothing is recorded");
  }

  private GuardBuilder escalating() {
    return Credit.guard(ledger, clock, p -> escalate("unsure"));
  }

  private GuardBuilder failing(FailMode mode) {
    return Credit.guard(ledger, clock, p -> BUDGET).onFailure(Cause.BUDGET, mode, "trial");
  }

  private List<Entry> entries(String type) {
    return ledger.entries.stream().filter(entry -> entry.type().equals(type)).toList();
  }

  private static Function<Double, CompletionStage<Governed<Double>>> reviewed(Guard guard) {
    return guard.reviewed(
        Function.<Double>identity(),
        (in, out, view) ->
            view.wrap("r", new double[] {1}, new double[] {out}, "DE89", "approve", "text"));
  }

  /** Figures by name and the tags beside the guard's. */
  private static final class Figures implements GuardListener {
    private final Map<String, LongSupplier> counters = new TreeMap<>();
    private final Map<String, DoubleSupplier> gauges = new TreeMap<>();

    @Override
    public void counter(Meter meter, LongSupplier value) {
      Map<String, String> tags = new TreeMap<>(meter.tags());
      tags.remove("guard");
      counters.put(meter.name() + tags, value);
    }

    @Override
    public void gauge(Meter meter, DoubleSupplier value) {
      gauges.put(meter.name(), value);
    }

    long count(String key) {
      return counters.getOrDefault(key, () -> -1).getAsLong();
    }

    double gauge(String key) {
      return gauges.getOrDefault(key, () -> -1).getAsDouble();
    }
  }
}
