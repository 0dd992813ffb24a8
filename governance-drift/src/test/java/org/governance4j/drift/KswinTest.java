package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KswinTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  @Rule("D37")
  void agrees_with_sampling_and_sorting_at_every_step(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = 4 + random.nextInt(60);
    int part = 1 + random.nextInt(size / 2);
    double alpha = Math.pow(10, -3 * random.nextDouble() - .1);
    int distinct = 1 + random.nextInt(1 << random.nextInt(12));
    Kswin config = new Kswin(alpha, size, part, seed);
    DriftDetector detector = config.start();
    List<Double> window = new ArrayList<>();
    SplitMix draws = new SplitMix(seed);
    for (int i = 0; i < 700; i++) {
      int regime = i / 200;
      double value = random.nextInt(distinct) + regime * (distinct / 8.0);
      window.add(value);
      if (window.size() > size) {
        window.remove(0);
      }
      int status = detector.update(value);
      String at = "seed " + seed + " at " + i;
      if (window.size() < size) {
        assertEquals(DriftDetector.NONE, status, at);
        continue;
      }
      List<Double> older = new ArrayList<>(window.subList(0, size - part));
      List<Double> newest = window.subList(size - part, size);
      for (int k = 0; k < part; k++) {
        int j = k + (int) ((draws.next() >>> 33) % (older.size() - k));
        double chosen = older.get(j);
        older.set(j, older.get(k));
        older.set(k, chosen);
      }
      double[] x = sorted(newest);
      long reached = KolmogorovSmirnov.statistic(x, part, sorted(older.subList(0, part)), part);
      double p = KolmogorovSmirnov.probability(part, part, reached, new double[0]);
      DriftEvent event = detector.lastEvent();
      assertEquals((double) reached / part / part, event.statistic(), 1e-12, at);
      assertEquals(p <= alpha, (status & DriftDetector.DRIFT) != 0, at);
      if (p <= alpha) {
        assertEquals(Math.log(p), event.logP(), 1e-9, at);
        assertEquals(i - part + 1, event.changeIndex(), at);
        window.subList(0, size - part).clear();
      }
    }
  }

  @TestFactory
  @Rule("D9")
  List<DynamicTest> the_first_detection_is_that_of_river() {
    // After it river empties the window and starts its generator again, which the paper does not.
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.detectorRecords("river_fixed.json", "KSWIN")) {
      if (record.path("sampler").asText().equals("splitmix64")) {
        tests.add(
            dynamicTest(
                record.get("stream").asText() + " " + record.get("params"), () -> check(record)));
      }
    }
    assertTrue(tests.size() > 10, "hardly any records");
    return tests;
  }

  @Test
  void reset_starts_the_generator_again_and_a_drift_keeps_the_newest() {
    DriftDetector detector = Kswin.defaults().start();
    List<Integer> first = run(detector);
    detector.reset();
    assertEquals(first, run(detector));
    assertTrue(first.size() > 1, "detections " + first);
    // The window of 100 keeps 30 values after a change, so the next test is 70 values later.
    assertTrue(first.get(1) - first.get(0) >= 70, "detections " + first);
  }

  @Test
  void a_level_that_no_statistic_reaches_never_alarms() {
    DriftDetector detector = new Kswin(1e-5, 20, 5, 1).start();
    for (int i = 0; i < 500; i++) {
      assertEquals(DriftDetector.NONE, detector.update(i));
    }
    assertEquals(1.2, detector.lastEvent().threshold(), 1e-12);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    refused("alpha", () -> Kswin.defaults().withAlpha(0));
    refused("alpha", () -> Kswin.defaults().withAlpha(1));
    refused("windowSize", () -> new Kswin(.1, 1, 1, 0));
    refused("windowSize", () -> new Kswin(.1, 20_001, 1, 0));
    refused("statSize", () -> new Kswin(.1, 100, 0, 0));
    refused("statSize", () -> new Kswin(.1, 100, 51, 0));
  }

  private static void check(JsonNode record) {
    JsonNode params = record.get("params");
    Kswin config =
        new Kswin(
            params.path("alpha").asDouble(.005),
            params.path("window_size").asInt(100),
            params.path("stat_size").asInt(30),
            params.get("seed").asLong());
    DriftDetector detector = config.start();
    double[] values = ReferenceData.stream(record);
    List<Integer> expected = ReferenceData.integers(record.get("detections"));
    int first = -1;
    for (int i = 0; i < values.length && first < 0; i++) {
      if (detector.update(values[i]) != DriftDetector.NONE) {
        first = i;
      }
    }
    assertEquals(expected.isEmpty() ? -1 : expected.get(0), first);
  }

  private static List<Integer> run(DriftDetector detector) {
    SplittableRandom random = new SplittableRandom(3);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      if (detector.update(random.nextInt(100) + i / 300 * 60) != DriftDetector.NONE) {
        found.add(i);
      }
    }
    return found;
  }

  private static double[] sorted(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }
}
