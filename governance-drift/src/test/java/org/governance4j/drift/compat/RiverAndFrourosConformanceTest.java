package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.governance4j.DriftDetector;
import org.governance4j.drift.ReferenceData;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * By their names, against what river and frouros did themselves (the reference folder's README says
 * which versions and how): detections and warnings exactly, the state every 250 values to 1e-9
 * relative, errors as refusals.
 */
class RiverAndFrourosConformanceTest {

  private final Components components =
      Components.load(RiverAndFrourosConformanceTest.class.getClassLoader());

  @TestFactory
  @Rule({"D9", "D35"})
  List<DynamicTest> agrees_with_river() {
    return tests("river_fixed.json", "river");
  }

  @TestFactory
  @Rule({"D9", "D35"})
  List<DynamicTest> agrees_with_older_rivers() {
    return tests("river_legacy.json", "river_legacy");
  }

  @TestFactory
  @Rule({"D9", "D35"})
  List<DynamicTest> agrees_with_frouros() {
    return tests("frouros.json", "frouros");
  }

  private List<DynamicTest> tests(String file, String implementation) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.json("detectors/" + file).get("records")) {
      String name = implementation + ":" + record.get("detector").asText();
      tests.add(
          dynamicTest(
              name + " " + record.get("stream").asText() + " " + record.get("params"),
              () ->
                  RecordChecks.check(
                      record, components.create(DriftDetector.class, name, settings(record)))));
    }
    assertTrue(tests.size() > 100, "hardly any records in " + file);
    return tests;
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
}
