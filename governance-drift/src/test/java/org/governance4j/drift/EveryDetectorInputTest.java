package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.governance4j.drift.EveryDetector#names")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryDetectorInputTest {

  private static final double[] HOSTILE = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e140,
    -1e140,
    1e141,
    1e308,
    -1e308,
    1 + 1e-15,
    -1e-15
  };

  @Parameter String name = "";

  @Test
  @Rule("D8")
  void updates_allocate_nothing() {
    StreamingDetector detector = EveryDetector.config(name).start();
    double[] values = EveryDetector.stream(new SplittableRandom(3), 1 << 14);
    feed(detector, values, 20_000);
    Allocation.of(() -> feed(detector, values, 10));
    long bytes = Allocation.of(() -> feed(detector, values, 100_000));
    assertTrue(bytes < 2_048, bytes + " bytes in 100,000 updates");
  }

  private static void feed(StreamingDetector detector, double[] values, int count) {
    for (int i = 0; i < count; i++) {
      detector.update(values[i & values.length - 1]);
    }
  }

  @Test
  @Rule("D3")
  void hostile_values_are_refused_or_taken_and_never_blind_it() {
    Seeds.some().limit(8).forEach(this::takesHostileValues);
    takesHostileValues(System.nanoTime());
  }

  private void takesHostileValues(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = EveryDetector.stream(random, 3_000);
    StreamingDetector detector = EveryDetector.config(name).start();
    for (int i = 0; i < values.length; i++) {
      boolean hostile = random.nextInt(20) == 0;
      double value = hostile ? HOSTILE[random.nextInt(HOSTILE.length)] : values[i];
      check(detector, value, "seed " + seed + ", value " + i);
    }
    detector.reset();
    for (int i = 0; i < EveryDetector.warmUp(name); i++) {
      detector.update(EveryDetector.before(name, i));
    }
    boolean detected = false;
    for (int i = 0; i < EveryDetector.detectsWithin(name); i++) {
      detected |= (detector.update(EveryDetector.after(name, i)) & DriftDetector.DRIFT) != 0;
    }
    assertTrue(detected, "seed " + seed + ": blind after hostile values and a reset");
  }

  @Test
  void long_constants_with_a_jump_between_them_leave_it_finite() {
    StreamingDetector detector = EveryDetector.config(name).start();
    for (double constant : new double[] {0, 1, -0.0, 1e140, -1e140, 1e-300, 1e9, 1}) {
      for (int i = 0; i < 3_000; i++) {
        check(detector, constant, "constant " + constant + ", value " + i);
      }
    }
  }

  @Test
  @Rule("D41")
  void its_state_stays_below_the_stated_bound_however_long_the_stream() {
    SplittableRandom random = new SplittableRandom(11);
    StreamingDetector detector = EveryDetector.config(name).start();
    int values = EveryDetector.noise(name);
    for (int i = 0; i < values; i++) {
      double value = random.nextInt(1_024) / 1_024.0;
      detector.update((i & 1 << 16) == 0 ? value : value < .2 ? 1 : 0);
      if ((detector.status() & DriftDetector.DRIFT) != 0) {
        assertDescribed(detector.lastEvent(), "value " + i);
      }
    }
    int bytes = detector.state().length;
    assertTrue(bytes <= EveryDetector.stateBytes(name), bytes + " bytes after " + values);
    assertTrue(detector.count() > values / 4, "hardly any value was taken");
  }

  @Test
  void a_batch_update_equals_single_updates() {
    Seeds.some().limit(8).forEach(this::batchEqualsSingle);
    batchEqualsSingle(System.nanoTime());
  }

  private void batchEqualsSingle(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = EveryDetector.stream(random, 2_000);
    for (int i = random.nextInt(90); i < values.length; i += 1 + random.nextInt(400)) {
      values[i] = Double.NaN;
    }
    StreamingDetector single = EveryDetector.config(name).start();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      int status = single.update(values[i]);
      if (status != DriftDetector.NONE) {
        expected.add(i + ": " + (status == DriftDetector.REFUSED ? "refused" : single.lastEvent()));
      }
    }
    StreamingDetector batch = EveryDetector.config(name).start();
    List<String> actual = new ArrayList<>();
    int from = 0;
    while (from < values.length) {
      int count = Math.min(random.nextInt(300), values.length - from);
      long before = batch.count();
      int stop = batch.update(values, from, count);
      if (stop < 0) {
        assertEquals(before + count, batch.count(), "seed " + seed);
        from += count;
        continue;
      }
      boolean refused = batch.count() == before + stop - from;
      actual.add(stop + ": " + (refused ? "refused" : batch.lastEvent()));
      from = stop + 1;
    }
    assertEquals(expected, actual, "seed " + seed);
    assertArrayEquals(single.state(), batch.state(), "seed " + seed);
  }

  private static void check(StreamingDetector detector, double value, String what) {
    long count = detector.count();
    int last = detector.status();
    int status = detector.update(value);
    if (status == DriftDetector.REFUSED) {
      assertEquals(count, detector.count(), what);
      assertEquals(last, detector.status(), what);
      return;
    }
    assertTrue(Math.abs(value) <= Range.LIMIT, () -> what + " was taken: " + value);
    assertEquals(0, status & ~EveryDetector.KNOWN_BITS, what);
    assertEquals(count + 1, detector.count(), what);
    assertEquals(status, detector.status(), what);
    if ((status & DriftDetector.DRIFT) != 0) {
      assertDescribed(detector.lastEvent(), what);
      assertEquals(detector.lastEvent(), detector.lastEvent(), what);
    }
  }

  /** A drift has a finite statistic and threshold and a place. */
  private static void assertDescribed(DriftEvent event, String what) {
    assertTrue(Double.isFinite(event.statistic()), () -> what + ": " + event);
    assertTrue(Double.isFinite(event.threshold()), () -> what + ": " + event);
    assertFalse(event.logP() > 0 || Double.isInfinite(event.logP()), () -> what + ": " + event);
    assertFalse(Double.isInfinite(event.before()), () -> what + ": " + event);
    assertFalse(Double.isInfinite(event.after()), () -> what + ": " + event);
    assertTrue(
        event.changeIndex() >= 0 && event.changeIndex() <= event.index(),
        () -> what + ": " + event);
  }
}
