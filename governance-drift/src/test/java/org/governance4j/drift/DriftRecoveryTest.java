package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a stream after a drift, and what is said about streams. */
class DriftRecoveryTest {

  private static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "3",
          List.of(Field.number("age"), Field.number("income").asSensitive()),
          List.of(Field.number("score")));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RecordingLedger ledger = RecordingLedger.open();
  private final HandClock clock = new HandClock(NOON);
  private final Prediction view = SCHEMA.prediction();
  private int request;

  @Test
  @Rule("M19")
  void a_stream_that_goes_on_drifting_raises_one_entry_and_one_when_it_rests() {
    try (DriftMonitor monitor = told().calm(3, Duration.ZERO).build()) {
      feed(monitor, 0, 9, 9, 0, 0, 9, 5, 6);
      assertEquals(List.of(Entry.Types.DRIFT_ALERT), types());
      assertEquals(StreamStatus.State.DRIFTED, monitor.status("age").state());
      feed(monitor, 7);
      assertEquals(List.of(Entry.Types.DRIFT_ALERT, DriftMonitor.DRIFT_RECOVERED), types());
      Entry rest = ledger.entries.get(1);
      assertEquals("monitor:credit", rest.actor());
      assertEquals("stream:age", rest.subject());
      assertEquals(NOON, rest.time());
      assertEquals("r8", rest.request());
      assertEquals(JsonValue.of("probe"), rest.attributes().get("detector"));
      assertEquals(8, number(rest, "index"));
      assertEquals(1, number(rest, "firstIndex"));
      assertEquals(5, number(rest, "lastIndex"));
      assertEquals(3, number(rest, "detections"));
      assertEquals(3, number(rest, "calm"));
      assertEquals(6, number(rest, "level"));
      feed(monitor, 9);
      assertEquals(3, ledger.entries.size(), "the next drift is an alert again");
      StreamStatus age = monitor.status("age");
      assertEquals(4, age.detections());
      assertEquals(2, age.alerts());
      assertEquals(1, age.recoveries());
      assertEquals(9, assertNotNullEvent(age).index());
      MonitorCounts counts = monitor.counts();
      assertEquals(4, counts.detections());
      assertEquals(2, counts.alerts());
      assertEquals(1, counts.recoveries());
    }
  }

  @Test
  @Rule("M28")
  void a_drift_that_turns_is_an_alert_of_its_own() {
    try (DriftMonitor monitor = told().calm(3, Duration.ZERO).build()) {
      feed(monitor, 19, 19, 0, 29, 29, 9, 29, 19, 0, 0, 0, 29, 19);
      assertEquals(
          List.of(
              Entry.Types.DRIFT_ALERT + " 0 up",
              Entry.Types.DRIFT_ALERT + " 3 down",
              Entry.Types.DRIFT_ALERT + " 7 up",
              DriftMonitor.DRIFT_RECOVERED + " 10",
              Entry.Types.DRIFT_ALERT + " 11 down",
              Entry.Types.DRIFT_ALERT + " 12 up"),
          ledger.entries.stream().map(DriftRecoveryTest::told).toList());
      Entry rest = ledger.entries.get(3);
      assertEquals(0, number(rest, "firstIndex"));
      assertEquals(7, number(rest, "lastIndex"));
      assertEquals(7, number(rest, "detections"), "one entry ends all of them");
      assertEquals(5, monitor.counts().alerts());
      assertEquals(9, monitor.counts().detections());
    }
  }

  @Test
  @Rule("M28")
  void a_drift_without_a_direction_turns_nothing() {
    try (DriftMonitor monitor = told().calm(3, Duration.ZERO).build()) {
      feed(monitor, 9, 19, 9, 19, 9, 29);
      assertEquals(
          List.of(Entry.Types.DRIFT_ALERT + " 0 unknown", Entry.Types.DRIFT_ALERT + " 5 down"),
          ledger.entries.stream().map(DriftRecoveryTest::told).toList());
    }
  }

  @Test
  @Rule("M20")
  void rest_needs_the_time_as_well_as_the_values() {
    try (DriftMonitor monitor = told().calm(2, Duration.ofMinutes(5)).build()) {
      feed(monitor, 9, 0, 0, 0);
      clock.set(NOON.plusSeconds(299));
      feed(monitor, 0);
      assertEquals(StreamStatus.State.DRIFTED, monitor.status("age").state());
      feed(monitor, 9);
      clock.set(NOON.plusSeconds(301));
      feed(monitor, 0, 0);
      assertEquals(
          StreamStatus.State.DRIFTED,
          monitor.status("age").state(),
          "the time counts from the last detection");
      clock.set(NOON.plusSeconds(599));
      feed(monitor, 0);
      assertEquals(List.of(Entry.Types.DRIFT_ALERT, DriftMonitor.DRIFT_RECOVERED), types());
      assertEquals(2, number(ledger.entries.get(1), "detections"));
    }
  }

  @Test
  @Rule("M20")
  void time_alone_is_not_rest() {
    try (DriftMonitor monitor = told().calm(2, Duration.ofMinutes(5)).build()) {
      feed(monitor, 9);
      clock.set(NOON.plusSeconds(3600));
      feed(monitor, 0);
      assertEquals(StreamStatus.State.DRIFTED, monitor.status("age").state());
      feed(monitor, 0);
      assertEquals(1, monitor.status("age").recoveries());
    }
  }

  @Test
  void a_clock_that_was_set_back_does_not_keep_a_stream_from_rest() {
    try (DriftMonitor monitor = told().calm(2, Duration.ofMinutes(5)).build()) {
      feed(monitor, 9);
      clock.set(NOON.minusSeconds(86_400));
      feed(monitor, 0, 0);
      assertEquals(1, monitor.status("age").recoveries());
    }
  }

  /** A naive twin: looks back over the whole history with every value. */
  @ParameterizedTest
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule({"M19", "M20"})
  void entries_are_those_of_a_look_back_over_the_history(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int calm = 1 + random.nextInt(20);
    List<Integer> drifts = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    boolean open = false;
    try (DriftMonitor monitor = told().calm(calm, Duration.ZERO).build()) {
      for (int i = 0; i < 300; i++) {
        boolean drift = random.nextInt(12) == 0;
        feed(monitor, drift ? 9 : 0);
        if (drift) {
          drifts.add(i);
          if (!open) {
            expected.add(Entry.Types.DRIFT_ALERT + i);
          }
          open = true;
        } else if (open && i - drifts.get(drifts.size() - 1) == calm) {
          expected.add(DriftMonitor.DRIFT_RECOVERED + i);
          open = false;
        }
      }
      assertEquals(
          expected,
          ledger.entries.stream().map(e -> e.type() + (int) number(e, "index")).toList(),
          "seed " + seed);
      assertEquals(drifts.size(), monitor.status("age").detections(), "seed " + seed);
    }
  }

  @Test
  @Rule("M21")
  void a_stream_with_too_few_values_is_not_called_stable() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA).target("score", DriftMonitor.Loss.ZERO_ONE).manual().build()) {
      assertLacks(monitor, 256, "age");
      assertLacks(monitor, 256, DriftMonitor.DENY_RATE);
      assertLacks(monitor, 512, DriftMonitor.MISSING + "age");
      feed(monitor, new double[255]);
      assertLacks(monitor, 1, "age");
      assertLacks(monitor, 1, DriftMonitor.DENY_RATE);
      assertLacks(monitor, 512 - 15 * 16, DriftMonitor.MISSING + "age");
      assertLacks(monitor, 256, DriftMonitor.ERROR);
      feed(monitor, 0);
      StreamStatus age = monitor.status("age");
      assertEquals(StreamStatus.State.STABLE, age.state());
      assertEquals(0, age.lacking());
      assertEquals(256, age.values());
      assertNull(age.lastDrift());
      feed(monitor, new double[256]);
      assertEquals(StreamStatus.State.STABLE, monitor.status(DriftMonitor.MISSING + "age").state());
    }
  }

  @Test
  @Rule("M21")
  void a_stream_that_left_its_range_lacks_values_again() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .adwin(Adwin.defaults().withDelta(1e-12))
            .calm(1, Duration.ZERO)
            .manual()
            .build()) {
      double[] values = new double[2048];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i < 1024 ? 0 : 1_000) + i % 7;
      }
      feed(monitor, values);
      StreamStatus age = monitor.status("age");
      assertTrue(age.detections() > 0, age.toString());
      feed(monitor, 1_000, 1_001);
      boolean again = false;
      for (int i = 0; i < 600 && !again; i++) {
        feed(monitor, 90_000 + i % 7);
        again = monitor.status("age").state() == StreamStatus.State.INSUFFICIENT_DATA;
      }
      assertTrue(again, monitor.status("age").toString());
    }
  }

  @Test
  void the_warning_zone_and_a_failure_are_states_too() {
    try (DriftMonitor monitor = told().build()) {
      feed(monitor, new double[256]);
      assertEquals(StreamStatus.State.STABLE, monitor.status("age").state());
      feed(monitor, 1);
      assertEquals(StreamStatus.State.WARNING, monitor.status("age").state());
      feed(monitor, 0);
      assertEquals(StreamStatus.State.STABLE, monitor.status("age").state());
      feed(monitor, -1);
      assertEquals(StreamStatus.State.FAILED, monitor.status("age").state());
      assertEquals(0, monitor.status("age").lacking());
    }
  }

  @Test
  void the_report_has_every_stream_and_an_unknown_one_is_refused() {
    try (DriftMonitor monitor = told().build()) {
      feed(monitor, 1, 2);
      List<StreamStatus> report = monitor.report();
      assertEquals(
          List.of(
              "age",
              "income",
              "score",
              "@deny-rate",
              "@violation-rate",
              "@missing:age",
              "@missing:income",
              "@missing:score"),
          report.stream().map(StreamStatus::stream).toList());
      assertEquals(monitor.status("age"), report.get(0));
      refused("no stream \"agee\"; there are [age, income", () -> monitor.status("agee"));
    }
  }

  @Test
  @Rule("M22")
  void the_text_of_a_status_withholds_figures_of_sensitive_fields() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .detectors(stream -> Probe.answering(value -> DriftDetector.DRIFT))
            .ledger(ledger)
            .calm(1, Duration.ZERO)
            .manual()
            .build()) {
      view.wrap("a", new double[] {41_987, 77_123}, new double[1]);
      monitor.observe(view, Verdict.ALLOW);
      monitor.flush();
      assertTrue(monitor.report().toString().contains("41987"), monitor.report().toString());
      assertFalse(monitor.report().toString().contains("77123"), monitor.report().toString());
    }
  }

  @Test
  void the_level_of_a_sensitive_field_is_only_committed_to() {
    try (DriftMonitor monitor =
        DriftMonitor.builder(SCHEMA)
            .detectors(
                stream ->
                    stream.equals("income")
                        ? Probe.answering(value -> value == 9 ? DriftDetector.DRIFT : 0)
                        : DriftDetector.none())
            .ledger(ledger)
            .calm(1, Duration.ZERO)
            .manual()
            .build()) {
      for (double income : new double[] {9, 5}) {
        monitor.observe(view.wrap("a", new double[] {0, income}, new double[1]), Verdict.ALLOW);
      }
      monitor.flush();
    }
    Entry rest = ledger.entries.get(1);
    assertNull(rest.attributes().get("level"));
    assertNotNull(rest.sensitive().get("level"));
    assertEquals(1, number(rest, "calm"));
  }

  @Test
  void a_monitor_with_a_thread_answers_while_it_works() throws Exception {
    try (DriftMonitor monitor = DriftMonitor.builder(SCHEMA).build()) {
      for (int i = 1; i <= 2_000; i++) {
        feedOnly(monitor, i % 5);
        assertTrue(monitor.status("age").values() <= i);
      }
      monitor.flush();
      assertEquals(2_000, monitor.status("age").values());
      Thread.currentThread().interrupt();
      assertEquals(2_000, monitor.profile().observed());
      assertTrue(Thread.interrupted(), "the interrupt is the caller's");
    }
  }

  private static DriftEvent assertNotNullEvent(StreamStatus status) {
    return Objects.requireNonNull(status.lastDrift());
  }

  private static void assertLacks(DriftMonitor monitor, long lacking, String stream) {
    StreamStatus status = monitor.status(stream);
    assertEquals(StreamStatus.State.INSUFFICIENT_DATA, status.state(), stream);
    assertEquals(lacking, status.lacking(), stream);
  }

  /**
   * The age is watched by a detector that drifts at 9, up at 19 and down at 29, warns at 1, fails
   * at -1.
   */
  private DriftMonitorBuilder told() {
    return DriftMonitor.builder(SCHEMA)
        .detectors(
            stream ->
                stream.equals("age")
                    ? Probe.answering(DriftRecoveryTest::answer)
                    : DriftDetector.none())
        .ledger(ledger)
        .clock(clock)
        .manual();
  }

  private static int answer(double value) {
    if (value == -1) {
      throw new IllegalStateException("broken inside");
    }
    if (value == 19 || value == 29) {
      return DriftDetector.DRIFT | (value == 19 ? DriftDetector.UP : DriftDetector.DOWN);
    }
    return value == 9 ? DriftDetector.DRIFT : value == 1 ? DriftDetector.WARNING : 0;
  }

  private void feed(DriftMonitor monitor, double... ages) {
    for (double age : ages) {
      feedOnly(monitor, age);
      monitor.flush();
    }
  }

  private void feedOnly(DriftMonitor monitor, double age) {
    view.wrap("r" + request++, new double[] {age, 0}, new double[] {0});
    monitor.observe(view, Verdict.ALLOW);
  }

  private List<String> types() {
    return ledger.entries.stream().map(Entry::type).toList();
  }

  private static String told(Entry entry) {
    String text = entry.type() + " " + (int) number(entry, "index");
    return entry.attributes().get("direction") instanceof JsonValue.Str direction
        ? text + " " + direction.value()
        : text;
  }

  private static double number(Entry entry, String attribute) {
    return assertInstanceOf(JsonValue.Num.class, entry.attributes().get(attribute)).asDouble();
  }
}
