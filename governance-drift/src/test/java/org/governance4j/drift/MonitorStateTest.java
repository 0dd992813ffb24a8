package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.Field;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.InvalidData;
import org.governance4j.ModelSchema;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state of a monitor, and monitors that go on from it. */
class MonitorStateTest {

  private static final int COUNT = 5000;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M25")
  void a_restored_monitor_goes_on_entry_for_entry(long seed) {
    int cut = 1 + new SplittableRandom(seed).nextInt(COUNT - 1);
    RecordingLedger whole = RecordingLedger.open();
    RecordingLedger parts = RecordingLedger.open();
    List<StreamStatus> expected;
    byte[] expectedState;
    MonitorTraffic traffic = new MonitorTraffic(seed, COUNT);
    try (DriftMonitor monitor = plain(whole).build()) {
      traffic.feed(monitor, 0, COUNT);
      expected = monitor.report();
      expectedState = monitor.state();
    }
    byte[] state;
    try (DriftMonitor monitor = plain(parts).build()) {
      traffic.feed(monitor, 0, cut);
      state = monitor.state();
    }
    try (DriftMonitor monitor = plain(parts).restore(state).build()) {
      assertArrayEquals(state, monitor.state(), "seed " + seed);
      traffic.feed(monitor, cut, COUNT);
      assertEquals(
          expected.stream().map(MonitorStateTest::untold).toList(),
          monitor.report().stream().map(MonitorStateTest::untold).toList(),
          "seed " + seed + " cut at " + cut);
      assertTrue(monitor.report().stream().allMatch(StreamStatus::continued));
      assertArrayEquals(expectedState, monitor.state(), "seed " + seed + " cut at " + cut);
    }
    assertEquals(whole.entries, parts.entries, "seed " + seed + " cut at " + cut);
  }

  @Test
  @Rule("M25")
  void predictions_that_wait_for_labels_are_not_kept() {
    RecordingLedger ledger = RecordingLedger.open();
    MonitorTraffic traffic = new MonitorTraffic(1, 10);
    byte[] state;
    try (DriftMonitor monitor = MonitorTraffic.monitor(ledger).build()) {
      traffic.feed(monitor, 0, 10);
      state = monitor.state();
    }
    try (DriftMonitor monitor = MonitorTraffic.monitor(ledger).restore(state).build()) {
      monitor.label("r8", 1);
      monitor.flush();
      assertEquals(1, monitor.counts().unmatchedLabels());
      assertEquals(0, monitor.counts().observed());
      assertEquals(List.of(), monitor.profile().categories().get(0).seen());
    }
  }

  @Test
  @Rule("M26")
  void a_state_with_any_bit_flipped_or_cut_anywhere_is_refused() {
    RecordingLedger ledger = RecordingLedger.open();
    byte[] state;
    try (DriftMonitor monitor = MonitorTraffic.monitor(ledger).build()) {
      new MonitorTraffic(3, 60).feed(monitor, 0, 60);
      state = monitor.state();
    }
    for (int bit = 0; bit < 8 * state.length; bit++) {
      byte[] damaged = state.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(
          InvalidData.class, () -> DriftMonitor.builder(MonitorTraffic.SCHEMA).restore(damaged));
    }
    for (int length = 0; length < state.length; length += 7) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThrows(
          InvalidData.class, () -> DriftMonitor.builder(MonitorTraffic.SCHEMA).restore(cut));
    }
  }

  /** As somebody could make it who knows the format: the checksum is right, a byte is not. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M26")
  void a_forged_state_is_refused_or_does_no_harm(long seed) {
    RecordingLedger ledger = RecordingLedger.open();
    MonitorTraffic traffic = new MonitorTraffic(seed, 1500);
    byte[] state;
    try (DriftMonitor monitor = MonitorTraffic.monitor(ledger).build()) {
      traffic.feed(monitor, 0, 1400);
      state = monitor.state();
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int attempt = 0; attempt < 40; attempt++) {
      byte[] forged = state.clone();
      forged[10 + random.nextInt(state.length - 14)] = (byte) random.nextInt(256);
      int crc = StateFormat.crc(forged, forged.length - 4);
      ByteBuffer.wrap(forged).putInt(forged.length - 4, crc);
      DriftMonitor monitor;
      try {
        monitor = MonitorTraffic.monitor(ledger).restore(forged).build();
      } catch (InvalidData refused) {
        continue;
      }
      traffic.feed(monitor, 1400, 1500);
      assertEquals(100, monitor.counts().observed(), "seed " + seed);
      assertEquals(
          List.of(),
          monitor.report().stream()
              .filter(stream -> stream.state() == StreamStatus.State.FAILED)
              .toList(),
          "seed " + seed + ", attempt " + attempt);
      monitor.close();
    }
  }

  @Test
  @Rule("M27")
  void streams_that_the_state_lacks_or_has_otherwise_begin_anew_and_are_listed() {
    ModelSchema before =
        ModelSchema.of("credit", "2", List.of(Field.number("age")), List.of(Field.number("debt")));
    ModelSchema after =
        ModelSchema.of(
            "credit", "3", List.of(Field.number("age")), List.of(Field.number("income")));
    byte[] state;
    try (DriftMonitor monitor = DriftMonitor.builder(before).manual().build()) {
      for (int i = 0; i < 300; i++) {
        monitor.observe(
            before.prediction().wrap("r", new double[] {i % 7}, new double[1]), Verdict.ALLOW);
      }
      monitor.flush();
      state = monitor.state();
      assertTrue(monitor.report().stream().noneMatch(StreamStatus::continued));
    }
    try (DriftMonitor monitor = DriftMonitor.builder(after).restore(state).manual().build()) {
      assertEquals(
          List.of("age", "@deny-rate", "@violation-rate", "@missing:age"), continued(monitor));
      assertEquals(300, monitor.status("age").values());
      assertEquals(StreamStatus.State.STABLE, monitor.status("age").state());
      assertEquals(StreamStatus.State.INSUFFICIENT_DATA, monitor.status("income").state());
      Health health = part(monitor);
      assertEquals(Health.Status.UP, health.status());
      assertEquals(
          "4 streams continued; anew as the state does not have them: [income, @missing:income];"
              + " anew as their detectors are others: []; in the state, but no streams any more:"
              + " [debt, @missing:debt]",
          health.detail());
    }
    try (DriftMonitor monitor =
        DriftMonitor.builder(after)
            .detectors(
                stream ->
                    switch (stream) {
                      case "age" -> Adwin.defaults().start(); // unscaled
                      case "@deny-rate" -> DriftDetector.none();
                      case "@missing:age" -> Adwin.defaults().withDelta(.1).start();
                      default -> Adwin.defaults().start();
                    })
            .restore(state)
            .manual()
            .build()) {
      assertEquals(List.of("@violation-rate"), continued(monitor));
      assertTrue(
          part(monitor).detail().contains("are others: [age, @deny-rate, @missing:age]"),
          part(monitor).detail());
      assertEquals(0, monitor.status("age").values());
    }
  }

  @Test
  @Rule("M27")
  void a_state_of_another_model_is_refused() {
    byte[] state;
    try (DriftMonitor monitor = DriftMonitor.builder(MonitorTraffic.SCHEMA).manual().build()) {
      state = monitor.state();
    }
    DriftMonitorBuilder other =
        DriftMonitor.builder(
                ModelSchema.of("churn", "1", List.of(), List.of(Field.number("score"))))
            .restore(state);
    InvalidData refusal = assertThrows(InvalidData.class, other::build);
    assertEquals("monitor state is of \"credit\", not of churn", refusal.getMessage());
  }

  @Test
  @Rule("M27")
  void a_stream_that_was_switched_off_is_not_kept() {
    byte[] state;
    try (DriftMonitor monitor =
        DriftMonitor.builder(MonitorTraffic.SCHEMA)
            .detectors(stream -> stream.equals("age") ? failing() : Adwin.defaults().start())
            .manual()
            .build()) {
      new MonitorTraffic(3, 100).feed(monitor, 0, 100);
      assertEquals(StreamStatus.State.FAILED, monitor.status("age").state());
      state = monitor.state();
    }
    try (DriftMonitor monitor =
        DriftMonitor.builder(MonitorTraffic.SCHEMA)
            .detectors(stream -> Adwin.defaults().start())
            .restore(state)
            .manual()
            .build()) {
      assertFalse(monitor.status("age").continued());
      assertTrue(monitor.status("income").continued());
    }
  }

  @Test
  void a_monitor_with_a_thread_gives_its_state_too_and_a_closed_one_as_well() {
    RecordingLedger ledger = RecordingLedger.open();
    byte[] expected;
    try (DriftMonitor monitor = DriftMonitor.builder(MonitorTraffic.SCHEMA).manual().build()) {
      new MonitorTraffic(3, 700).feed(monitor, 0, 700);
      expected = monitor.state();
    }
    DriftMonitor monitor = DriftMonitor.builder(MonitorTraffic.SCHEMA).ledger(ledger).build();
    new MonitorTraffic(3, 700).feed(monitor, 0, 700);
    assertArrayEquals(expected, monitor.state());
    monitor.close();
    assertArrayEquals(expected, monitor.state());
  }

  @Test
  void a_monitor_that_died_has_no_state() {
    DriftMonitor monitor =
        DriftMonitor.builder(MonitorTraffic.SCHEMA)
            .detectors(
                stream ->
                    Probe.answering(
                        value -> {
                          throw new AssertionError("the end");
                        }))
            .manual()
            .build();
    new MonitorTraffic(3, 1).offer(monitor, 0);
    assertThrows(GovernanceException.class, monitor::flush);
    assertThrows(GovernanceException.class, monitor::state);
    monitor.close();
  }

  private static DriftDetector failing() {
    return Probe.answering(
        value -> {
          throw new IllegalStateException("broken inside");
        });
  }

  /** Without labels: those of predictions before the cut would be unmatched. */
  private static DriftMonitorBuilder plain(RecordingLedger ledger) {
    return DriftMonitor.builder(MonitorTraffic.SCHEMA)
        .ledger(ledger)
        .clock(MonitorTraffic.CLOCK)
        .calm(200, Duration.ZERO)
        .manual();
  }

  private static StreamStatus untold(StreamStatus status) {
    return new StreamStatus(
        status.stream(),
        status.state(),
        status.lacking(),
        status.values(),
        status.missing(),
        status.nonFinite(),
        status.refused(),
        status.detections(),
        status.alerts(),
        status.recoveries(),
        status.lastDrift(),
        false,
        status.sensitive());
  }

  private static List<String> continued(DriftMonitor monitor) {
    List<String> names = new ArrayList<>();
    for (StreamStatus stream : monitor.report()) {
      if (stream.continued()) {
        names.add(stream.stream());
      }
    }
    return names;
  }

  private static Health part(DriftMonitor monitor) {
    return monitor.health().parts().stream()
        .filter(part -> part.component().equals("state"))
        .findFirst()
        .orElseThrow();
  }
}
