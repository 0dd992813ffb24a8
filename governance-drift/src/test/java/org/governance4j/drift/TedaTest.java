package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TedaTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D37")
  void agrees_with_models_that_keep_their_values_and_weights(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double alpha = .5 + .48 * random.nextDouble();
    Teda config = new Teda(.5 + 3 * random.nextDouble(), alpha, .3 + .6 * random.nextDouble());
    int reach = (int) Math.ceil(1 / (1 - alpha));
    DriftDetector detector = config.start();
    Weighted reference = new Weighted();
    Weighted evolving = new Weighted();
    for (int i = 0; i < 1500; i++) {
      int regime = i / 400;
      double value = random.nextDouble() + regime * 1.5;
      double apart = Math.abs(value - reference.mean());
      if (reference.count < reach || apart <= config.m() * Math.sqrt(reference.variance())) {
        reference.add(value, 1.0 / (reference.count + 1));
      }
      evolving.add(value, Math.max(1 - alpha, 1.0 / (evolving.count + 1)));
      int status = detector.update(value);
      String at = "seed " + seed + " at " + i;
      if (reference.count < reach || evolving.count < reach) {
        assertEquals(DriftDetector.NONE, status, at);
        continue;
      }
      double jaccard =
          jaccard(
              reference.mean(),
              config.m() * Math.sqrt(reference.variance()),
              evolving.mean(),
              config.m() * Math.sqrt(evolving.variance()));
      DriftEvent event = detector.lastEvent();
      assertEquals(jaccard, event.statistic(), 1e-7, at);
      boolean drift = jaccard < config.jaccardThreshold();
      assertEquals(drift, (status & DriftDetector.DRIFT) != 0, at);
      if (drift) {
        assertEquals(reference.mean(), event.before(), 1e-9, at);
        assertEquals(evolving.mean(), event.after(), 1e-9, at);
        assertEquals(Math.max(0, i + 1 - reach), event.changeIndex(), at);
        reference = evolving;
        reference.count = reach;
        evolving = new Weighted();
      }
    }
  }

  @Test
  void typical_is_what_has_little_eccentricity() {
    // The published condition, 1/(2n) + (x − μ)²/(2nσ²) ≤ (m² + 1)/(2n), for n = 20 values of
    // mean 0 and variance 1, is |x| ≤ 3: 2.9 moves the reference, 3.1 does not.
    for (double x : new double[] {2.9, 3.1}) {
      TedaState detector = (TedaState) new Teda(3, .95, 1e-9).start();
      for (int i = 0; i < 20; i++) {
        detector.update(i % 2 == 0 ? 1 : -1);
      }
      detector.update(x);
      // Both models know x now, or only the evolving one: then only its mean is .05·x away.
      detector.update(1e6);
      boolean typical = 1.0 / 40 + x * x / 40 <= 10.0 / 40;
      for (int i = 0; i < 200 && detector.status() == DriftDetector.NONE; i++) {
        detector.update(1e6);
      }
      double before = detector.lastEvent().before();
      assertEquals(typical ? x / 21 : 0, before, 1e-12);
    }
  }

  @Test
  void a_shift_is_reported_with_its_direction() {
    SplittableRandom random = new SplittableRandom(9);
    DriftDetector detector = new Teda(3, .98, .5).start();
    int found = -1;
    for (int i = 0; i < 2000 && found < 0; i++) {
      int status = detector.update(random.nextDouble() - (i < 1000 ? 0 : 3));
      if (status != DriftDetector.NONE) {
        assertEquals(DriftDetector.DRIFT | DriftDetector.DOWN, status);
        found = i;
      }
    }
    assertTrue(found > 1000 && found < 1050, "found at " + found);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("m must", () -> new Teda(0, .95, .8));
    refused("m must", () -> new Teda(Double.NaN, .95, .8));
    refused("alpha", () -> new Teda(3, .49, .8));
    refused("alpha", () -> new Teda(3, 1, .8));
    refused("jaccardThreshold", () -> new Teda(3, .95, 0));
    refused("jaccardThreshold", () -> new Teda(3, .95, 1.1));
    refused("level", () -> Teda.defaults().withAlarmLevel(0));
  }

  private static double jaccard(double a, double ra, double b, double rb) {
    double common = Math.max(0, Math.min(a + ra, b + rb) - Math.max(a - ra, b - rb));
    double hull = Math.max(a + ra, b + rb) - Math.min(a - ra, b - rb);
    return common / hull;
  }

  /** Values with weights that add up to one. */
  private static final class Weighted {
    private final List<double[]> values = new ArrayList<>();
    private int count;

    void add(double value, double weight) {
      count++;
      values.forEach(other -> other[1] *= 1 - weight);
      values.add(new double[] {value, weight});
    }

    double mean() {
      return values.stream().mapToDouble(v -> v[0] * v[1]).sum();
    }

    double variance() {
      double mean = mean();
      return values.stream().mapToDouble(v -> v[1] * (v[0] - mean) * (v[0] - mean)).sum();
    }
  }
}
