package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.SplittableRandom;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many predictions are processed at once must not show. */
class MonitorRunsTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("M23")
  void the_entries_of_a_stream_are_those_of_predictions_one_by_one(long seed) {
    int count = 4000;
    RecordingLedger single = RecordingLedger.open();
    RecordingLedger runs = RecordingLedger.open();
    SplittableRandom random = new SplittableRandom(seed);
    try (DriftMonitor one = MonitorTraffic.monitor(single).build();
        DriftMonitor many = MonitorTraffic.monitor(runs).build()) {
      new MonitorTraffic(seed, count).feed(one, 0, count);
      MonitorTraffic traffic = new MonitorTraffic(seed, count);
      for (int i = 0; i < count; i++) {
        traffic.offer(many, i);
        if (random.nextInt(100) == 0) {
          many.flush();
        }
      }
      many.flush();
      assertEquals(one.report(), many.report(), "seed " + seed);
      assertEquals(one.profile(), many.profile(), "seed " + seed);
      assertEquals(one.counts(), many.counts(), "seed " + seed);
      for (StreamStatus stream : one.report()) {
        assertEquals(
            MonitorTraffic.about(stream.stream(), single.entries),
            MonitorTraffic.about(stream.stream(), runs.entries),
            "seed " + seed + ", " + stream.stream());
      }
    }
  }

  @Test
  void such_traffic_is_worth_entries() {
    RecordingLedger ledger = RecordingLedger.open();
    try (DriftMonitor monitor = MonitorTraffic.monitor(ledger).build()) {
      new MonitorTraffic(1, 4000).feed(monitor, 0, 4000);
    }
    assertFalse(ledger.entries.isEmpty());
  }
}
