package org.governance4j.cli;

import static org.governance4j.Field.category;
import static org.governance4j.Field.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.LedgerReader;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.guard.Governance;
import org.governance4j.guard.Guard;
import org.governance4j.json.EntryCodec;
import org.governance4j.policy.RulePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's snippet: compiled here, run here, and the same text there. */
class ReadmeTest {

  @Test
  void the_snippet_denies_and_leaves_a_verifiable_record(@TempDir Path dir) {
    ModelRef model =
        new ModelRef("churn", "1.0.0", Digest.sha256("weights".getBytes(StandardCharsets.UTF_8)));
    Verdict answered;

    // readme: begin
    var inputs = List.of(number("tenure"), number("spend"));
    var outputs = List.of(number("confidence"), category("label"));
    ModelSchema schema = ModelSchema.of("churn", "1.0.0", inputs, outputs);
    OutputPolicy policy =
        RulePolicy.builder("churn-output")
            .allowed("known-label", "label", "stay", "leave")
            .atLeast("confident", "confidence", 0.7)
            .build();
    try (Governance governance = Governance.embedded(dir);
        Guard guard = governance.guard(schema).policy(policy).unclearedModel(model).start()) {
      Prediction view = schema.prediction(); // one per thread, reused: nothing is copied or boxed
      view.wrap("request-1", new double[] {12, 80.5}, new double[] {0.55}, "leave");
      Verdict verdict = guard.check(view); // deny: confidence is below 0.7; recorded in the ledger
      answered = verdict;
    }
    // readme: end

    assertInstanceOf(Verdict.Deny.class, answered);
    assertTrue(answered.toString().contains("0.55"), answered.toString());
    try (Governance reopened = Governance.embedded(dir);
        LedgerReader reader = reopened.ledger().reader()) {
      assertEquals(2, Checkpoint.open(reader.checkpoint(), reopened.logKey()).size());
      Entry recorded = EntryCodec.decode(reader.read(1, 1).get(0).bytes());
      assertEquals(Entry.Types.POLICY_VIOLATION, recorded.type());
      assertEquals("request-1", recorded.request());
      assertEquals(policy.revision(), recorded.policy());
    }
  }

  @Test
  void the_readme_shows_exactly_this_snippet_in_at_most_15_lines() throws IOException {
    Path root = Path.of(System.getProperty("governance.root"));
    String source =
        Files.readString(
            root.resolve("governance-cli/src/test/java/org/governance4j/cli/ReadmeTest.java"));
    String readme = Files.readString(root.resolve("README.md"));
    String region =
        source.substring(
            source.indexOf("// readme: begin\n") + "// readme: begin\n".length(),
            source.indexOf("    // readme: end"));
    String snippet =
        region.lines().filter(line -> !line.contains("answered = ")).toList().stream()
            .map(line -> line.replaceFirst("^ {4}", ""))
            .reduce("", (text, line) -> text + line + "\n");
    assertTrue(snippet.lines().count() <= 15, snippet);
    assertTrue(readme.contains("```java\n" + snippet + "```"), "README.md shows:\n" + snippet);
  }
}
