package org.governance4j.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a suite of test cases that others have written over a folder of them.
 *
 * <p>Cases are found by the layout of the folder alone, so that other cases of the same layout run
 * as well. Whatever is in the folder and is not a case is reported as skipped.
 *
 * <p>Stateless; safe for any number of threads.
 */
public final class Conformance {

  private static final Map<String, Suite> SUITES =
      Map.of(
          "drift", new DriftSuite(),
          "json", new JsonSuite(),
          "ledger", new LedgerSuite(),
          "signing", new SigningSuite(),
          "wycheproof", new WycheproofSuite());

  /** No case of the known suites needs a second; a case that takes this long hangs. */
  private static final Duration CASE_LIMIT = Duration.ofSeconds(60);

  private Conformance() {}

  /** The names of the suites, in alphabetical order. */
  public static List<String> suites() {
    return List.copyOf(new TreeMap<>(SUITES).keySet());
  }

  /**
   * Runs a suite.
   *
   * @param suite one of {@link #suites()}
   * @param dir the folder of its cases
   * @return what came of every case; a case that fails or cannot be read does not stop the run
   * @throws IllegalArgumentException if there is no such suite or no such folder
   * @throws UncheckedIOException if the folder cannot be listed
   * @throws RuntimeException if this thread is interrupted; the interrupt is kept
   */
  public static SuiteReport run(String suite, Path dir) {
    Suite runner = SUITES.get(suite);
    if (runner == null) {
      throw new IllegalArgumentException("no suite '" + suite + "'; available: " + suites());
    }
    if (!Files.isDirectory(dir)) {
      throw new IllegalArgumentException("suite '" + suite + "': no such folder: " + dir);
    }
    try (Cases cases = new Cases(CASE_LIMIT)) {
      Folder folder = Folder.of(dir);
      runner.run(folder, cases);
      for (String other : folder.others()) {
        cases.skip(other, "neither a file nor a folder; links to folders are not followed");
      }
      return cases.report(suite);
    } catch (IOException e) {
      throw new UncheckedIOException("suite '" + suite + "': cannot list " + dir, e);
    }
  }
}
