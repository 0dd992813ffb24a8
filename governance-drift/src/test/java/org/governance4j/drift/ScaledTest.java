package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScaledTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void the_unit_and_the_origin_of_the_values_do_not_matter(long seed) {
    double[] stream = normal(seed, 6000, i -> i < 2000 ? 0 : i < 4000 ? 1.5 : -1);
    List<DriftEvent> expected = detections(stream);
    assertTrue(expected.size() >= 2, "seed " + seed + ": " + expected);
    same(expected, stream, x -> x * 0x1p-20, "seed " + seed);
    same(expected, stream, x -> x * 0x1p20, "seed " + seed);
    same(expected, stream, x -> -x, "seed " + seed);
  }

  @Test
  void decimal_factors_and_offsets_do_not_matter_either() {
    double[] stream = normal(1, 6000, i -> i < 2000 ? 0 : i < 4000 ? 1.5 : -1);
    List<DriftEvent> expected = detections(stream);
    same(expected, stream, x -> x * 1e-6, "1e-6");
    same(expected, stream, x -> x * 1e6, "1e6");
    same(expected, stream, x -> x * 1e-130, "1e-130");
    same(expected, stream, x -> x + 1e4, "offset");
    same(expected, stream, x -> x * 1e-5 - 7, "both");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void one_outlier_hides_nothing(long seed) {
    double[] stream = normal(seed, 3000, i -> i < 2000 ? 0 : 2);
    int without = firstAfter(2000, detections(stream));
    for (int at : new int[] {100, 255, 256, 1500, 2005}) {
      for (double outlier : new double[] {1e6, -1e6, 1e139}) {
        double[] damaged = stream.clone();
        damaged[at] = outlier;
        int with = firstAfter(2000, detections(damaged));
        assertTrue(
            with <= without + 32,
            "seed " + seed + ", " + outlier + " at " + at + ": " + without + " became " + with);
      }
    }
    assertTrue(without < 2000 + 96, "seed " + seed + ": found at " + without);
  }

  @Test
  void heavy_tails_raise_hardly_a_false_alarm() {
    for (int seed = 0; seed < 10; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] lognormal = normal(seed, 120_000, i -> 0);
      Arrays.setAll(lognormal, i -> Math.exp(2 * lognormal[i]));
      double[] pareto = new double[120_000];
      Arrays.setAll(pareto, i -> Math.pow(1 - random.nextDouble(), -1 / 1.5));
      assertTrue(detections(lognormal).size() <= 1, "lognormal, seed " + seed);
      assertTrue(detections(pareto).size() <= 1, "Pareto, seed " + seed);
    }
  }

  @Test
  void a_field_that_was_constant_is_watched() {
    List<DriftEvent> up = detections(stream(2000, i -> i < 1000 ? 7 : 7.001));
    assertTrue(up.get(0).index() < 1000 + 64, up::toString);
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, up.get(0).status());
    assertEquals(7, up.get(0).before());
    assertTrue(Double.isNaN(up.get(0).after()), "there is no unit to say it in");
    List<DriftEvent> down = detections(stream(2000, i -> i < 1000 ? 7 : i % 2 == 0 ? 7 : -1e9));
    assertTrue(firstAfter(1000, down) < 1000 + 96, down::toString);
    assertEquals(DriftDetector.DRIFT | DriftDetector.DOWN, down.get(0).status());
  }

  @Test
  void a_field_of_two_values_is_watched() {
    for (double share : new double[] {.02, .1, .3, .45, .5}) {
      SplittableRandom random = new SplittableRandom(3);
      double[] stream =
          stream(8000, i -> random.nextDouble() < share + (i < 4000 ? 0 : .4) ? 5 : 3);
      List<DriftEvent> found = detections(stream);
      assertTrue(firstAfter(4000, found) < 4000 + 256, share + ": " + found);
      assertTrue(found.get(0).index() >= 4000, share + ": " + found);
    }
  }

  @Test
  void a_change_among_the_first_values_is_reported_with_the_last_of_them() {
    List<DriftEvent> found = detections(normal(4, 1000, i -> i < 128 ? 0 : 10));
    assertEquals(Scaled.LEARNED - 1, found.get(0).index());
    assertEquals(128, found.get(0).changeIndex(), 8);
    assertTrue(found.get(0).before() < 2 && found.get(0).after() > 8, found::toString);
  }

  @Test
  void a_stream_that_left_its_range_is_learned_anew() {
    // Seen from the first range, everything after 1000 is one and the same edge.
    double[] stream = normal(5, 4000, i -> i < 1000 ? 0 : i < 3000 ? 1000 : 1001.5);
    List<DriftEvent> found = detections(stream);
    assertTrue(firstAfter(1000, found) < 1064, found::toString);
    assertTrue(firstAfter(3000, found) < 3128, found::toString);
    DriftEvent second = found.get(found.size() - 1);
    assertEquals(3000, second.changeIndex(), 64, found::toString);
    assertEquals(1000, second.before(), .2);
    assertEquals(1001.5, second.after(), .7);
  }

  @Test
  void means_are_told_in_the_unit_of_the_stream() {
    List<DriftEvent> found = detections(normal(6, 3000, i -> i < 2000 ? 0 : 2));
    assertEquals(0, found.get(0).before(), .1);
    assertEquals(2, found.get(0).after(), .5);
    assertTrue(found.get(0).statistic() < 1, "the statistic stays in the scaled unit");
    double[] far = stream(1000, i -> (i < 512 ? 0 : 1e6) + i % 2);
    DriftEvent clipped = detections(far).get(0);
    assertEquals(.5 + 4 * 1.4826 * .5, clipped.after(), 1e-9, "clipped");
  }

  @Test
  void updates_allocate_nothing() {
    DriftDetector detector = new Scaled(Adwin.defaults().withDelta(1e-12).start());
    double[] noise = normal(7, 4096, i -> 1e5);
    Runnable work =
        () -> {
          for (int i = 0; i < 400_000; i++) {
            detector.update(noise[i & 4095]);
          }
        };
    work.run();
    work.run();
    assertEquals(0, Allocation.of(work) / 4096);
  }

  private static int firstAfter(int position, List<DriftEvent> events) {
    return events.stream()
        .mapToInt(event -> (int) event.index())
        .filter(index -> index >= position)
        .findFirst()
        .orElse(Integer.MAX_VALUE - 100);
  }

  private static void same(
      List<DriftEvent> expected, double[] stream, DoubleUnaryOperator unit, String which) {
    List<DriftEvent> found = detections(Arrays.stream(stream).map(unit).toArray());
    assertEquals(
        expected.stream().map(event -> event.index() + "/" + event.changeIndex()).toList(),
        found.stream().map(event -> event.index() + "/" + event.changeIndex()).toList(),
        which);
  }

  private static List<DriftEvent> detections(double[] stream) {
    DriftDetector detector = new Scaled(Adwin.defaults().start());
    List<DriftEvent> events = new ArrayList<>();
    for (double value : stream) {
      if ((detector.update(value) & DriftDetector.DRIFT) != 0) {
        events.add(detector.lastEvent());
      }
    }
    return events;
  }

  private static double[] stream(int length, IntToDoubleFunction value) {
    double[] stream = new double[length];
    Arrays.setAll(stream, value);
    return stream;
  }

  /** Normal values of deviation 1 about a mean. */
  private static double[] normal(long seed, int length, IntToDoubleFunction mean) {
    SplittableRandom random = new SplittableRandom(seed);
    // Box and Muller: SplittableRandom has no normal values of its own in every release.
    return stream(
        length,
        i ->
            mean.applyAsDouble(i)
                + Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                    * Math.cos(2 * Math.PI * random.nextDouble()));
  }
}
