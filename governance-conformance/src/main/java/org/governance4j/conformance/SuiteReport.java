package org.governance4j.conformance;

import java.util.List;

/**
 * What came of a suite. Every case of the folder is counted exactly once: passed, failed or
 * skipped.
 *
 * <p>Immutable, safe for any number of threads.
 *
 * @param suite the suite's name
 * @param passed how many cases held
 * @param failures the cases that did not hold, in the order they were run
 * @param skips the cases that were not judged, in the order they were met
 */
public record SuiteReport(String suite, int passed, List<Failure> failures, List<Skip> skips) {

  /** Copies the lists. */
  public SuiteReport {
    failures = List.copyOf(failures);
    skips = List.copyOf(skips);
  }

  /**
   * A case that did not hold.
   *
   * @param caseName the file below the suite's folder, and what tells the case from others in it
   * @param why what was expected and what was found
   */
  public record Failure(String caseName, String why) {}

  /**
   * A case that was not judged.
   *
   * @param caseName the file below the suite's folder, and what tells the case from others in it
   * @param why the reason
   */
  public record Skip(String caseName, String why) {}
}
