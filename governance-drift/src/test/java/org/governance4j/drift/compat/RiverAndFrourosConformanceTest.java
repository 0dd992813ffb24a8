package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Against what river and frouros did themselves (the reference folder's README says which versions
 * and how): detections and warnings exactly, the state every 250 values to 1e-9 relative.
 */
class RiverAndFrourosConformanceTest {

  private final Components components =
      Components.load(RiverAndFrourosConformanceTest.class.getClassLoader());

  @TestFactory
  @Rule({"D9", "D35"})
  List<DynamicTest> agrees_with_river() throws IOException {
    return tests("river_fixed.json", "river");
  }

  @TestFactory
  @Rule({"D9", "D35"})
  List<DynamicTest> agrees_with_frouros() throws IOException {
    return tests("frouros.json", "frouros");
  }

  private static Path folder() {
    Path folder = Path.of(System.getProperty("governance.conformance", "conformance"), "drift");
    assumeTrue(Files.isDirectory(folder), () -> "no reference data in " + folder);
    return folder;
  }

  private List<DynamicTest> tests(String file, String implementation) throws IOException {
    JsonNode records =
        new ObjectMapper()
            .readTree(folder().resolve("detectors").resolve(file).toFile())
            .get("records");
    Map<String, double[]> streams = new HashMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : records) {
      // ADWIN has a test of its own.
      if (record.get("detector").asText().equals("ADWIN")) {
        continue;
      }
      String stream = record.get("stream").asText();
      if (!streams.containsKey(stream)) {
        streams.put(
            stream,
            Files.readAllLines(folder().resolve("streams/" + stream + ".txt")).stream()
                .mapToDouble(Double::parseDouble)
                .toArray());
      }
      String name = implementation + ":" + record.get("detector").asText();
      tests.add(
          dynamicTest(
              name + " " + stream + " " + record.get("params"),
              () -> check(name, record, streams.get(stream))));
    }
    assertTrue(tests.size() > 100, "hardly any records in " + file);
    return tests;
  }

  private void check(String name, JsonNode record, double[] values) {
    DriftDetector detector = components.create(DriftDetector.class, name, settings(record));
    Map<Integer, JsonNode> trace = new HashMap<>();
    record.get("trace").forEach(row -> trace.put(row.get("i").asInt(), row));
    List<Integer> detections = new ArrayList<>();
    List<List<Integer>> warnings = new ArrayList<>();
    boolean warned = false;
    for (int i = 0; i < record.get("n_used").asInt(); i++) {
      int status = detector.update(values[i]);
      assertEquals(0, status & DriftDetector.REFUSED, "refused at " + i);
      if ((status & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
      boolean warning = (status & DriftDetector.WARNING) != 0;
      if (warning) {
        int first = warned ? warnings.remove(warnings.size() - 1).get(0) : i;
        warnings.add(List.of(first, i));
      }
      warned = warning;
      JsonNode row = trace.remove(i);
      if (row != null) {
        state(row, (Traced) detector, (status & DriftDetector.DRIFT) != 0, i);
      }
    }
    assertEquals(integers(record.get("detections")), detections);
    List<List<Integer>> ranges = new ArrayList<>();
    record.get("warning_ranges").forEach(range -> ranges.add(integers(range)));
    assertEquals(ranges, warnings);
    assertTrue(trace.isEmpty(), () -> "trace rows that were not reached: " + trace.keySet());
  }

  private static Settings settings(JsonNode record) {
    Settings settings = Settings.empty();
    for (Map.Entry<String, JsonNode> param : record.get("params").properties()) {
      settings = settings.with(param.getKey(), param.getValue().asText());
    }
    return record.path("sampler").asText().startsWith("python")
        ? settings.with("sampler", "python")
        : settings;
  }

  private static void state(JsonNode row, Traced detector, boolean drift, int index) {
    Map<String, Double> state = detector.trace();
    for (Map.Entry<String, JsonNode> expected : row.properties()) {
      if (!expected.getKey().equals("i")) {
        Double found = state.get(expected.getKey());
        JsonNode value = expected.getValue();
        double number =
            value.isNull()
                ? Double.NaN
                : value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble();
        assertTrue(
            found != null && close(number, found),
            () -> expected + " at " + index + " drift " + drift + ": " + state);
      }
    }
  }

  private static boolean close(double expected, double found) {
    return Double.compare(expected, found) == 0
        || Math.abs(expected - found) <= 1e-9 * Math.abs(expected) + 1e-12;
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> list = new ArrayList<>();
    array.forEach(item -> list.add(item.asInt()));
    return list;
  }
}
