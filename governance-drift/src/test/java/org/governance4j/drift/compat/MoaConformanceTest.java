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

  private final Components components = Components.load(MoaConformanceTest.class.getClassLoader());

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

  /**
   * MOA's SeqDrift2 draws random numbers; the records hold 15 runs. Every detection must lie within
   * the runs' range of the same detection, widened by that range, and there must be as many.
   */
  @TestFactory
  @Rule("D9")
  List<DynamicTest> agrees_with_the_runs_of_a_random_detector() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode record : ReferenceData.json("detectors/moa_random.json").get("records")) {
      String name = "moa:" + record.get("detector").asText();
      String cli = record.get("cli").asText();
      tests.add(
          dynamicTest(
              name + " " + cli + " " + record.get("stream").asText(),
              () -> {
                DriftDetector detector =
                    components.create(DriftDetector.class, name, Settings.empty().with("cli", cli));
                withinRuns(record, detections(record, detector));
              }));
    }
    assertTrue(tests.size() > 10, "hardly any records");
    return tests;
  }

  private static List<Integer> detections(JsonNode record, DriftDetector detector) {
    double[] values = ReferenceData.numbers("streams/" + record.get("stream").asText() + ".txt");
    List<Integer> detections = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if ((detector.update(values[i]) & DriftDetector.DRIFT) != 0) {
        detections.add(i);
      }
    }
    return detections;
  }

  private static void withinRuns(JsonNode record, List<Integer> detections) {
    List<List<Integer>> runs = new ArrayList<>();
    record.get("runs").forEach(run -> runs.add(ReferenceData.integers(run)));
    int fewest = runs.stream().mapToInt(List::size).min().orElseThrow();
    int most = runs.stream().mapToInt(List::size).max().orElseThrow();
    assertTrue(
        detections.size() >= fewest && detections.size() <= most,
        () -> detections + " but MOA " + runs);
    for (int k = 0; k < detections.size(); k++) {
      int place = k;
      int[] same =
          runs.stream()
              .filter(run -> run.size() > place)
              .mapToInt(run -> run.get(place))
              .sorted()
              .toArray();
      int spread = same[same.length - 1] - same[0];
      int index = detections.get(k);
      assertTrue(
          index >= same[0] - spread && index <= same[same.length - 1] + spread,
          () -> "detection " + place + " at " + index + " but MOA " + runs);
    }
  }
}
