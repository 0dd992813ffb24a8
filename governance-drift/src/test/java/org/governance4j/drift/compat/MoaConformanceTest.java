package org.governance4j.drift.compat;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.drift.ReferenceData;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every record of MOA 2024.07: detections and warnings exactly, estimates to 1e-9 relative. */
class MoaConformanceTest {

  private final Components components =
      Components.load(MoaConformanceTest.class.getClassLoader());

  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_moa() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.json("detectors/moa.json").get("records")) {
      String name = "moa:" + record.get("detector").asText();
      String cli = record.get("cli").asText();
      Settings settings = cli.isEmpty() ? Settings.empty() : Settings.empty().with("cli", cli);
      tests.add(
          dynamicTest(
              name + " " + cli + " " + record.get("stream").asText(),
              () ->
                  RecordChecks.check(
                      record, components.create(DriftDetector.class, name, settings))));
    }
    assertTrue(tests.size() > 100, "hardly any records");
    return tests;
  }
}
