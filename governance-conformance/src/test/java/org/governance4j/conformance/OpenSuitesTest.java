package org.governance4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every suite over the open cases that the build knows of. */
class OpenSuitesTest {

  @ParameterizedTest
  @MethodSource("org.governance4j.conformance.Conformance#suites")
  void no_open_case_of_a_suite_fails(String suite) {
    Path dir = Path.of(System.getProperty("governance.conformance", "absent"), suite);
    assumeTrue(Files.isDirectory(dir), () -> "skipped: no conformance data at " + dir);

    SuiteReport report = Conformance.run(suite, dir);

    StringBuilder failures = new StringBuilder();
    report
        .failures()
        .forEach(failure -> failures.append(failure.caseName() + ": " + failure.why() + "\n"));
    assertEquals("", failures.toString());
    assertTrue(report.passed() > 0, "no case was judged");
  }
}
