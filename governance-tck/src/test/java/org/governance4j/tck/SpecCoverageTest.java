package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule of SPEC.md has a test, and every test names rules that are there. */
class SpecCoverageTest {

  // Put together here, so that the samples are no mentions in this file.
  private static final String RULE = "@" + "Rule";

  @TempDir Path root = Path.of("replaced by JUnit");

  @Test
  void every_rule_has_a_test() throws IOException {
    SpecCoverage coverage = SpecCoverage.of(Project.root());

    assertEquals(List.of(), coverage.untested(), "rules of SPEC.md without a test");
  }

  @Test
  void every_test_names_rules_that_are_there() throws IOException {
    SpecCoverage coverage = SpecCoverage.of(Project.root());

    assertFalse(coverage.rules().isEmpty(), "SPEC.md has no rules");
    assertEquals(Map.of(), coverage.unknown(), "rules that SPEC.md has not");
    assertEquals(List.of(), coverage.misplaced(), "rules named where no test follows");
    assertEquals(
        new HashSet<>(coverage.rules()).size(), coverage.rules().size(), "numbers used once");
  }

  @Test
  void a_rule_without_a_test_is_found() throws IOException {
    spec("A1", "A2");
    source("m/src/test/java/ATest.java", "@Test " + RULE + "(\"A1\") void holds() {}");

    assertEquals(List.of("A2"), SpecCoverage.of(root).untested());
  }

  @Test
  void a_test_of_a_rule_that_is_not_there_is_found() throws IOException {
    spec("A1");
    source("m/src/test/java/ATest.java", "@Test " + RULE + "({\"A1\", \"A9\"}) void holds() {}");

    assertEquals(
        Map.of("A9", Set.of("m/src/test/java/ATest.java")), SpecCoverage.of(root).unknown());
    assertEquals(List.of(), SpecCoverage.of(root).untested());
  }

  @Test
  void a_comment_among_the_annotations_of_a_test_counts() throws IOException {
    spec("A1", "A2");
    source(
        "m/src/test/java/ATest.java",
        "int x;\n// " + RULE + "(\"A1\", \"A2\")\n@ParameterizedTest\nvoid holds(long seed) {}");

    assertEquals(List.of(), SpecCoverage.of(root).untested());
  }

  @Test
  void the_other_annotations_of_a_test_may_have_braces() throws IOException {
    spec("A1", "A2");
    source(
        "m/src/test/java/ATest.java",
        "@ParameterizedTest\n@CsvSource({\n\"1\",\n\"2\"\n})\n"
            + RULE
            + "(\"A1\")\nvoid holds(int i) {}\n\n"
            + RULE
            + "(\"A2\")\n@TestFactory\nStream<DynamicNode> factory() {}");

    assertEquals(List.of(), SpecCoverage.of(root).untested());
  }

  @Test
  void a_mention_without_a_test_does_not_count() throws IOException {
    spec("A1");
    source(
        "m/src/test/java/ATest.java",
        "@Test void other() {}\n\n// "
            + RULE
            + "(\"A1\")\nvoid helper() {}\n\n@Test void another() {}");

    SpecCoverage coverage = SpecCoverage.of(root);

    assertEquals(List.of("A1"), coverage.untested());
    assertEquals(List.of("m/src/test/java/ATest.java: " + RULE + "(\"A1\")"), coverage.misplaced());
  }

  @Test
  void a_contract_counts_once_another_module_extends_it() throws IOException {
    spec("A1");
    source(
        "governance-tck/src/main/java/AContract.java",
        "abstract class AContract { @Test " + RULE + "(\"A1\") void holds() {} }");
    source("governance-tck/src/test/java/Toy.java", "class Toy extends AContract {}");
    assertEquals(List.of("A1"), SpecCoverage.of(root).untested(), "only a toy");

    source("m/src/test/java/RealTest.java", "class RealTest extends AContract {}");
    assertEquals(List.of(), SpecCoverage.of(root).untested());
  }

  private void spec(String... rules) throws IOException {
    StringBuilder text = new StringBuilder("# SPEC\n\n");
    for (String rule : rules) {
      text.append("- **").append(rule).append("** Something holds.\n");
    }
    Files.writeString(root.resolve("SPEC.md"), text);
  }

  private void source(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
