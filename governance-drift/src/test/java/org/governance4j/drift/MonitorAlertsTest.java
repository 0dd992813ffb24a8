package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.junit.jupiter.api.Test;

/** What a monitor writes into the ledger about a drift. */
class MonitorAlertsTest extends ProbedMonitor {

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
}
