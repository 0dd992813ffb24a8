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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path home = Path.of("replaced by JUnit");

  private final MemoryLedger ledger = new MemoryLedger();
  private final Credit.StillClock clock = new Credit.StillClock();

  @Test
  @Rule("G30")
  void a_sample_is_every_nth_allowed_prediction_and_every_violation() {
    Guard guard = guard(p -> p.number(1) < 0.5 ? deny("low") : Verdict.ALLOW, Recording.sample(10));

    for (int i = 0; i < 1_000; i++) {
      guard.check(prediction("a" + i, 0.9));
    }
    for (int i = 0; i < 7; i++) {
      guard.check(prediction("d" + i, 0.1));
    }

    List<Entry> sampled = entries(Entry.Types.PREDICTION);
    assertEquals(100, sampled.size());
    assertEquals("a9", sampled.get(0).request(), "the tenth");
    assertEquals("a999", sampled.get(99).request());
    assertEquals(7, entries(Entry.Types.POLICY_VIOLATION).size());
  }

  @Test
  @Rule("G30")
  void threads_sample_together_at_most_their_share() throws Exception {
    Guard guard = guard(p -> Verdict.ALLOW, Recording.sample(10));

    Credit.inParallel(
        16,
        t -> {
          for (int i = 0; i < 1_000; i++) {
            guard.check(prediction("p", 0.9));
          }
        });

    int sampled = entries(Entry.Types.PREDICTION).size();
    assertTrue(sampled <= 1_600 && sampled > 1_600 - 64, sampled + " of 16,000");
  }

  @Test
  @Rule({"G1", "G30"})
  void passing_by_a_sample_allocates_nothing() {
    Guard guard = guard(p -> Verdict.ALLOW, Recording.sample(Integer.MAX_VALUE));
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
  }

  @Test
  @Rule("G4")
  void a_sampled_prediction_that_cannot_be_queued_is_denied() {
    Guard guard = guard(p -> Verdict.ALLOW, Recording.sample(2));
    ledger.full = true;

    assertSame(Verdict.ALLOW, guard.check(prediction("1", 0.9)));
    assertInstanceOf(Verdict.Deny.class, guard.check(prediction("2", 0.9)));
  }

  @Test
  void bad_values_are_refused_by_name() {
    Recording recording = Recording.VIOLATIONS;
    for (Map.Entry<String, Runnable> bad :
        Map.<String, Runnable>of(
                "oneIn", () -> Recording.sample(0),
                "firstPerRule", () -> recording.volume(-1, MINUTE, null),
                "window", () -> recording.volume(1, Duration.ofDays(2), null))
            .entrySet()) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> bad.getValue().run());
      assertTrue(refusal.getMessage().startsWith(bad.getKey()), refusal::getMessage);
    }
    assertSame(Recording.ALL, Recording.sample(1));
    GuardBuilder nowhere =
        Credit.guard(ledger, clock, p -> Verdict.ALLOW)
            .ledger(DecisionLedger.none())
            .recording(Recording.sample(5));
    assertThrows(IllegalStateException.class, nowhere::start);
  }

  @Test
  @Rule("G31")
  void the_first_violations_of_a_rule_are_in_full_and_the_rest_is_counted() {
    AtomicReference<Verdict> next = new AtomicReference<>(deny("a"));
    Guard guard = guard(p -> next.get(), Recording.VIOLATIONS.volume(2, MINUTE, null));

    for (int i = 0; i < 5; i++) {
      guard.check(prediction("a" + i, 0.1));
    }
    next.set(escalate("a", "b")); // b's first: in full, though a has had its share
    for (int i = 0; i < 3; i++) {
      guard.check(prediction("ab" + i, 0.1));
    }
    guard.close();

    assertEquals(
        List.of("a0", "a1", "ab0", "ab1"),
        entries(Entry.Types.POLICY_VIOLATION).stream().map(Entry::request).toList());
    Entry summary = onlySummary();
    assertEquals("guard:credit", summary.actor());
    assertEquals("rev-1", summary.policy());
    assertEquals(JsonValue.of("2026-03-01T12:00:00Z"), summary.attributes().get("from"));
    assertEquals(JsonValue.of("2026-03-01T12:01:00Z"), summary.attributes().get("to"));
    assertEquals(4, number(summary.attributes(), "events"));
    JsonValue.Obj actions = object(summary.attributes().get("actions"));
    assertEquals(3, number(actions, "deny"));
    assertEquals(1, number(actions, "escalate"));
    assertEquals(Map.of("a", List.of(8L, 4L), "b", List.of(3L, 1L)), rules(summary));
    assertNull(summary.attributes().get("raw"), "no raw directory");
    assertNull(summary.attributes().get("otherRules"));
  }

  @Test
  @Rule({"G31", "G33"})
  void counts_are_exact_under_sixteen_threads() throws Exception {
    Guard guard =
        guard(
            p -> p.number(1) < 0.5 ? deny("a") : escalate("b"),
            Recording.VIOLATIONS.volume(5, MINUTE, home));

    Credit.inParallel(
        16,
        t -> {
          for (int i = 0; i < 2_000; i++) {
            guard.check(prediction(t + "-" + i, t % 2 == 0 ? 0.1 : 0.9));
          }
        });
    guard.close();

    assertEquals(10, entries(Entry.Types.POLICY_VIOLATION).size());
    Entry summary = onlySummary();
    assertEquals(31_990, number(summary.attributes(), "events"));
    assertEquals(
        Map.of("a", List.of(16_000L, 15_995L), "b", List.of(16_000L, 15_995L)), rules(summary));
    JsonValue.Obj raw = object(summary.attributes().get("raw"));
    long missing = number(raw, "missing");
    assertEquals(missing, guard.counts().recordFailures());
    long kept = 0;
    for (JsonValue file : ((JsonValue.Arr) Objects.requireNonNull(raw.get("files"))).items()) {
      kept += number(object(file), "events");
    }
    assertEquals(31_990, kept + missing);
    JsonValue.Obj actions = object(summary.attributes().get("actions"));
    assertEquals(31_990, number(actions, "deny") + number(actions, "escalate"));
    assertEquals(guard.counts().escalated() - 5, number(actions, "escalate"));
  }

  @Test
  @Rule({"G31", "G35"})
  void every_window_has_its_own_counts() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      MemoryLedger own = new MemoryLedger();
      Credit.StillClock time = new Credit.StillClock();
      AtomicReference<Verdict> next = new AtomicReference<>(Verdict.ALLOW);
      Guard guard =
          Credit.guard(own, time, p -> next.get())
              .recording(Recording.VIOLATIONS.volume(3, Duration.ofSeconds(1), null))
              .start();
      Map<String, Long> expected = new TreeMap<>();
      Map<String, Integer> seen = new TreeMap<>();
      int full = 0;
      for (int i = 0; i < 300; i++) {
        String from =
            Objects.toString(time.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        String rule = "r" + random.nextInt(3);
        next.set(random.nextBoolean() ? deny(rule) : escalate(rule));
        guard.check(prediction("p", 0.1));
        if (seen.merge(from + rule, 1, Integer::sum) > 3) {
          expected.merge(from, 1L, Long::sum);
        } else {
          full++;
        }
        if (random.nextInt(20) == 0) {
          time.advance(Duration.ofMillis(random.nextInt(3_000)));
        }
      }
      guard.close();

      Map<String, Long> found = new TreeMap<>();
      int inFull = 0;
      for (Entry entry : own.entries) {
        if (entry.type().equals(SummaryEntry.TYPE)) {
          String from =
              ((JsonValue.Str) Objects.requireNonNull(entry.attributes().get("from"))).value();
          assertNull(found.put(from, number(entry.attributes(), "events")), "seed " + seed);
        } else if (entry.type().equals(Entry.Types.POLICY_VIOLATION)) {
          inFull++;
        }
      }
      assertEquals(expected, found, "seed " + seed);
      assertEquals(full, inFull, "seed " + seed);
    }
  }

  @Test
  @Rule("G31")
  void more_rules_than_an_entry_has_room_for_are_added_up() {
    AtomicReference<Verdict> next = new AtomicReference<>(Verdict.ALLOW);
    Guard guard = guard(p -> next.get(), Recording.VIOLATIONS.volume(0, MINUTE, null));
    for (int i = 0; i < 1_000; i++) {
      next.set(deny("\u0001".repeat(300) + i));
      guard.check(prediction("p", 0.1));
    }
    guard.close();

    Entry summary = onlySummary();
    JsonValue.Obj others = object(summary.attributes().get("otherRules"));
    long listed = rules(summary).values().stream().mapToLong(counts -> counts.get(1)).sum();
    assertEquals(1_000, number(summary.attributes(), "events"));
    assertEquals(1_000, listed + number(others, "summarised"));
  }

  @Test
  @Rule("G31")
  void a_counted_denial_costs_its_caller_a_small_part_of_an_entry() {
    long entry = bytesPerDenial(Recording.VIOLATIONS);
    long counted = bytesPerDenial(Recording.VIOLATIONS.volume(0, MINUTE, null));
    long kept = bytesPerDenial(Recording.VIOLATIONS.volume(0, MINUTE, home));

    String found = counted + " counted, " + kept + " with a raw event, " + entry + " an entry";
    assertTrue(10 * counted < entry && 5 * kept < entry, "bytes for each: " + found);
  }

  private long bytesPerDenial(Recording recording) {
    Verdict denial = deny("a");
    Prediction view = prediction("p", 0.1);
    try (Guard guard = guard(p -> denial, recording)) {
      Runnable checks =
          () -> {
            for (int i = 0; i < 2_000; i++) {
              guard.check(view);
            }
          };
      checks.run(); // the compilers work on it meanwhile
      return Allocation.of(checks) / 2_000;
    }
  }

  @Test
  @Rule("G32")
  void what_is_released_is_always_in_full() {
    AtomicReference<Verdict> next =
        new AtomicReference<>(
            new Verdict.AllowWith(
                List.of(new Obligation(Obligation.Operation.MASK, "answer", null))));
    Guard guard = guard(p -> next.get(), Recording.VIOLATIONS.volume(0, MINUTE, null));

    guard.check(prediction("masked", 0.1));
    next.set(deny("a"));
    guard.override(OverrideMode.ALLOW, "user:alice", "incident", START.plus(MINUTE));
    guard.check(prediction("released", 0.1));
    guard.endOverride("user:alice", "over");
    guard.override(OverrideMode.DENY, "user:alice", "stop", START.plus(MINUTE));
    next.set(Verdict.ALLOW);
    guard.check(prediction("stopped", 0.9));
    guard.close();

    assertEquals("masked", entries(Entry.Types.PREDICTION).get(0).request());
    assertEquals("released", entries(Entry.Types.POLICY_VIOLATION).get(0).request());
    assertEquals(Map.of("override", List.of(1L, 1L)), rules(onlySummary()));
  }

  @Test
  @Rule("G33")
  void a_raw_file_has_the_bodies_of_the_entries_and_the_summary_has_its_digest()
      throws IOException {
    Guard guard = guard(p -> deny("a"), Recording.VIOLATIONS.volume(1, MINUTE, home));
    guard.check(prediction("same", 0.1));
    guard.check(prediction("same", 0.1));
    guard.check(prediction("part", 0.1).missing(0).missing(1));
    guard.check(prediction("nan", Double.NaN));
    guard.close();

    JsonValue.Obj raw = object(onlySummary().attributes().get("raw"));
    assertEquals(0, number(raw, "missing"));
    List<JsonValue> files = ((JsonValue.Arr) Objects.requireNonNull(raw.get("files"))).items();
    assertEquals(1, files.size());
    JsonValue.Obj file = object(files.get(0));
    String name = ((JsonValue.Str) Objects.requireNonNull(file.get("name"))).value();
    assertEquals("credit-20260301T120000.000Z-0.jsonl", name);
    byte[] bytes = Files.readAllBytes(home.resolve(name));
    assertEquals(JsonValue.of(Digest.sha256(bytes).hex()), file.get("sha256"));
    assertEquals(bytes.length, number(file, "bytes"));
    assertEquals(3, number(file, "events"));
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertFalse(text.contains("DE89") || text.contains("your application"), text);
    List<String> lines = text.lines().toList();
    assertEquals(3, lines.size());
    Entry same = EntryCodec.decode(lines.get(0).getBytes(StandardCharsets.UTF_8));
    Entry inFull = EntryCodec.decode(ledger.stored.get(1).getBytes(StandardCharsets.UTF_8));
    assertEquals(2, same.commitments().size());
    assertEquals(
        inFull.toBuilder().commitments(List.of()).build(),
        same.toBuilder().commitments(List.of()).build());
    JsonValue.Obj part =
        EntryCodec.decode(lines.get(1).getBytes(StandardCharsets.UTF_8)).attributes();
    assertEquals(JsonValue.object(), part.get("inputs"));
    assertTrue(lines.get(2).contains("\"confidence\":\"NaN\""), lines.get(2));
  }

  @Test
  @Rule("G33")
  void nothing_of_another_schema_enters_a_raw_file() throws IOException {
    Guard guard = guard(p -> Verdict.ALLOW, Recording.VIOLATIONS.volume(0, MINUTE, home));
    var other =
        org.governance4j.ModelSchema.of(
            "credit", "2.0", List.of(), List.of(org.governance4j.Field.number("score")));

    guard.check(other.prediction().wrap("x", new double[0], new double[] {0.12345}));
    guard.close();

    String text = Files.readString(home.resolve("credit-20260301T120000.000Z-0.jsonl"));
    assertTrue(text.contains("\"cause\":\"schema_mismatch\""), text);
    assertFalse(text.contains("0.12345"), text);
  }

  @Test
  @Rule("G34")
  void an_event_that_cannot_be_kept_is_lost_and_an_escalation_becomes_a_denial() throws Exception {
    AtomicReference<Verdict> next = new AtomicReference<>(deny("a"));
    Guard guard = guard(p -> next.get(), Recording.VIOLATIONS.volume(0, MINUTE, home));
    guard.check(prediction("p", 0.1));
    MemoryLedger.Hold hold = ledger.hold();
    clock.advance(MINUTE);
    guard.check(prediction("p", 0.1));
    hold.awaitOne(); // the writer has taken everything and waits for the ledger
    for (int i = 0; i < Summaries.MAX_QUEUED; i++) {
      guard.check(prediction("p", 0.1));
    }
    assertEquals(0, guard.counts().recordFailures());

    assertSame(next.get(), guard.check(prediction("lost", 0.1)), "a denial stays what it is");
    next.set(escalate("b"));
    Verdict escalated = guard.check(prediction("lost", 0.1));

    assertEquals(
        Verdict.Cause.RECORD_FAILED, assertInstanceOf(Verdict.Deny.class, escalated).cause());
    assertEquals(2, guard.counts().recordFailures());
    assertTrue(guard.health().detail().contains("2 lost records"), guard.health().detail());
    hold.release();
    guard.close();
    Entry second = summaries().get(1);
    assertEquals(Summaries.MAX_QUEUED + 3, number(second.attributes(), "events"));
    assertEquals(0, number(object(second.attributes().get("actions")), "escalate"));
    assertEquals(2, number(object(second.attributes().get("raw")), "missing"));
  }

  @Test
  @Rule("G35")
  void a_window_ends_when_its_time_is_over_without_another_event() throws Exception {
    Guard guard =
        guard(p -> deny("a"), Recording.VIOLATIONS.volume(0, Duration.ofMillis(10), null));
    guard.check(prediction("p", 0.1));
    MemoryLedger.Hold hold = ledger.hold();

    clock.advance(Duration.ofMillis(10));

    hold.awaitOne();
    hold.release();
    guard.close();
    assertEquals(1, number(onlySummary().attributes(), "events"));
  }

  @Test
  @Rule("G36")
  void a_failing_raw_disk_changes_no_count_and_shows_in_health() throws IOException {
    Path directory = home.resolve("raw");
    Guard guard = guard(p -> deny("a"), Recording.VIOLATIONS.volume(1, MINUTE, directory));
    Files.delete(directory);
    Files.writeString(directory, "in the way");
    for (int i = 0; i < 4; i++) {
      guard.check(prediction("p", 0.1));
    }

    guard.close();

    Entry summary = onlySummary();
    assertEquals(Map.of("a", List.of(4L, 3L)), rules(summary));
    JsonValue.Obj raw = object(summary.attributes().get("raw"));
    assertEquals(3, number(raw, "missing"));
    assertEquals(new JsonValue.Arr(List.of()), raw.get("files"));
    assertEquals(3, guard.counts().recordFailures());
    assertTrue(guard.health().detail().contains("raw file"), guard.health().detail());
  }

  @Test
  @Rule("G36")
  void a_full_raw_file_is_followed_by_another() throws IOException {
    RawFiles files = new RawFiles(home, "a/b", 10);
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    files.write(json, START);
    files.write(json, START);

    RawFiles.Result result = files.end();

    assertEquals(
        List.of("a_b-20260301T120000.000Z-0.jsonl", "a_b-20260301T120000.000Z-1.jsonl"),
        result.files().stream().map(RawFiles.RawFile::name).toList());
    assertEquals("{\"a\":1}\n", Files.readString(home.resolve(result.files().get(1).name())));
    assertEquals(new RawFiles.Result(List.of(), 0, null), files.end());
  }

  @Test
  void a_summary_that_the_ledger_refuses_to_the_end_is_a_lost_record() {
    Guard guard = guard(p -> deny("a"), Recording.VIOLATIONS.volume(0, MINUTE, null));
    guard.check(prediction("p", 0.1));
    ledger.full = true;

    guard.close();

    assertEquals(1, guard.counts().recordFailures());
    Health health = guard.health();
    assertTrue(health.detail().contains("the ledger refuses summaries"), health.detail());
  }

  private Guard guard(Function<Prediction, Verdict> rules, Recording recording) {
    return Credit.guard(ledger, clock, rules).recording(recording).start();
  }

  private List<Entry> entries(String type) {
    return ledger.entries.stream().filter(entry -> entry.type().equals(type)).toList();
  }

  private List<Entry> summaries() {
    return entries(SummaryEntry.TYPE);
  }

  private Entry onlySummary() {
    List<Entry> summaries = summaries();
    assertEquals(1, summaries.size());
    return summaries.get(0);
  }

  /** Violations and summarised ones, by rule. */
  private static Map<String, List<Long>> rules(Entry summary) {
    Map<String, List<Long>> rules = new TreeMap<>();
    List<JsonValue> listed =
        new ArrayList<>(
            ((JsonValue.Arr) Objects.requireNonNull(summary.attributes().get("rules"))).items());
    for (JsonValue item : listed) {
      JsonValue.Obj rule = object(item);
      String name = ((JsonValue.Str) Objects.requireNonNull(rule.get("rule"))).value();
      rules.merge(
          name,
          List.of(number(rule, "violations"), number(rule, "summarised")),
          (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
    }
    return rules;
  }

  private static long number(JsonValue.Obj object, String name) {
    return assertInstanceOf(JsonValue.Num.class, object.get(name)).value().longValueExact();
  }

  private static JsonValue.Obj object(@org.jspecify.annotations.Nullable JsonValue value) {
    return assertInstanceOf(JsonValue.Obj.class, value);
  }
}
