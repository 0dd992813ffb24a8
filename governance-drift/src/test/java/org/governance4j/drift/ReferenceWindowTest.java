package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all detectors with a reference and a window. */
class ReferenceWindowTest {

  static Stream<CalibratedConfig> real() {
    return Stream.of(Cvm.defaults(), Mmd.defaults(), Lsdd.defaults());
  }

  static Stream<CalibratedConfig> all() {
    return Stream.concat(real(), Stream.of(Fet.defaults()));
  }

  /** Over independent samples; the bound is five standard errors of the mean of 400. */
  @ParameterizedTest
  @MethodSource("real")
  @Rule("D38")
  void without_a_change_the_statistic_has_mean_zero_and_variance_one(CalibratedConfig config) {
    for (IntFunction<IntToDoubleFunction> law : List.of(normal(), uniform(), exponential())) {
      double sum = 0;
      double squares = 0;
      for (int seed = 0; seed < 400; seed++) {
        StreamingDetector detector = config.withAlarmLevel(1e9).start();
        IntToDoubleFunction values = law.apply(seed);
        while (Double.isNaN(detector.lastEvent().statistic())) {
          detector.update(values.applyAsDouble(0));
        }
        double statistic = detector.lastEvent().statistic();
        sum += statistic;
        squares += statistic * statistic;
      }
      assertEquals(0, sum / 400, .25, config.name());
      assertEquals(1, squares / 400, .6, config.name());
    }
  }

  private static IntFunction<IntToDoubleFunction> normal() {
    return seed -> {
      Random random = new Random(seed);
      return i -> random.nextGaussian();
    };
  }

  private static IntFunction<IntToDoubleFunction> uniform() {
    return seed -> {
      Random random = new Random(seed);
      return i -> 1e6 * random.nextDouble();
    };
  }

  private static IntFunction<IntToDoubleFunction> exponential() {
    return seed -> {
      Random random = new Random(seed);
      return i -> -1e-3 * Math.log(1 - random.nextDouble());
    };
  }

  @ParameterizedTest
  @MethodSource("real")
  @Rule("D38")
  void a_change_of_the_spread_alone_is_detected(CalibratedConfig config) {
    for (long seed = 0; seed < 5; seed++) {
      StreamingDetector detector = config.start();
      Random random = new Random(seed);
      for (int i = 0; i < 1_000; i++) {
        assertEquals(0, detector.update(random.nextGaussian()), config.name() + " value " + i);
      }
      int delay = 0;
      while ((detector.update(5 * random.nextGaussian()) & DriftDetector.DRIFT) == 0) {
        delay++;
        assertTrue(delay < 100, config.name() + ", seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  @Rule("D38")
  void a_shift_is_located_and_then_the_reference_is_learned_anew(CalibratedConfig config) {
    StreamingDetector detector = config.start();
    Random random = new Random(8);
    boolean binary = config instanceof Fet;
    int at = 0;
    for (; at < 800; at++) {
      double value = binary ? (random.nextInt(10) == 0 ? 1 : 0) : random.nextGaussian();
      assertEquals(0, detector.update(value), config.name() + " value " + at);
    }
    double value;
    do {
      value = binary ? (random.nextInt(10) == 0 ? 0 : 1) : 4 + random.nextGaussian();
      at++;
    } while ((detector.update(value) & DriftDetector.DRIFT) == 0);
    DriftEvent event = detector.lastEvent();
    assertEquals(800, event.changeIndex(), 2, event::toString);
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, event.status());
    assertEquals(at - 1, event.index());
    assertEquals(binary ? .1 : 0, event.before(), .15, event::toString);
    assertEquals(binary ? .9 : 4, event.after(), .5, event::toString);
    assertTrue(event.statistic() > event.threshold(), event::toString);
    StreamingDetector fresh = config.start();
    for (int i = 0; i < 700; i++) {
      double next = binary ? random.nextInt(2) : random.nextGaussian();
      assertEquals(fresh.update(next), detector.update(next), config.name() + " value " + i);
      assertEquals(fresh.lastEvent().statistic(), detector.lastEvent().statistic());
    }
  }

  /** Sums that were kept up over the stream would have gathered rounding errors by then. */
  @ParameterizedTest
  @MethodSource("real")
  void after_many_values_the_statistic_is_that_of_its_two_samples_alone(CalibratedConfig config) {
    Random random = new Random(6);
    StreamingDetector old = config.withAlarmLevel(1e300).start();
    StreamingDetector young = config.withAlarmLevel(1e300).start();
    int learned = config instanceof Cvm ? 500 : 250;
    for (int i = 0; i < learned; i++) {
      double value = random.nextGaussian();
      old.update(value);
      young.update(value);
    }
    for (int i = 0; i < 50 * 40; i++) {
      old.update(i % 1_000 < 500 ? 1e12 * random.nextGaussian() : random.nextGaussian());
    }
    for (int i = 0; i < 50; i++) {
      double value = random.nextGaussian();
      old.update(value);
      young.update(value);
    }
    double expected = young.lastEvent().statistic();
    assertEquals(expected, old.lastEvent().statistic(), 1e-11 * Math.abs(expected));
  }

  @Test
  void the_reference_is_sorted_like_the_library_does() {
    for (int n : new int[] {2, 3, 10, 257}) {
      CvmState state = new CvmState(new Cvm(n, 5, 8));
      Random random = new Random(n);
      for (int i = 0; i < n; i++) {
        state.update(random.nextInt(20) - 10);
      }
      double[] expected = state.reference.clone();
      java.util.Arrays.sort(expected);
      double[] actual = new double[n];
      state.sortReference(actual);
      assertArrayEquals(expected, actual);
    }
  }

  @Test
  void the_alarm_level_is_the_threshold() {
    all()
        .forEach(
            config -> {
              assertEquals(12.5, config.withAlarmLevel(12.5).alarmLevel());
              refused("threshold must be positive", () -> config.withAlarmLevel(0));
              refused("threshold must be positive", () -> config.withAlarmLevel(Double.NaN));
            });
  }

  @Test
  void bad_sizes_are_refused_by_name() {
    refused("referenceSize must be from 2 to 100000: 1", () -> new Cvm(1, 50, 8));
    refused("windowSize must be from 2 to 10000: 1", () -> new Cvm(50, 1, 8));
    refused("referenceSize must be from 2 to 10000: 10001", () -> new Mmd(10_001, 50, 8));
    refused("windowSize must be from 2 to 10000: 1", () -> new Mmd(50, 1, 8));
    refused("windowSize must be from 2 to 10000: 1", () -> new Lsdd(50, 1, 8, 20, .1));
    refused("centers must be from 1 to 100: 0", () -> new Lsdd(50, 50, 8, 0, .1));
    refused("lambda must be from", () -> new Lsdd(50, 50, 8, 20, 0));
    refused("windowSize must be from 1", () -> new Fet(50, 0, 8, Side.BOTH));
  }
}
