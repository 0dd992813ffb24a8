package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.DriftDetector;
import org.governance4j.drift.ReferenceData;

/** Runs a detector over the stream of a reference record and compares everything it holds. */
final class RecordChecks {

  private RecordChecks() {}

  /** Detections and warnings exactly, the state to 1e-9 relative; or the error. */
  static void check(JsonNode record, DriftDetector detector) {
    double[] values = ReferenceData.stream(record);
    Map<Integer, JsonNode> trace = new HashMap<>();
    record.path("trace").forEach(row -> trace.put(row.get("i").asInt(), row));
    List<Integer> detections = new ArrayList<>();
    List<List<Integer>> warnings = new ArrayList<>();
    int refused = 0;
    boolean warned = false;
    for (int i = 0; i < values.length; i++) {
      int status = detector.update(values[i]);
      if ((status & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
      boolean warning = (status & DriftDetector.WARNING) != 0;
      if (warning && warned) {
        warnings.set(warnings.size() - 1, List.of(warnings.get(warnings.size() - 1).get(0), i));
      } else if (warning) {
        warnings.add(List.of(i, i));
      }
      warned = warning;
      if (status == DriftDetector.REFUSED) {
        refused++;
      } else {
        assertEquals(0, refused, "took a value after an error");
      }
      JsonNode row = trace.remove(i);
      if (row != null) {
        compare(row, ((Traced) detector).trace());
      }
    }
    assertEquals(record.has("error"), refused > 0, "an error where the reference has one");
    if (refused > 0) {
      return;
    }
    assertEquals(ReferenceData.integers(record.get("detections")), detections, "detections");
    List<List<Integer>> expected = new ArrayList<>();
    record.path("warning_ranges").forEach(range -> expected.add(ReferenceData.integers(range)));
    assertEquals(expected, warnings, "warnings");
    assertTrue(trace.isEmpty(), () -> "trace rows that were not reached: " + trace.keySet());
  }

  private static void compare(JsonNode row, Map<String, Double> actual) {
    int index = row.get("i").asInt();
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      String key = field.getKey();
      if (!key.equals("i")) {
        double expected = ReferenceData.number(field.getValue());
        Double value = actual.get(key);
        assertTrue(value != null, () -> "no " + key + " in " + actual);
        double tolerance = 1e-9 * Math.abs(expected) + 1e-12;
        assertEquals(expected, value, tolerance, () -> key + " after value " + index);
      }
    }
  }
}
