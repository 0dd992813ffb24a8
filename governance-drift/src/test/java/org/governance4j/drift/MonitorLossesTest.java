package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.governance4j.DriftDetector;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** What a monitor says about what it lost. */
class MonitorLossesTest extends ProbedMonitor {

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
    HandClock clock = new HandClock(NOON);
    try (DriftMonitor monitor = lossy(ledger, clock)) {
      overfill(monitor, 0);
      assertEquals(List.of(), ledger.entries);
      overfill(monitor, 3);
      overfill(monitor, 1);
      clock.set(NOON.plusSeconds(59));
      overfill(monitor, 1);
      assertEquals(List.of(3.), losses(ledger));
      clock.set(NOON.plusSeconds(60));
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
    HandClock clock = new HandClock(NOON);
    try (DriftMonitor monitor = lossy(ledger, clock)) {
      overfill(monitor, 3);
      ledger.empty();
      clock.set(NOON.plusSeconds(61));
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

  private DriftMonitor lossy(RecordingLedger ledger, HandClock clock) {
    return probed().ledger(ledger).clock(clock).capacity(4).manual().build();
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
}
