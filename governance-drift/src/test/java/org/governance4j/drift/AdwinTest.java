package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Allocation;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdwinTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void agrees_with_a_window_that_is_kept_whole(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Adwin config =
        new Adwin(
            random.nextBoolean() ? .002 : .1,
            1 + random.nextInt(40),
            2 + random.nextInt(6),
            1 + random.nextInt(8),
            random.nextInt(30));
    AdwinState detector = (AdwinState) config.start();
    NaiveAdwin naive = new NaiveAdwin(config);
    double scale = Math.pow(10, random.nextInt(5) - 2);
    double offset = random.nextInt(3) == 0 ? 1e4 * scale : 0;
    double level = 0;
    for (int i = 0; i < 2500; i++) {
      if (random.nextInt(500) == 0) {
        level = random.nextInt(5);
      }
      double noise = seed % 2 == 0 ? random.nextInt(2) : random.nextDouble();
      double value = offset + scale * (level + noise);
      boolean expected = naive.update(value);
      boolean drift = (detector.update(value) & DriftDetector.DRIFT) != 0;
      assertEquals(expected, drift, "at " + i + " with " + config);
      assertEquals(naive.width(), detector.width(), "width at " + i + " with " + config);
      if (i % 50 == 0 || drift) {
        assertEquals(naive.mean(), detector.total() / detector.width(), 1e-9 * (offset + scale));
        assertEquals(
            naive.variance(), detector.variance() / detector.width(), 1e-9 * scale * scale * 25);
      }
    }
  }

  @Test
  void a_stable_stream_raises_no_alarm_and_a_doubled_rate_is_found_and_located() {
    int delays = 0;
    long misplaced = 0;
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DriftDetector detector = Adwin.defaults().start();
      for (int i = 0; i < 10_000; i++) {
        assertEquals(DriftDetector.NONE, detector.update(bit(random, .2)), "false alarm at " + i);
      }
      int delay = 0;
      int status;
      do {
        status = detector.update(bit(random, .4));
        delay++;
      } while (status == DriftDetector.NONE && delay < 2000);
      assertEquals(DriftDetector.DRIFT | DriftDetector.UP, status, "seed " + seed);
      DriftEvent event = detector.lastEvent();
      assertEquals(9_999 + delay, event.index());
      assertTrue(event.statistic() > event.threshold());
      assertEquals(.2, event.before(), .05);
      assertEquals(.4, event.after(), .2);
      delays += delay;
      misplaced += Math.abs(event.changeIndex() - 10_000);
    }
    // Published detectors of this kind need 150 to 160 values after 2,000 of the old level.
    assertTrue(delays / 20 < 250, "mean delay " + delays / 20);
    assertTrue(misplaced / 20 < 100, "mean distance to the change " + misplaced / 20);
  }

  @Test
  void a_falling_level_is_reported_as_down_and_the_window_keeps_the_new_values() {
    AdwinState detector = (AdwinState) Adwin.defaults().start();
    int status = DriftDetector.NONE;
    int i = 0;
    for (; status == DriftDetector.NONE; i++) {
      status = detector.update(i < 640 ? 5 + i % 2 : i % 2);
    }
    assertEquals(DriftDetector.DRIFT | DriftDetector.DOWN, status);
    DriftEvent event = detector.lastEvent();
    assertEquals(640, event.changeIndex());
    assertEquals(5.5, event.before(), 1e-12);
    assertEquals(.5, event.after(), 1e-12);
    assertTrue(detector.width() >= i - 640 && detector.width() < i, "width " + detector.width());
    assertEquals("ADWIN", event.detector());
  }

  @Test
  void a_change_of_scale_does_not_blind_it_for_the_new_scale() {
    DriftDetector detector = Adwin.defaults().start();
    SplittableRandom random = new SplittableRandom(7);
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < 6400; i++) {
      double level = i < 3200 ? 1e12 * random.nextDouble() : i < 4800 ? 0 : 1;
      if (detector.update(level) != DriftDetector.NONE) {
        detections.add(i);
      }
    }
    assertTrue(detections.stream().anyMatch(i -> i >= 3200 && i < 3300), () -> "" + detections);
    assertTrue(detections.stream().anyMatch(i -> i >= 4800 && i < 4900), () -> "" + detections);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e141, -1e200})
  void a_value_out_of_range_is_refused_and_changes_nothing(double value) {
    AdwinState detector = (AdwinState) Adwin.defaults().start();
    AdwinState other = (AdwinState) Adwin.defaults().start();
    for (int i = 0; i < 1000; i++) {
      double x = i < 500 ? i % 3 : i % 7;
      assertEquals(DriftDetector.REFUSED, detector.update(value));
      assertEquals(other.update(x), detector.update(x));
      assertEquals(other.lastEvent(), detector.lastEvent());
      assertEquals(other.variance(), detector.variance());
    }
  }

  @Test
  void the_largest_values_do_not_overflow() {
    AdwinState detector = (AdwinState) Adwin.defaults().start();
    boolean drift = false;
    for (int i = 0; i < 4096; i++) {
      drift |= detector.update(i < 2048 ? 1e140 : -1e140) != DriftDetector.NONE;
      assertTrue(Double.isFinite(detector.variance()) && Double.isFinite(detector.total()));
    }
    assertTrue(drift);
  }

  @Test
  void reset_makes_it_as_new() {
    DriftDetector used = Adwin.defaults().start();
    for (int i = 0; i < 777; i++) {
      used.update(i < 600 ? 0 : 1);
    }
    used.reset();
    DriftDetector fresh = Adwin.defaults().start();
    assertEquals(fresh.lastEvent(), used.lastEvent());
    assertEquals(-1, used.lastEvent().index());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      double value = random.nextDouble() + (i < 1500 ? 0 : 2);
      assertEquals(fresh.update(value), used.update(value));
      assertEquals(fresh.lastEvent(), used.lastEvent());
    }
  }

  @Test
  @Rule("D8")
  void updates_allocate_nothing_but_new_rows() {
    DriftDetector detector = Adwin.defaults().start();
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles(65_536).toArray();
    long bytes =
        Allocation.of(
            () -> {
              for (int i = 0; i < 2_000_000; i++) {
                detector.update(values[i & 65_535]);
              }
            });
    // Two million values need 20 rows, four more than there are: two copies of 24 rows.
    assertTrue(bytes < 16_384, bytes + " bytes in 2,000,000 updates");
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("delta", () -> new Adwin(0, 32, 5, 5, 10));
    refused("delta", () -> new Adwin(1, 32, 5, 5, 10));
    refused("delta", () -> new Adwin(Double.NaN, 32, 5, 5, 10));
    refused("clock", () -> new Adwin(.1, 0, 5, 5, 10));
    refused("maxBuckets", () -> new Adwin(.1, 32, 1, 5, 10));
    refused("minWindow", () -> new Adwin(.1, 32, 5, 0, 10));
    refused("grace", () -> new Adwin(.1, 32, 5, 5, -1));
  }

  @Test
  void there_is_nothing_to_tell_before_the_first_value() {
    DriftEvent event = Adwin.defaults().start().lastEvent();
    assertEquals("ADWIN", event.detector());
    assertEquals(-1, event.index());
    assertTrue(Double.isNaN(event.after()));
    assertFalse(event.drift());
  }

  private static double bit(SplittableRandom random, double rate) {
    return random.nextDouble() < rate ? 1 : 0;
  }
}
