package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.governance4j.DriftDetector;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** Who does the work of a monitor, and what happens when it fails. */
class MonitorWorkTest extends ProbedMonitor {

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
}
