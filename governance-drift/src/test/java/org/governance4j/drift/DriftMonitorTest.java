package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.Digest;
import org.governance4j.DriftDetector;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "3",
          List.of(
              Field.number("age"), Field.category("country"), Field.number("income").asSensitive()),
          List.of(Field.number("score"), Field.text("reason")));
  private static final ModelRef MODEL =
      new ModelRef("credit", "3", Digest.sha256(new byte[] {1, 2, 3}));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Verdict DENY =
      Verdict.Deny.of(Verdict.Cause.POLICY, "rule", "the score is too high");

  private final Map<String, Probe> probes = new ConcurrentHashMap<>();
  private final Prediction view = SCHEMA.prediction();
  private final double[] inputs = new double[2];
  private final double[] outputs = new double[1];

  @Test
  void every_numeric_field_and_the_verdict_feed_a_stream_of_their_own() {
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(prediction("a", 20, 1000, .1), Verdict.ALLOW);
      monitor.observe(prediction("b", 30, 2000, .2), DENY);
      assertTrue(probe("age").values.isEmpty(), "a manual monitor works in flush only");
      monitor.flush();
    }
    assertEquals(List.of(20., 30.), probe("age").values);
    assertEquals(List.of(1000., 2000.), probe("income").values);
    assertEquals(List.of(.1, .2), probe("score").values);
    assertEquals(List.of(0., 1.), probe(DriftMonitor.DENY_RATE).values);
    assertEquals(
        Set.of(
            "age",
            "income",
            "score",
            "@deny-rate",
            "@violation-rate",
            "@missing:age",
            "@missing:income",
            "@missing:score",
            "@missing:country",
            "@new-category:country"),
        probes.keySet());
  }

  @Test
  void missing_and_non_finite_values_are_counted_and_not_fed() {
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(prediction("a", Double.NaN, 1, 0), Verdict.ALLOW);
      monitor.observe(prediction("b", Double.POSITIVE_INFINITY, 1, 0), Verdict.ALLOW);
      monitor.observe(prediction("c", 5, 1, 0).missing(0), Verdict.ALLOW);
      monitor.observe(prediction("d", 6, 1, 0), Verdict.ALLOW);
      monitor.flush();
      assertEquals(List.of(6.), probe("age").values);
      Health age = part(monitor, "stream:age");
      assertEquals(Health.Status.UP, age.status());
      assertTrue(age.detail().startsWith("1 values, 1 missing, 2 not finite"), age.detail());
      assertEquals(Health.Status.UP, monitor.health().status());
    }
  }

  @Test
  void a_drift_is_recorded_with_everything_that_is_known_about_it() {
    RecordingLedger ledger = RecordingLedger.open();
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .ledger(ledger)
            .model(MODEL)
            .policy("rev-7")
            .clock(Clock.fixed(NOON, ZoneOffset.UTC))
            .manual()
            .build()) {
      for (int i = 0; i < 1000 && ledger.entries.isEmpty(); i++) {
        monitor.observe(prediction("r" + i, i < 640 ? 30 + i % 2 : 32 + i % 2, 1, 0), DENY);
        monitor.flush();
      }
      assertEquals(1, monitor.counts().alerts());
    }
    Entry entry = ledger.entries.get(0);
    assertEquals(Entry.Types.DRIFT_ALERT, entry.type());
    assertEquals("monitor:credit", entry.actor());
    assertEquals("stream:age", entry.subject());
    assertEquals(NOON, entry.time());
    assertEquals(MODEL, entry.model());
    assertEquals("rev-7", entry.policy());
    double index = number(entry, "index");
    assertEquals("r" + (int) index, entry.request());
    assertTrue(index >= 640 && index < 704, "found at " + index);
    assertEquals(640, number(entry, "changeIndex"));
    assertEquals(JsonValue.of("ADWIN"), entry.attributes().get("detector"));
    assertEquals(JsonValue.of("up"), entry.attributes().get("direction"));
    assertEquals(30.5, number(entry, "before"), 1e-9);
    assertEquals(32.5, number(entry, "after"), .1);
    assertTrue(number(entry, "statistic") > number(entry, "threshold"));
    assertTrue(entry.sensitive().members().isEmpty());
  }

  @Test
  void figures_of_a_sensitive_field_are_not_written_in_the_clear() {
    RecordingLedger ledger = RecordingLedger.open();
    try (DriftMonitor monitor = DriftMonitor.builder(SCHEMA).ledger(ledger).manual().build()) {
      for (int i = 0; i < 1000; i++) {
        monitor.observe(prediction(null, 30, (i < 640 ? 1000 : 9000) + i % 2, 0), Verdict.ALLOW);
      }
    }
    Entry entry = ledger.entries.get(0);
    assertEquals("stream:income", entry.subject());
    assertNull(entry.request());
    assertEquals(
        List.of("after", "before", "statistic", "threshold"),
        entry.sensitive().members().keySet().stream().sorted().toList());
    assertTrue(entry.attributes().get("before") == null && entry.attributes().get("index") != null);
  }

  @Test
  void a_warning_alone_is_not_recorded_and_its_beginning_is_part_of_the_alert() {
    RecordingLedger ledger = RecordingLedger.open();
    Probe age =
        Probe.answering(
            value ->
                value == 2
                    ? DriftDetector.DRIFT | DriftDetector.DOWN
                    : value == 1 ? DriftDetector.WARNING : DriftDetector.NONE);
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .detectors(name -> name.equals("age") ? age : DriftDetector.none())
            .ledger(ledger)
            .calm(1, Duration.ZERO)
            .manual()
            .build()) {
      for (int value : new int[] {0, 1, 1, 0, 1, 1, 2, 0, 2}) {
        monitor.observe(prediction("x", value, 0, 0), Verdict.ALLOW);
      }
    }
    assertEquals(
        List.of(Entry.Types.DRIFT_ALERT, "drift-recovered", Entry.Types.DRIFT_ALERT),
        ledger.entries.stream().map(Entry::type).toList());
    assertEquals(6, number(ledger.entries.get(0), "index"));
    assertEquals(4, number(ledger.entries.get(0), "warningIndex"));
    assertEquals(JsonValue.of("down"), ledger.entries.get(0).attributes().get("direction"));
    assertEquals(8, number(ledger.entries.get(2), "index"));
    assertNull(ledger.entries.get(2).attributes().get("warningIndex"));
    assertNull(ledger.entries.get(2).attributes().get("threshold"), "NaN is no figure");
  }

  @Test
  void labels_meet_their_predictions_whenever_they_come() {
    try (DriftMonitor monitor =
        probed().target("score", DriftMonitor.Loss.ZERO_ONE).manual().build()) {
      monitor.observe(prediction("a", 1, 1, .9), Verdict.ALLOW);
      monitor.observe(prediction("b", 1, 1, .2), DENY);
      monitor.observe(prediction("c", 1, 1, .3), Verdict.ALLOW);
      monitor.observe(prediction(null, 1, 1, .4), Verdict.ALLOW);
      monitor.observe(prediction("d", 1, 1, Double.NaN), Verdict.ALLOW);
      monitor.label("c", 1);
      monitor.label("a", 1);
      monitor.label("a", 0);
      monitor.label("d", 0);
      monitor.label("unknown", 1);
      monitor.label("b", 0);
      monitor.flush();
      assertEquals(List.of(1., 0., 0.), probe(DriftMonitor.ERROR).values);
      assertEquals(6, monitor.counts().labels());
      assertEquals(3, monitor.counts().unmatchedLabels());
    }
  }

  @Test
  void the_error_can_be_absolute_and_its_target_need_not_be_monitored() {
    try (DriftMonitor monitor =
        probed()
            .fields(List.of("age"))
            .target("score", DriftMonitor.Loss.ABSOLUTE)
            .labelWindow(2)
            .manual()
            .build()) {
      for (String id : List.of("a", "b", "c")) {
        monitor.observe(prediction(id, 1, 1, 10), Verdict.ALLOW);
      }
      monitor.label("a", 0);
      monitor.label("b", 7);
      monitor.label("c", 12.5);
      monitor.flush();
      assertEquals(List.of(3., 2.5), probe(DriftMonitor.ERROR).values);
      assertEquals(1, monitor.counts().unmatchedLabels());
      assertEquals(
          Set.of("age", "@missing:age", "@deny-rate", "@violation-rate", "@error"),
          probes.keySet());
    }
  }

  @Test
  void without_a_target_labels_are_counted_as_unmatched() {
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.label("a", 1);
      monitor.flush();
      assertEquals(1, monitor.counts().unmatchedLabels());
      refused("label of a must be finite: NaN", () -> monitor.label("a", Double.NaN));
    }
  }

  @Test
  void a_detector_that_fails_is_switched_off_and_the_others_go_on() {
    probes.put(
        "age",
        Probe.answering(
            value -> {
              if (value == 2) {
                throw new IllegalStateException("broken inside");
              }
              return DriftDetector.NONE;
            }));
    try (DriftMonitor monitor = probed().manual().build()) {
      for (int i = 0; i < 5; i++) {
        monitor.observe(prediction("x", i, i, i), Verdict.ALLOW);
      }
      monitor.flush();
      assertEquals(List.of(0., 1.), probe("age").values);
      assertEquals(5, probe("income").values.size());
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
      String detail = part(monitor, "stream:age").detail();
      assertTrue(detail.contains("switched off") && detail.contains("broken inside"), detail);
    }
  }

  @Test
  void the_health_of_a_sensitive_field_quotes_no_value() {
    probes.put(
        "income",
        Probe.answering(
            value -> {
              throw new IllegalStateException("cannot take " + value);
            }));
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(prediction("x", 1, 48_731, 1), Verdict.ALLOW);
      monitor.flush();
      String detail = part(monitor, "stream:income").detail();
      assertTrue(detail.contains("switched off"), detail);
      assertTrue(detail.contains("IllegalStateException"), detail);
      assertFalse(monitor.health().toString().contains("48731"), monitor.health().toString());
    }
  }

  @Test
  void a_value_that_a_detector_refuses_is_counted_and_the_stream_goes_on() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA).fields(List.of("age")).manual().build()) {
      monitor.observe(prediction("a", 1e200, 0, 0), Verdict.ALLOW);
      monitor.observe(prediction("b", 1, 0, 0), Verdict.ALLOW);
      monitor.flush();
      Health age = part(monitor, "stream:age");
      assertEquals(Health.Status.DEGRADED, age.status());
      assertTrue(age.detail().startsWith("1 values, "), age.detail());
      assertTrue(age.detail().contains("1 refused"), age.detail());
    }
  }

  @Test
  void no_request_id_makes_an_alert_unwritable() {
    // Each drift is followed by a calm value, so that each raises an entry.
    probes.put(
        "age",
        Probe.answering(
            value -> value == 1 ? DriftDetector.DRIFT | DriftDetector.UP : DriftDetector.NONE));
    RecordingLedger ledger = RecordingLedger.open();
    String longest = "x".repeat(256);
    try (DriftMonitor monitor =
        probed()
            .ledger(ledger)
            .target("score", DriftMonitor.Loss.ABSOLUTE)
            .calm(1, Duration.ZERO)
            .manual()
            .build()) {
      String pair = "\uD83D\uDE00";
      for (String id : List.of(longest, longest + "x", "y".repeat(70_000), "\uD800a\uDC00", pair)) {
        monitor.observe(prediction(id, 1, 1, 1), Verdict.ALLOW);
        monitor.label(id, 1);
        monitor.observe(prediction(null, 0, 1, 1), Verdict.ALLOW);
      }
      monitor.flush();
      assertEquals(2, monitor.counts().unmatchedLabels(), "the two that are too long");
      assertEquals(3, probe(DriftMonitor.ERROR).values.size());
      assertEquals(
          Arrays.asList(longest, null, null, "\uFFFDa\uFFFD", pair),
          ledger.entries.stream()
              .filter(entry -> entry.type().equals(Entry.Types.DRIFT_ALERT))
              .map(Entry::request)
              .toList());
    }
  }

  @Test
  void an_alert_that_the_ledger_does_not_take_shows_in_the_health() {
    probes.put("age", Probe.answering(value -> DriftDetector.DRIFT | DriftDetector.UP));
    try (DriftMonitor monitor = probed().ledger(RecordingLedger.full()).manual().build()) {
      monitor.observe(prediction("a", 1, 1, 1), Verdict.ALLOW);
      monitor.flush();
      assertEquals(1, monitor.counts().alerts());
      assertEquals(1, monitor.counts().lostAlerts());
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
      assertTrue(part(monitor, "alerts").detail().contains("the queue is full"));
    }
  }

  @Test
  @Rule("M11")
  void what_finds_no_place_is_dropped_counted_and_shown() {
    try (DriftMonitor monitor = probed().capacity(4).manual().build()) {
      for (int i = 0; i < 10; i++) {
        monitor.observe(prediction("x", i, i, i), Verdict.ALLOW);
      }
      assertEquals(6, monitor.counts().dropped());
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
      assertTrue(monitor.health().detail().contains("6 dropped"), monitor.health().detail());
      monitor.flush();
      assertEquals(List.of(0., 1., 2., 3.), probe("age").values);
    }
  }

  @Test
  @Rule({"M11", "M13"})
  void losses_are_recorded_at_most_once_a_minute_and_at_the_end() {
    RecordingLedger ledger = RecordingLedger.open();
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    try (DriftMonitor monitor = lossy(ledger, now)) {
      overfill(monitor, 0);
      assertEquals(List.of(), ledger.entries);
      overfill(monitor, 3);
      overfill(monitor, 1);
      now.set(NOON.plusSeconds(59));
      overfill(monitor, 1);
      assertEquals(List.of(3.), losses(ledger));
      now.set(NOON.plusSeconds(60));
      overfill(monitor, 0);
      overfill(monitor, 5);
      assertEquals(List.of(3., 2.), losses(ledger));
    }
    assertEquals(List.of(3., 2., 5.), losses(ledger));
    Entry entry = ledger.entries.get(1);
    assertEquals("monitor:credit", entry.actor());
    assertEquals("monitor:credit", entry.subject());
    assertEquals(NOON.plusSeconds(60), entry.time());
  }

  @Test
  void a_loss_that_the_ledger_does_not_take_is_part_of_the_next_entry() {
    RecordingLedger ledger = RecordingLedger.full();
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    try (DriftMonitor monitor = lossy(ledger, now)) {
      overfill(monitor, 3);
      ledger.empty();
      now.set(NOON.plusSeconds(61));
      overfill(monitor, 4);
      assertEquals(List.of(7.), losses(ledger));
    }
    assertEquals(List.of(7.), losses(ledger));
  }

  @Test
  void a_worker_of_its_own_records_losses_too() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    probes.put(
        "age",
        Probe.answering(
            value -> {
              busy.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return DriftDetector.NONE;
            }));
    RecordingLedger ledger = RecordingLedger.open();
    try (DriftMonitor monitor = probed().capacity(4).ledger(ledger).build()) {
      monitor.observe(prediction("x", 1, 1, 1), Verdict.ALLOW);
      busy.await();
      for (int i = 0; i < 10; i++) {
        monitor.observe(prediction("x", i, i, i), Verdict.ALLOW);
      }
      go.countDown();
    }
    assertEquals(List.of(7.), losses(ledger), "one is being processed and three wait");
  }

  private DriftMonitor lossy(RecordingLedger ledger, AtomicReference<Instant> now) {
    return probed()
        .ledger(ledger)
        .clock(
            new Clock() {
              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("only UTC");
              }

              @Override
              public Instant instant() {
                return Objects.requireNonNull(now.get());
              }
            })
        .capacity(4)
        .manual()
        .build();
  }

  private void overfill(DriftMonitor monitor, int lost) {
    for (int i = 0; i < 4 + lost; i++) {
      monitor.observe(prediction("x", i, i, i), Verdict.ALLOW);
    }
    monitor.flush();
  }

  private static List<Double> losses(RecordingLedger ledger) {
    return ledger.entries.stream()
        .filter(entry -> entry.type().equals(Entry.Types.LOSS))
        .map(entry -> number(entry, "count"))
        .toList();
  }

  @Test
  void a_prediction_of_another_schema_gives_its_verdict_only() {
    ModelSchema other = ModelSchema.of("other", "1", List.of(), List.of(Field.number("score")));
    try (DriftMonitor monitor = probed().manual().build()) {
      monitor.observe(other.prediction().wrap("a", new double[0], new double[] {1}), DENY);
      monitor.flush();
      assertEquals(List.of(1.), probe(DriftMonitor.DENY_RATE).values);
      assertTrue(probe("score").values.isEmpty());
      assertEquals(1, monitor.counts().foreign());
      assertEquals(Health.Status.DEGRADED, monitor.health().status());
    }
  }

  @Test
  @Rule("M7")
  void a_worker_that_died_is_seen_and_does_not_block_anyone() {
    probes.put(
        "age",
        Probe.answering(
            value -> {
              throw new AssertionError("the end");
            }));
    DriftMonitor monitor = probed().capacity(4).build();
    monitor.observe(prediction("a", 1, 1, 1), Verdict.ALLOW);
    GovernanceException death = assertThrows(GovernanceException.class, monitor::flush);
    assertInstanceOf(AssertionError.class, death.getCause());
    for (int i = 0; i < 10; i++) {
      monitor.observe(prediction("b", 1, 1, 1), Verdict.ALLOW);
    }
    assertEquals(7, monitor.counts().dropped());
    assertEquals(Health.Status.DOWN, monitor.health().status());
    assertTrue(monitor.health().detail().contains("the end"), monitor.health().detail());
    monitor.close();
    assertEquals(Health.Status.DOWN, monitor.health().status());
  }

  @Test
  void a_manual_monitor_that_died_says_so_too() {
    probes.put(
        "age",
        Probe.answering(
            value -> {
              throw new AssertionError("the end");
            }));
    DriftMonitor monitor = probed().manual().build();
    monitor.observe(prediction("a", 1, 1, 1), Verdict.ALLOW);
    assertThrows(GovernanceException.class, monitor::flush);
    assertThrows(GovernanceException.class, monitor::flush);
    assertEquals(Health.Status.DOWN, monitor.health().status());
    monitor.close();
  }

  @Test
  void flush_returns_when_everything_before_it_is_processed() throws Exception {
    try (DriftMonitor monitor = probed().build()) {
      for (int i = 1; i <= 500; i++) {
        monitor.observe(prediction("x", i, i, i), Verdict.ALLOW);
        monitor.flush();
        assertEquals(i, monitor.counts().observed());
      }
      Thread.currentThread().interrupt();
      monitor.observe(prediction("x", 501, 0, 0), Verdict.ALLOW);
      monitor.flush();
      assertTrue(Thread.interrupted(), "the interrupt is the caller's");
      assertEquals(501, monitor.counts().observed());
    }
    assertEquals(501, probe("age").values.size());
  }

  @Test
  void close_processes_what_was_handed_over_and_refuses_the_rest() {
    DriftMonitor monitor = probed().build();
    for (int i = 0; i < 1000; i++) {
      monitor.observe(prediction("x", i, i, i), Verdict.ALLOW);
    }
    monitor.close();
    monitor.close();
    assertEquals(1000, probe("age").values.size());
    monitor.observe(prediction("x", 1, 1, 1), Verdict.ALLOW);
    monitor.label("x", 1);
    monitor.flush();
    assertEquals(2, monitor.counts().dropped());
    assertEquals(Health.Status.DOWN, monitor.health().status());
    assertTrue(monitor.health().detail().startsWith("closed"), monitor.health().detail());
  }

  @Test
  void many_threads_hand_over_and_every_call_is_accounted_for() throws Exception {
    int threads = 8;
    int each = 10_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (DriftMonitor monitor =
        probed().capacity(256).target("score", DriftMonitor.Loss.ABSOLUTE).build()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int me = thread;
        done.add(
            pool.submit(
                () -> {
                  Prediction mine = SCHEMA.prediction();
                  start.await();
                  for (int i = 0; i < each; i++) {
                    String id = me + "/" + i;
                    double[] out = {i};
                    monitor.observe(mine.wrap(id, new double[] {me, i}, out, "X", ""), DENY);
                    out[0] = -1;
                    monitor.label(id, i);
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> future : done) {
        future.get();
      }
      monitor.flush();
      MonitorCounts counts = monitor.counts();
      assertEquals(2L * threads * each, counts.observed() + counts.labels() + counts.dropped());
      assertEquals(counts.observed(), probe("age").values.size());
      assertEquals(
          counts.labels() - counts.unmatchedLabels(), probe(DriftMonitor.ERROR).values.size());
      assertTrue(
          probe(DriftMonitor.ERROR).values.stream().allMatch(error -> error == 0),
          "a label met the wrong prediction");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void two_manual_runs_over_the_same_predictions_record_the_same() {
    List<List<Entry>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      RecordingLedger ledger = RecordingLedger.open();
      SplittableRandom random = new SplittableRandom(11);
      try (DriftMonitor monitor =
          DriftMonitor.builder(SCHEMA)
              .ledger(ledger)
              .clock(Clock.fixed(NOON, ZoneOffset.UTC))
              .target("score", DriftMonitor.Loss.ZERO_ONE)
              .manual()
              .build()) {
        for (int i = 0; i < 6000; i++) {
          double shift = i < 3000 ? 0 : .5;
          double score = random.nextDouble();
          Verdict verdict = score + shift > .9 ? DENY : Verdict.ALLOW;
          monitor.observe(
              prediction("r" + i, random.nextDouble() + shift, random.nextDouble(), score),
              verdict);
          monitor.label("r" + i, random.nextDouble() < shift ? 1 : 0);
          if (i % 1000 == 999) {
            monitor.flush();
          }
        }
        assertEquals(0, monitor.counts().dropped());
      }
      runs.add(List.copyOf(ledger.entries));
    }
    assertEquals(runs.get(0), runs.get(1));
    List<String> subjects = runs.get(0).stream().map(Entry::subject).distinct().sorted().toList();
    assertTrue(
        subjects.containsAll(List.of("stream:@deny-rate", "stream:age")), subjects::toString);
    assertTrue(!subjects.contains("stream:income"), subjects::toString);
  }

  @Test
  @Rule("M12")
  void handing_over_and_processing_allocate_nothing() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .detectors(stream -> Adwin.defaults().withDelta(1e-12).start())
            .target("score", DriftMonitor.Loss.ABSOLUTE)
            .manual()
            .build()) {
      String[] ids = new String[4096];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = "request-" + i;
      }
      SplittableRandom random = new SplittableRandom(5);
      double[] noise = random.doubles(4096).toArray();
      String[] texts = {"X", "because"};
      Runnable work =
          () -> {
            for (int i = 0; i < 500_000; i++) {
              inputs[0] = noise[i & 4095];
              inputs[1] = noise[i + 7 & 4095];
              outputs[0] = noise[i + 13 & 4095];
              String id = ids[i & 4095];
              monitor.observe(view.wrap(id, inputs, outputs, texts), Verdict.ALLOW);
              monitor.label(id, noise[i + 17 & 4095]);
              if ((i & 1023) == 1023) {
                monitor.flush();
              }
            }
          };
      work.run();
      work.run(); // past the window at which the detectors need more rows
      long bytes = Allocation.of(work);
      assertEquals(0, monitor.counts().dropped());
      assertEquals(0, monitor.counts().alerts(), "an alert may allocate");
      assertTrue(bytes < 10_000, bytes + " bytes in 500,000 observations and as many labels");
    }
  }

  @Test
  void what_does_not_fit_the_schema_is_refused_when_it_is_built() {
    refused("no field \"agee\"", () -> probed().fields(List.of("agee")).build());
    refused("\"reason\" of credit is free text", () -> probed().fields(List.of("reason")).build());
    refused("monitored twice", () -> probed().fields(List.of("age", "age")).build());
    refused("must be an output", () -> target("age").build());
    refused("not a number", () -> target("reason").build());
    refused("capacity", () -> probed().capacity(1000));
    refused("labelWindow", () -> probed().labelWindow(0));
    refused("calm values must be from 1", () -> probed().calm(0, Duration.ZERO));
    refused("calm time must be from 0 to 365 days", () -> probed().calm(1, Duration.ofDays(366)));
    refused("calm time", () -> probed().calm(1, Duration.ofMillis(-1)));
    ModelSchema clash =
        ModelSchema.of("c", "1", List.of(), List.of(Field.number(DriftMonitor.ERROR)));
    refused("stream of the monitor itself", () -> DriftMonitor.builder(clash).build());
  }

  private DriftMonitorBuilder target(String field) {
    return probed().target(field, DriftMonitor.Loss.ABSOLUTE);
  }

  private DriftMonitorBuilder probed() {
    return DriftMonitor.builder(SCHEMA)
        .detectors(name -> probes.computeIfAbsent(name, fresh -> Probe.silent()));
  }

  private Probe probe(String stream) {
    return Objects.requireNonNull(probes.get(stream), stream);
  }

  private Prediction prediction(@Nullable String id, double age, double income, double score) {
    inputs[0] = age;
    inputs[1] = income;
    outputs[0] = score;
    return view.wrap(id, inputs, outputs, "X", "because");
  }

  private static Health part(DriftMonitor monitor, String component) {
    return monitor.health().parts().stream()
        .filter(part -> part.component().equals(component))
        .findFirst()
        .orElseThrow();
  }

  private static double number(Entry entry, String attribute) {
    return assertInstanceOf(JsonValue.Num.class, entry.attributes().get(attribute)).asDouble();
  }
}
