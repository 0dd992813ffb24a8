package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.json.JsonMembers;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftSuiteTest {

  @TempDir Path dir;

  private void write(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Runs records over a stream of 40 zeros and 40 ones. */
  private SuiteReport run(String implementation, String... records) throws IOException {
    write("streams/step.txt", "0\n".repeat(40) + "1\n".repeat(40));
    write(
        "detectors/some.json",
        "{\"implementation\": \""
            + implementation
            + "\", \"records\": ["
            + String.join(",", records)
            + "]}");
    return Conformance.run("drift", dir);
  }

  private static String record(String rest) {
    return "{\"detector\": \"DDM\", \"stream\": \"step\", \"params\": {}, " + rest + "}";
  }

  @Test
  void parameters_and_streams_that_cannot_be_taken_are_named() throws IOException {
    String odd = "{\"detector\": \"DDM\", \"stream\": \"step\", \"params\": {\"beta\": 1}, ";
    assertEquals(
        "the parameters are refused: unknown setting 'beta'; known are: "
            + "[warm_start, warning_threshold, drift_threshold]",
        why(run("river", odd + "\"n_used\": 41, \"detections\": [], \"warning_ranges\": []}")));
    write("streams/words.txt", "0\n1\nabc\n");
    String words = "{\"detector\": \"DDM\", \"stream\": \"words\", \"params\": {}, ";
    assertEquals(
        "malformed case: streams/words.txt line 3 is not a number: abc",
        why(run("river", words + "\"n_used\": 3, \"detections\": [], \"warning_ranges\": []}")));
  }

  @Test
  void detections_and_warnings_must_be_the_same_up_to_the_number_of_values_that_were_used()
      throws IOException {
    // By hand: after 40 zeros rate and deviation are 0, which the first error exceeds.
    assertEquals(
        1,
        run("river", record("\"n_used\": 41, \"detections\": [40], \"warning_ranges\": []"))
            .passed());
    assertEquals(
        1,
        run("river", record("\"n_used\": 40, \"detections\": [], \"warning_ranges\": []"))
            .passed());
    assertEquals(
        "detections: number 0 expected 39, found 40 (1 expected, 1 found)",
        why(run("river", record("\"n_used\": 41, \"detections\": [39], \"warning_ranges\": []"))));
    assertEquals(
        "detections: number 0 expected none more, found 40 (0 expected, 1 found)",
        why(run("river", record("\"n_used\": 41, \"detections\": [], \"warning_ranges\": []"))));
    assertEquals(
        "warnings: number 0 expected [3, 4], found none more (1 expected, 0 found)",
        why(
            run(
                "river",
                record("\"n_used\": 41, \"detections\": [40], \"warning_ranges\": [[3, 4]]"))));
  }

  private static String why(SuiteReport report) {
    assertEquals(0, report.passed());
    assertEquals(1, report.failures().size());
    return report.failures().get(0).why();
  }

  @Test
  @Rule("D36")
  void a_detector_that_is_not_there_fails_by_its_name() throws IOException {
    String why =
        why(run("stream", record("\"n_used\": 9, \"detections\": [], \"warning_ranges\": []")));
    assertEquals("no detector 'stream:DDM'; available: []", why);
    String other =
        record("\"n_used\": 9, \"detections\": [], \"warning_ranges\": []").replace("DDM", "DDN");
    why = why(run("river", other));
    assertTrue(why.startsWith("no detector 'river:DDN'; available: ["), why);
    assertTrue(why.contains("river:DDM") && !why.contains("frouros"), why);
  }

  @Test
  void an_error_of_the_reference_must_be_a_refusal_of_ours() throws IOException {
    String error = "\"error\": \"ValueError: math domain error\"";
    write("streams/two.txt", "1\n2\n3\n");
    String failing =
        "{\"detector\": \"DDM\", \"stream\": \"two\", \"params\": {}, \"n_used\": 3, "
            + error
            + "}";
    assertEquals(1, run("river", failing).passed());
    assertEquals(
        "expected a refusal (ValueError: math domain error), found none",
        why(run("river", record("\"n_used\": 9, " + error))));
    // And without an error in the record a refusal is wrong.
    assertEquals(
        "a value was refused",
        why(run("river", failing.replace(error, "\"detections\": [], \"warning_ranges\": []"))));
  }

  @Test
  void parameters_reach_the_detector_and_unknown_ones_fail() throws IOException {
    String calm = record("\"n_used\": 80, \"detections\": [], \"warning_ranges\": []");
    assertEquals(1, run("river", calm.replace("{}", "{\"warm_start\": 100}")).passed());
    String why = why(run("river", calm.replace("{}", "{\"cold_start\": 100}")));
    assertTrue(why.contains("cold_start"), why);
  }

  @Test
  void a_record_that_cannot_be_read_is_one_failure_and_does_not_stop_the_others()
      throws IOException {
    SuiteReport report =
        run(
            "river",
            record("\"n_used\": 81, \"detections\": [], \"warning_ranges\": []"),
            record("\"n_used\": 9, \"detections\": [1.5], \"warning_ranges\": []"),
            record("\"n_used\": 9, \"detections\": []"),
            "{\"detector\": \"DDM\", \"stream\": \"none\", \"detections\": []}",
            record("\"n_used\": 9, \"detections\": [], \"warning_ranges\": []"));
    assertEquals(1, report.passed());
    assertEquals(4, report.failures().size());
    assertTrue(report.failures().get(0).caseName().startsWith("detectors/some.json#0"));
  }

  @Test
  void a_sampler_that_cannot_be_repeated_is_skipped_with_the_reason() throws IOException {
    SuiteReport report =
        run(
            "river",
            record(
                "\"sampler\": \"dice\", \"n_used\": 9, \"detections\": [],"
                    + " \"warning_ranges\": []"));
    assertEquals(
        List.of("numbers drawn by \"dice\" cannot be drawn again"),
        report.skips().stream()
            .filter(skip -> skip.caseName().startsWith("detectors/"))
            .map(SuiteReport.Skip::why)
            .toList());
    assertEquals(0, report.passed() + report.failures().size());
  }

  @Test
  void an_envelope_holds_what_lies_beside_a_cluster_of_the_runs() {
    Envelope envelope =
        Envelope.of(
            JsonMembers.parse(
                "{\"runs\": [[100, 900], [110, 905], [104], [103, 902]]}".getBytes(UTF_8)));
    assertEquals(
        List.of(new Envelope.Cluster(100, 110), new Envelope.Cluster(900, 905)),
        envelope.clusters());
    envelope.check(List.of(90L));
    envelope.check(List.of(120L, 910L));
    assertThrows(Mismatch.class, () -> envelope.check(List.of()));
    assertThrows(Mismatch.class, () -> envelope.check(List.of(89L)));
    assertThrows(Mismatch.class, () -> envelope.check(List.of(100L, 911L)));
    assertThrows(Mismatch.class, () -> envelope.check(List.of(100L, 101L, 900L)));
  }

  @Test
  void an_envelope_of_runs_that_agree_is_their_answer() {
    Envelope envelope =
        Envelope.of(JsonMembers.parse("{\"runs\": [[7, 9], [7, 9]]}".getBytes(UTF_8)));
    envelope.check(List.of(7L, 9L));
    assertThrows(Mismatch.class, () -> envelope.check(List.of(7L, 8L)));
    Envelope calm = Envelope.of(JsonMembers.parse("{\"runs\": [[], []]}".getBytes(UTF_8)));
    calm.check(List.of());
    assertThrows(Mismatch.class, () -> calm.check(List.of(5L)));
  }

  @Test
  @Rule("D36")
  void every_record_of_the_open_cases_is_counted_once_and_none_fails() throws IOException {
    Path open = Path.of(System.getProperty("governance.conformance", "absent"), "drift");
    assumeTrue(Files.isDirectory(open), () -> "skipped: no conformance data at " + open);
    SuiteReport report = Conformance.run("drift", open);
    assertEquals(List.of(), report.failures().stream().limit(5).toList());
    long records = 0;
    for (String file : Folder.of(open).below("detectors/")) {
      records += VectorFile.object(Folder.of(open), file).objects("records").size();
    }
    long skipped =
        report.skips().stream().filter(s -> s.caseName().startsWith("detectors/")).count();
    assertEquals(records, report.passed() + skipped);
    assertEquals(0, skipped);
  }
}
