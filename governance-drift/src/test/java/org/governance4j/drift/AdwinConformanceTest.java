package org.governance4j.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.DriftDetector;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Detections exactly, window statistics to 1e-9 relative. */
class AdwinConformanceTest {

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_river() {
    return tests("river_fixed.json", AdwinConformanceTest::river, 1);
  }

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_moa() {
    // MOA reports the variance per value, river the sum of squares.
    return tests(
        "moa.json", record -> Adwin.moa().withDelta(record.get("cli").asDouble()), Double.NaN);
  }

  private interface Configuration {
    Adwin of(JsonNode record);
  }

  private static Adwin river(JsonNode record) {
    JsonNode params = record.get("params");
    Adwin usual = Adwin.river();
    return new Adwin(
        params.path("delta").asDouble(usual.delta()),
        params.path("clock").asInt(usual.clock()),
        params.path("max_buckets").asInt(usual.maxBuckets()),
        params.path("min_window_length").asInt(usual.minWindowLength()),
        params.path("grace_period").asInt(usual.gracePeriod()),
        usual.variant());
  }

  private static List<DynamicTest> tests(String file, Configuration configuration, double per) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.detectorRecords(file, "ADWIN")) {
      Adwin config = configuration.of(record);
      tests.add(
          dynamicTest(
              record.get("stream").asText() + " " + config, () -> check(record, config, per)));
    }
    assertTrue(tests.size() > 10, "hardly any records in " + file);
    return tests;
  }

  private static void check(JsonNode record, Adwin config, double per) {
    AdwinState detector = (AdwinState) config.start();
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
        double divisor = Double.isNaN(per) ? detector.width() : per;
        close(row.get("width"), detector.width(), i);
        close(row.get("total"), detector.total(), i);
        close(row.get("variance"), detector.variance() / divisor, i);
      }
    }
    assertEquals(ReferenceData.integers(record.get("detections")), detections);
    assertTrue(trace.isEmpty(), () -> "trace rows that were not reached: " + trace.keySet());
  }

  private static void close(JsonNode expected, double actual, int index) {
    double value = ReferenceData.number(expected);
    assertEquals(value, actual, 1e-9 * Math.abs(value) + 1e-12, () -> "after value " + index);
  }
}
