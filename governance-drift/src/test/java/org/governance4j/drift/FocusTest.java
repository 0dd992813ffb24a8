package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FocusTest {

  static LongStream seeds() {
    return Seeds.some();
  }

  private static Focus random(SplittableRandom random) {
    boolean normal = random.nextBoolean();
    return new Focus(
        normal ? Focus.Family.NORMAL : Focus.Family.BERNOULLI,
        Side.values()[random.nextInt(3)],
        random.nextBoolean() ? Double.NaN : normal ? random.nextDouble() * 4 - 2 : .3,
        normal ? .1 + 3 * random.nextDouble() : 0,
        10,
        1 + random.nextInt(30),
        1 + 9 * random.nextDouble());
  }

  /** Values whose mean jumps now and then. */
  private static double[] stream(Focus config, SplittableRandom random, int length) {
    double[] values = new double[length];
    boolean fractions = random.nextInt(4) == 0;
    double level = .3;
    for (int i = 0; i < length; i++) {
      if (random.nextInt(150) == 0) {
        level = random.nextDouble();
      }
      if (config.family() == Focus.Family.NORMAL) {
        values[i] = 5 * level + config.deviation() * random.nextGaussian();
      } else {
        values[i] = fractions ? Math.pow(random.nextDouble(), 1 / level - 1) : 0;
        values[i] = fractions ? values[i] : random.nextDouble() < level ? 1 : 0;
      }
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("D42")
  void every_value_is_judged_as_by_the_likelihood_ratio_over_all_places(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Focus config = random(random);
    StreamingDetector detector = config.start();
    NaiveFocus naive = new NaiveFocus(config);
    long start = 0;
    double[] values = stream(config, random, 800);
    for (int i = 0; i < values.length; i++) {
      String where = "seed " + seed + " value " + i + " of " + config;
      naive.update(values[i]);
      boolean close = Math.abs(naive.largest - config.threshold()) < 1e-9;
      int status = detector.update(values[i]);
      DriftEvent event = detector.lastEvent();
      if (!Double.isNaN(event.statistic())) {
        assertEquals(naive.largest, event.statistic(), 1e-9 * (1 + naive.largest), where);
      }
      boolean drift = (status & DriftDetector.DRIFT) != 0;
      if (!close) {
        assertEquals(naive.largest > config.threshold(), drift, where);
      }
      if (drift) {
        assertEquals(DriftDetector.DRIFT | naive.direction, status, where);
        assertEquals(start + naive.place, event.changeIndex(), where);
        double after = 0;
        for (int k = (int) event.changeIndex(); k <= i; k++) {
          after += values[k] / (i + 1 - event.changeIndex());
        }
        assertEquals(after, event.after(), 1e-9 * (1 + Math.abs(after)), where);
        start = i + 1L;
        naive = new NaiveFocus(config);
      }
    }
  }

  @Test
  void a_step_of_errors_has_the_ratio_of_the_two_entropies() {
    // 100 zeros and 50 ones: 150·H(1/3) nats, H(1/3) = ln 3 − 2/3·ln 2 = .636514168294813.
    Focus config = Focus.defaults().withMinSegment(50).withThreshold(1000);
    StreamingDetector detector = config.start();
    for (int i = 0; i < 150; i++) {
      detector.update(i < 100 ? 0 : 1);
    }
    assertEquals(150 * .636514168294813, detector.lastEvent().statistic(), 1e-10);
  }

  @Test
  void a_learned_deviation_makes_the_unit_of_the_values_irrelevant() {
    StreamingDetector small = Focus.normal().start();
    StreamingDetector large = Focus.normal().start();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 3_000; i++) {
      double value = random.nextGaussian() + (i < 2_000 ? 0 : 1);
      assertEquals(small.update(value), large.update(1e9 + 1e6 * value), "value " + i);
      if (small.lastEvent().drift()) {
        assertEquals(2_000, small.lastEvent().changeIndex(), 20);
        assertEquals(1e9 + 1e6, large.lastEvent().after(), 1e6);
        return;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void a_deviation_is_not_learned_from_a_constant() {
    StreamingDetector detector = Focus.normal().start();
    for (int i = 0; i < 10_000; i++) {
      assertEquals(DriftDetector.NONE, detector.update(-0.0));
    }
    assertEquals(0, detector.lastEvent().after());
  }

  @Test
  void a_stream_that_bends_for_ever_keeps_a_bounded_hull() {
    Focus config = Focus.normal().withDeviation(1).withMinSegment(1).withThreshold(1e12);
    FocusState detector = new FocusState(config);
    NaiveFocus naive = new NaiveFocus(config);
    for (int i = 0; i < 3_000; i++) {
      detector.update(.001 * i);
      naive.update(.001 * i);
    }
    assertEquals(Hull.CAPACITY, detector.vertices());
    double share = detector.lastEvent().statistic() / naive.largest;
    assertTrue(share <= 1 + 1e-9 && share > .999, "share " + share);
  }

  @Test
  void the_hull_of_a_million_random_values_has_few_vertices() {
    FocusState detector = new FocusState(Focus.defaults().withSide(Side.BOTH).withThreshold(1e6));
    SplittableRandom random = new SplittableRandom(1);
    int most = 0;
    for (int i = 0; i < 1_000_000; i++) {
      detector.update(random.nextDouble());
      most = Math.max(most, detector.vertices());
    }
    assertTrue(most < 45, "vertices: " + most);
  }

  @Test
  void extreme_values_leave_it_finite() {
    StreamingDetector detector = Focus.normal().withDeviation(1e-140).start();
    for (int i = 0; i < 2_000; i++) {
      detector.update(i % 2 == 0 ? 1e140 : -1e140);
      DriftEvent event = detector.lastEvent();
      assertTrue(!Double.isInfinite(event.statistic()), event::toString);
      assertTrue(Double.isNaN(event.statistic()) || event.statistic() >= 0, event::toString);
    }
  }

  @Test
  void values_out_of_the_family_are_refused() {
    StreamingDetector errors = Focus.defaults().start();
    for (double value : new double[] {-.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertEquals(DriftDetector.REFUSED, errors.update(value));
    }
    assertEquals(DriftDetector.REFUSED, Focus.normal().start().update(1e141));
    assertEquals(0, errors.count());
  }

  @Test
  void parameters_out_of_range_are_refused() {
    Focus usual = Focus.defaults();
    refused("mean must be between 0 and 1: 1.0", () -> usual.withMean(1));
    refused("1.0E140: 1.0E141", () -> Focus.normal().withMean(1e141));
    refused("deviation must be 0 or from", () -> usual.withDeviation(-1));
    refused("minSegment must be from 1 to 10000: 0", () -> usual.withMinSegment(0));
    refused("threshold must be positive and finite: 0.0", () -> usual.withThreshold(0));
    refused(
        "warmUp must be from 10 to 1000000: 9",
        () -> new Focus(Focus.Family.NORMAL, Side.UP, 0, 0, 9, 1, 1));
  }
}
