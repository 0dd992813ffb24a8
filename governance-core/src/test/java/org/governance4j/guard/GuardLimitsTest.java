package org.governance4j.guard;

import static org.governance4j.guard.Credit.START;
import static org.governance4j.guard.Credit.deny;
import static org.governance4j.guard.Credit.escalate;
import static org.governance4j.guard.Credit.prediction;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.json.CanonicalJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that come while a policy judges, clocks that jump, and what must stay bounded. */
class GuardLimitsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** One that is being written, those that wait, and the one that is open at the end. */
  private static final int MOST_SUMMARIES = 1 + 64 + 1;

  @TempDir Path home = Path.of("replaced by JUnit");

  private final MemoryLedger ledger = new MemoryLedger();
  private final Credit.StillClock clock = new Credit.StillClock();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /** Something happens while the policy judges. */
  private Verdict judgedMeanwhile(Verdict verdict) {
    meanwhile.getAndSet(() -> {}).run();
    return verdict;
  }

  @Test
  @Rule("G6")
  void a_stop_ordered_while_the_policy_judges_withholds_that_output_too() {
    Guard guard = Credit.guard(ledger, clock, p -> judgedMeanwhile(Verdict.ALLOW)).start();
    meanwhile.set(() -> stop(guard));

    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(guard.check(prediction("r", 0.9))));

    Entry entry = last();
    assertEquals("deny", entry.decision());
    assertEquals(JsonValue.of("allow"), entry.attributes().get("judged"));
    assertEquals(JsonValue.of(1), entry.attributes().get("override"));
  }

  @Test
  @Rule({"G6", "G26"})
  void a_stop_ordered_during_a_batch_withholds_the_rest_of_it() {
    Guard guard = Credit.guard(ledger, clock, p -> judgedMeanwhile(Verdict.ALLOW)).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "incident", START.plus(HOUR));
    List<org.governance4j.Prediction> batch =
        List.of(prediction("a", 0.9), prediction("b", 0.9), prediction("c", 0.9));
    meanwhile.set(() -> meanwhile.set(() -> stop(guard)));

    List<Verdict> verdicts = guard.checkAll(batch);

    assertSame(Verdict.ALLOW, verdicts.get(0));
    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(verdicts.get(1)));
    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(verdicts.get(2)));
  }

  @Test
  @Rule({"G6", "G26"})
  void a_release_that_is_ended_while_the_policy_judges_releases_nothing_more() {
    Guard guard = Credit.guard(ledger, clock, p -> judgedMeanwhile(deny("low"))).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "incident", START.plus(HOUR));
    meanwhile.set(() -> guard.endOverride("user:alice", "over"));

    assertEquals(Verdict.Cause.POLICY, cause(guard.check(prediction("r", 0.1))));

    guard.override(OverrideMode.ALLOW, "user:alice", "incident", START.plus(HOUR));
    meanwhile.set(() -> meanwhile.set(() -> guard.endOverride("user:alice", "over")));
    List<Verdict> verdicts =
        guard.checkAll(List.of(prediction("a", 0.1), prediction("b", 0.1), prediction("c", 0.1)));
    assertSame(Verdict.ALLOW, verdicts.get(0));
    assertEquals(Verdict.Cause.POLICY, cause(verdicts.get(1)));
    assertEquals(Verdict.Cause.POLICY, cause(verdicts.get(2)));
  }

  @Test
  @Rule("G9")
  void closing_while_the_policy_judges_withholds_that_output_too() {
    Guard guard = Credit.guard(ledger, clock, p -> judgedMeanwhile(Verdict.ALLOW)).start();
    meanwhile.set(guard::close);

    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(guard.check(prediction("r", 0.9))));

    Entry entry = last();
    assertEquals("r", entry.request());
    assertEquals("deny", entry.decision());
    assertEquals(JsonValue.of("allow"), entry.attributes().get("judged"));
    assertEquals(JsonValue.of("guard_closed"), entry.attributes().get("cause"));
  }

  @Test
  @Rule("G7")
  void a_wall_clock_that_jumps_does_not_lift_a_stop_early() {
    Guard guard = Credit.guard(ledger, clock, p -> Verdict.ALLOW).ticker(nanos::get).start();
    stop(guard);

    clock.advance(HOUR.multipliedBy(30));
    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(guard.check(prediction("r", 0.9))));
    nanos.addAndGet(HOUR.toNanos() - 1);
    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(guard.check(prediction("r", 0.9))));
    nanos.addAndGet(1);
    assertSame(Verdict.ALLOW, guard.check(prediction("r", 0.9)));
    assertTrue(guard.override().isEmpty());
  }

  @Test
  @Rule("G7")
  void a_wall_clock_that_stands_still_keeps_a_stop_and_prolongs_no_release() {
    Guard guard = Credit.guard(ledger, clock, p -> deny("low")).ticker(nanos::get).start();
    guard.override(OverrideMode.ALLOW, "user:alice", "incident", START.plus(HOUR));
    assertSame(Verdict.ALLOW, guard.check(prediction("r", 0.1)));
    nanos.addAndGet(HOUR.toNanos());
    assertEquals(Verdict.Cause.POLICY, cause(guard.check(prediction("r", 0.1))));

    stop(guard);
    nanos.addAndGet(HOUR.toNanos());
    assertEquals(Verdict.Cause.GUARD_CLOSED, cause(guard.check(prediction("r", 0.1))));
    clock.advance(HOUR);
    assertEquals(Verdict.Cause.POLICY, cause(guard.check(prediction("r", 0.1))));
  }

  @Test
  @Rule({"G31", "G33"})
  void windows_that_a_hanging_ledger_keeps_waiting_are_merged_with_exact_counts() throws Exception {
    Guard guard =
        Credit.guard(ledger, clock, p -> deny("low"))
            .recording(Recording.VIOLATIONS.volume(0, MINUTE, home))
            .start();
    MemoryLedger.Hold hold = ledger.hold();
    guard.check(prediction("first", 0.1));
    clock.advance(MINUTE);
    guard.check(prediction("second", 0.1));
    hold.awaitOne();
    for (int i = 0; i < 300; i++) {
      clock.advance(MINUTE);
      guard.check(prediction("r" + i, 0.1));
      guard.check(prediction("r" + i, 0.1));
    }
    hold.release();
    guard.close();

    List<Entry> summaries = summaries();
    assertTrue(summaries.size() <= MOST_SUMMARIES, summaries.size() + " summaries");
    long events = 0;
    long windows = 0;
    for (Entry summary : summaries) {
      JsonValue.Obj all = summary.attributes();
      assertEquals("rev-1", summary.policy());
      assertNull(all.get("policies"));
      long own = number(all, "events");
      assertEquals(own, number(object(all.get("actions")), "deny"));
      JsonValue.Obj rule = object(items(all.get("rules")).get(0));
      assertEquals(own, number(rule, "violations"));
      assertEquals(own, number(rule, "summarised"));
      JsonValue.Obj raw = object(all.get("raw"));
      assertEquals(0, number(raw, "missing"));
      assertEquals(
          own,
          items(raw.get("files")).stream().mapToLong(f -> number(object(f), "events")).sum(),
          "its raw files have the events of all its windows");
      long merged = all.get("windows") == null ? 1 : number(all, "windows");
      assertEquals(START.plus(MINUTE.multipliedBy(windows)).toString(), text(all, "from"));
      windows += merged;
      assertEquals(START.plus(MINUTE.multipliedBy(windows)).toString(), text(all, "to"));
      events += own;
    }
    assertEquals(302, windows);
    assertEquals(602, events);
    assertEquals(0, guard.counts().recordFailures());
  }

  @Test
  @Rule("G31")
  void merged_windows_of_several_policies_name_them_and_keep_every_count() throws Exception {
    ModelRef model = new ModelRef("credit", "1.0", Digest.sha256(new byte[] {42}));
    Scribe scribe = new Scribe(Credit.SCHEMA, model, clock);
    Recording.Volume rule =
        Objects.requireNonNull(Recording.VIOLATIONS.volume(0, MINUTE, home).volume());
    List<String> lost = new ArrayList<>();
    Summaries summaries =
        new Summaries(rule, ledger, scribe, clock, new Tally(), (what, count) -> lost.add(what));
    summaries.start();
    MemoryLedger.Hold hold = ledger.hold();
    Map<String, Long> expected = new HashMap<>();
    String before = "";
    int made = 0;
    for (int i = 0; i < 3_000; i++) {
      // Two revisions at a time, as when a long batch is judged by the one before; every rule is
      // one of more than a window keeps apart.
      String revision = "rev-" + (i / 300 + i % 2);
      String name = "rule-" + i % 700;
      List<Violation> why = List.of(Violation.of(name, null, "broken"));
      Verdict verdict =
          i % 3 == 0 ? new Verdict.Escalate(why) : new Verdict.Deny(Verdict.Cause.POLICY, why);
      summaries.take(
          prediction("r", 0.1), clock.instant(), why, Judgement.plain(revision, verdict));
      made += revision.equals(before) ? 0 : 1;
      before = revision;
      expected.merge(verdict.action().word(), 1L, Long::sum);
      if (i == 1) {
        hold.awaitOne();
      }
    }
    hold.release();
    summaries.close();

    List<Entry> written = summaries();
    assertTrue(written.size() <= MOST_SUMMARIES, written.size() + " summaries");
    Map<String, Long> found = new HashMap<>();
    long counted = 0;
    long windows = 0;
    for (Entry summary : written) {
      JsonValue.Obj all = summary.attributes();
      JsonValue.Obj actions = object(all.get("actions"));
      for (String action : List.of("deny", "escalate")) {
        found.merge(action, number(actions, action), Long::sum);
      }
      for (JsonValue item : items(all.get("rules"))) {
        counted += number(object(item), "summarised");
      }
      if (all.get("otherRules") != null) {
        counted += number(object(all.get("otherRules")), "summarised");
      }
      windows += all.get("windows") == null ? 1 : number(all, "windows");
    }
    assertEquals(expected, found);
    assertEquals(3_000, counted);
    assertEquals(made, windows);
    Entry merged =
        written.stream()
            .filter(summary -> summary.attributes().get("policies") != null)
            .findFirst()
            .orElseThrow();
    List<JsonValue> first = items(object(merged.attributes().get("policies")).get("first"));
    assertEquals(JsonValue.of(String.valueOf(merged.policy())), first.get(0), "the first one");
    JsonValue.Obj policies = object(merged.attributes().get("policies"));
    assertEquals(11, number(policies, "count"));
    assertEquals(8, items(policies.get("first")).size());
    assertEquals(List.of(), lost);
  }

  @Test
  @Rule({"G18", "G43"})
  void the_values_of_a_review_have_a_bound_whatever_a_client_sends() {
    List<Field> inputs = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      inputs.add(i % 2 == 0 ? Field.category("in" + i) : Field.text("secret" + i));
    }
    ModelSchema schema =
        ModelSchema.of("credit", "1.0", inputs, List.of(Field.number("score"), Field.text("out")));
    String[] texts = new String[3_001];
    Arrays.fill(texts, "\u0001".repeat(Scribe.MAX_CLEAR_CATEGORY));
    Guard guard =
        Guard.builder(schema)
            .policy(Credit.policy(p -> escalate("unsure")))
            .ledger(ledger)
            .clock(clock)
            .unclearedModel(Digest.sha256(new byte[] {42}))
            .reviews(1, HOUR)
            .start();

    Verdict verdict =
        guard.check(schema.prediction().wrap("r", new double[0], new double[] {0.5}, texts));

    assertInstanceOf(Verdict.Escalate.class, verdict);
    JsonValue.Obj values = guard.reviews().pending().get(0).values();
    int bytes = CanonicalJson.write(values).length;
    assertTrue(bytes < 21_000, bytes + " bytes of values");
    JsonValue.Obj outputs = object(values.get("outputs"));
    assertEquals(2, outputs.members().size(), "outputs go first");
    int shown = object(values.get("inputs")).members().size();
    assertTrue(shown > 0);
    assertEquals(3_000 - shown, number(values, "valuesOmitted"));
    guard.close();
  }

  @Test
  @Rule("G43")
  void a_review_of_few_values_leaves_none_out() {
    Guard guard = Credit.guard(ledger, clock, p -> escalate("unsure")).reviews(1, HOUR).start();
    guard.check(prediction("r", 0.5));

    JsonValue.Obj values = guard.reviews().pending().get(0).values();

    assertEquals(List.of("inputs", "outputs"), List.copyOf(values.members().keySet()));
    guard.close();
  }

  @Test
  void a_review_waits_ten_milliseconds_at_least() {
    GuardBuilder builder = Credit.guard(ledger, clock, p -> Verdict.ALLOW);
    for (Duration bad : List.of(Duration.ofNanos(1), Duration.ofMillis(10).minusNanos(1))) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> builder.reviews(1, bad));
      assertEquals("expiry must be PT0.01S to PT720H, found " + bad, refusal.getMessage());
    }
    assertDoesNotThrow(() -> builder.reviews(1, Duration.ofMillis(10)));
  }

  private static void stop(Guard guard) {
    Instant expiry = START.plus(HOUR);
    guard.override(OverrideMode.DENY, "user:bob", "stop", expiry);
  }

  private static Verdict.Cause cause(Verdict verdict) {
    return assertInstanceOf(Verdict.Deny.class, verdict).cause();
  }

  private Entry last() {
    return ledger.entries.get(ledger.entries.size() - 1);
  }

  private List<Entry> summaries() {
    return ledger.entries.stream().filter(e -> e.type().equals(SummaryEntry.TYPE)).toList();
  }

  private static long number(JsonValue.Obj object, String name) {
    return assertInstanceOf(JsonValue.Num.class, object.get(name)).value().longValueExact();
  }

  private static String text(JsonValue.Obj object, String name) {
    return assertInstanceOf(JsonValue.Str.class, object.get(name)).value();
  }

  private static JsonValue.Obj object(@org.jspecify.annotations.Nullable JsonValue value) {
    return assertInstanceOf(JsonValue.Obj.class, value);
  }

  private static List<JsonValue> items(@org.jspecify.annotations.Nullable JsonValue value) {
    return assertInstanceOf(JsonValue.Arr.class, value).items();
  }
}
