package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageHinkleyTest {

  @Test
  void follows_the_sums_by_hand() {
    // delta ½, alpha 1; values 0 0 6 6: means 0 0 2 3, deviations 0 0 4 3.
    PageHinkleyState detector =
        (PageHinkleyState) new PageHinkley(1, .5, 5.9, 1, Side.BOTH).start();
    assertEquals(DriftDetector.NONE, detector.update(0));
    assertEquals(DriftDetector.NONE, detector.update(0));
    assertEquals(-1, detector.up()); // 0 − ½ − ½
    assertEquals(-1, detector.lowest());
    assertEquals(1, detector.down());
    assertEquals(1, detector.highest());
    assertEquals(DriftDetector.NONE, detector.update(6));
    assertEquals(2.5, detector.up(), 1e-14); // −1 + 4 − ½
    assertEquals(5.5, detector.highest(), 1e-14); // 1 + 4 + ½
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(6));
    assertEquals(5, detector.up(), 1e-14); // 2½ + 3 − ½
    assertEquals(6, detector.lastEvent().statistic(), 1e-14); // 5 − (−1)
  }

  @Test
  void reports_where_the_change_was_and_the_means_on_both_sides() {
    // alpha 1, delta .5; ten zeros, then fours: U falls by ½ per zero and is lowest at index 9.
    DriftDetector detector = new PageHinkley(5, .5, 6.5, 1, Side.BOTH).start();
    int index = -1;
    int status;
    do {
      index++;
      status = detector.update(index < 10 ? 0 : 4);
    } while (status == DriftDetector.NONE);
    // Deviations 4·10/11, 4·10/12, 4·10/13 …, each less ½: 3.136, 5.970, 8.547 after three fours.
    assertEquals(12, index);
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, status);
    DriftEvent event = detector.lastEvent();
    assertEquals(10, event.changeIndex());
    assertEquals(12, event.index());
    assertEquals(0, event.before());
    assertEquals(4, event.after(), 1e-12);
    assertEquals(40. / 11 + 40. / 12 + 40. / 13 - 1.5, event.statistic(), 1e-12);
    assertEquals(6.5, event.threshold());
  }

  @Test
  void a_side_that_is_not_watched_is_not_reported() {
    assertEquals(List.of(), detections(Side.UP, 1, 0));
    assertEquals(List.of(), detections(Side.DOWN, 0, 1));
    assertEquals(1, detections(Side.DOWN, 1, 0).size());
    assertEquals(1, detections(Side.UP, 0, 1).size());
    assertEquals(detections(Side.BOTH, 1, 0), detections(Side.DOWN, 1, 0));
  }

  @Test
  void nothing_is_reported_before_the_minimum_of_observations() {
    DriftDetector detector = new PageHinkley(30, 0, 1, 1, Side.BOTH).start();
    for (int i = 0; i < 29; i++) {
      assertEquals(DriftDetector.NONE, detector.update(i * i));
    }
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(900));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("org.governance4j.drift.Seeds#some")
  void agrees_with_sums_over_the_whole_history(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PageHinkley config = new PageHinkley(10, random.nextDouble(), 20, 1, Side.BOTH);
    DriftDetector detector = config.start();
    List<Double> history = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double value = random.nextInt(3) + (i / 150 % 2) * 4;
      history.add(value);
      int expected = statusFromHistory(history, config);
      assertEquals(expected, detector.update(value), "at " + i);
      if (expected != DriftDetector.NONE) {
        history.clear();
      }
    }
  }

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_river() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.detectorRecords("river_fixed.json", "PageHinkley")) {
      tests.add(
          dynamicTest(
              record.get("stream").asText() + " " + record.get("params"), () -> check(record)));
    }
    assertTrue(tests.size() > 10, "hardly any records");
    return tests;
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e141})
  void a_value_out_of_range_is_refused_and_changes_nothing(double value) {
    DriftDetector detector = PageHinkley.defaults().withThreshold(5).start();
    DriftDetector other = PageHinkley.defaults().withThreshold(5).start();
    for (int i = 0; i < 200; i++) {
      assertEquals(DriftDetector.REFUSED, detector.update(value));
      double x = i < 100 ? 0 : 1;
      assertEquals(other.update(x), detector.update(x));
      assertEquals(other.lastEvent(), detector.lastEvent());
    }
  }

  @Test
  void reset_makes_it_as_new() {
    DriftDetector used = PageHinkley.defaults().start();
    for (int i = 0; i < 100; i++) {
      used.update(i);
    }
    used.reset();
    DriftDetector fresh = PageHinkley.defaults().start();
    assertEquals(fresh.lastEvent(), used.lastEvent());
    for (int i = 0; i < 300; i++) {
      assertEquals(fresh.update(i % 13), used.update(i % 13));
      assertEquals(fresh.lastEvent(), used.lastEvent());
    }
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    Side both = Side.BOTH;
    refused("minInstances", () -> new PageHinkley(0, .005, 50, .9999, both));
    refused("delta", () -> new PageHinkley(30, -1, 50, .9999, both));
    refused("delta", () -> new PageHinkley(30, Double.NaN, 50, .9999, both));
    refused("threshold", () -> new PageHinkley(30, .005, 0, .9999, both));
    refused("threshold", () -> new PageHinkley(30, .005, Double.POSITIVE_INFINITY, 1, both));
    refused("alpha", () -> new PageHinkley(30, .005, 50, 0, both));
    refused("alpha", () -> new PageHinkley(30, .005, 50, 1.1, both));
  }

  private static void check(JsonNode record) {
    JsonNode params = record.get("params");
    PageHinkley usual = PageHinkley.defaults();
    PageHinkley config =
        new PageHinkley(
            params.path("min_instances").asInt(usual.minInstances()),
            params.path("delta").asDouble(usual.delta()),
            params.path("threshold").asDouble(usual.threshold()),
            params.path("alpha").asDouble(usual.alpha()),
            Side.valueOf(params.path("mode").asText("both").toUpperCase(Locale.ROOT)));
    PageHinkleyState detector = (PageHinkleyState) config.start();
    Map<Integer, JsonNode> trace = new HashMap<>();
    record.get("trace").forEach(row -> trace.put(row.get("i").asInt(), row));
    double[] values = ReferenceData.stream(record);
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if ((detector.update(values[i]) & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
      JsonNode row = trace.remove(i);
      if (row != null) {
        close(row.get("mean"), detector.mean(), i);
        close(row.get("sum_increase"), detector.up(), i);
        close(row.get("sum_decrease"), detector.down(), i);
        close(row.get("min_increase"), detector.lowest(), i);
        close(row.get("max_decrease"), detector.highest(), i);
      }
    }
    assertEquals(ReferenceData.integers(record.get("detections")), detections);
    assertTrue(trace.isEmpty(), () -> "trace rows that were not reached: " + trace.keySet());
  }

  private static void close(JsonNode expected, double actual, int index) {
    double value = ReferenceData.number(expected);
    assertEquals(value, actual, 1e-9 * Math.abs(value) + 1e-12, () -> "after value " + index);
  }

  private static List<Integer> detections(Side side, double before, double after) {
    DriftDetector detector = new PageHinkley(30, .005, 5, .9999, side).start();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      if (detector.update(i < 100 ? before : after) != DriftDetector.NONE) {
        found.add(i);
      }
    }
    return found;
  }

  /** The test as it is defined, from all values since the last change. */
  private static int statusFromHistory(List<Double> history, PageHinkley config) {
    double up = 0;
    double down = 0;
    double lowest = 0;
    double highest = 0;
    double sum = 0;
    for (int t = 1; t <= history.size(); t++) {
      sum += history.get(t - 1);
      double deviation = history.get(t - 1) - sum / t;
      up += deviation - config.delta();
      down += deviation + config.delta();
      lowest = Math.min(lowest, up);
      highest = Math.max(highest, down);
    }
    if (history.size() < config.minInstances()) {
      return DriftDetector.NONE;
    }
    if (up - lowest > config.threshold()) {
      return DriftDetector.DRIFT | DriftDetector.UP;
    }
    return highest - down > config.threshold()
        ? DriftDetector.DRIFT | DriftDetector.DOWN
        : DriftDetector.NONE;
  }
}
