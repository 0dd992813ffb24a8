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

class IncrementalKsTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D37")
  void the_statistic_is_at_every_step_that_of_the_two_windows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int w = 2 + random.nextInt(40);
    int distinct = 1 + random.nextInt(1 << random.nextInt(12));
    IncrementalKs.Reference kind =
        random.nextBoolean() ? IncrementalKs.Reference.FIXED : IncrementalKs.Reference.SLIDING;
    double alpha = Math.pow(10, -1 - 8 * random.nextDouble());
    IncrementalKsState detector = (IncrementalKsState) new IncrementalKs(alpha, w, kind).start();
    List<Double> history = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      int regime = i / 300;
      double value = random.nextInt(distinct) + regime * (distinct / 8.0);
      history.add(random.nextInt(50) == 0 ? -0.0 : value);
      int status = detector.update(history.get(history.size() - 1));
      int end = history.size();
      if (end < 2 * w) {
        assertEquals(DriftDetector.NONE, status);
        continue;
      }
      int from = kind == IncrementalKs.Reference.FIXED ? 0 : end - 2 * w;
      List<Double> reference = history.subList(from, from + w);
      List<Double> current = history.subList(end - w, end);
      int expected = naive(reference, current);
      String at = "seed " + seed + " at " + i;
      assertEquals(expected, detector.reached(), at);
      // D > c·√(2/w), c = √(−½·ln(alpha/2)), squared and without the library's own arithmetic.
      double d = (double) expected / w;
      boolean drift = d * d > -Math.log(alpha / 2) / w;
      assertEquals(drift, (status & DriftDetector.DRIFT) != 0, at);
      if (drift) {
        DriftEvent event = detector.lastEvent();
        assertEquals(i - w + 1, event.changeIndex(), at);
        assertEquals(mean(reference), event.before(), 1e-9, at);
        assertEquals(mean(current), event.after(), 1e-9, at);
        double p = KolmogorovSmirnov.probability(w, w, (long) expected * w, new double[0]);
        assertEquals(Math.log(p), event.logP(), 1e-9, at);
        history.clear();
      }
    }
  }

  @Test
  void a_change_of_spread_alone_is_found() {
    SplittableRandom random = new SplittableRandom(5);
    DriftDetector detector = IncrementalKs.defaults().start();
    int found = -1;
    for (int i = 0; i < 1000 && found < 0; i++) {
      double value = random.nextDouble() - .5;
      if (detector.update(i < 500 ? value : 20 * value) != DriftDetector.NONE) {
        found = i;
      }
    }
    assertTrue(found > 500 && found < 600, "found at " + found);
    assertTrue(detector.lastEvent().logP() < Math.log(.001) + .5);
  }

  @Test
  void a_window_beyond_the_exact_probability_has_a_bound() {
    DriftDetector detector = new IncrementalKs(.01, 20_000, IncrementalKs.Reference.FIXED).start();
    int status = DriftDetector.NONE;
    int i = 0;
    while (status == DriftDetector.NONE) {
      status = detector.update(i < 30_000 ? i % 1000 : i % 1000 + 200);
      i++;
    }
    double logP = detector.lastEvent().logP();
    double d = detector.lastEvent().statistic();
    assertEquals(Math.log(2) - 20_000 * d * d, logP, 1e-9);
    assertTrue(detector.lastEvent().threshold() < d);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("alpha", () -> IncrementalKs.defaults().withAlpha(0));
    refused("alpha", () -> IncrementalKs.defaults().withAlpha(Double.NaN));
    refused("windowSize", () -> new IncrementalKs(.1, 1, IncrementalKs.Reference.FIXED));
    refused("windowSize", () -> new IncrementalKs(.1, 1_000_001, IncrementalKs.Reference.FIXED));
  }

  private static int naive(List<Double> reference, List<Double> current) {
    int largest = 0;
    for (double at : current) {
      largest = Math.max(largest, Math.abs(upTo(reference, at) - upTo(current, at)));
    }
    for (double at : reference) {
      largest = Math.max(largest, Math.abs(upTo(reference, at) - upTo(current, at)));
    }
    return largest;
  }

  private static int upTo(List<Double> values, double at) {
    int count = 0;
    for (double value : values) {
      count += value <= at ? 1 : 0;
    }
    return count;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
