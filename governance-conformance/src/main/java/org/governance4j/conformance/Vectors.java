package org.governance4j.conformance;

import java.io.IOException;

/** Runs the cases of one file, or of the files below one place. */
@FunctionalInterface
interface Vectors {

  /**
   * Brings the file to account.
   *
   * @param file its path below the suite's folder
   * @throws RuntimeException if the file is not of the form this reads; it then counts as one
   *     failed case
   * @throws IOException if it cannot be read; likewise
   */
  void run(Folder folder, String file, Cases cases) throws IOException;
}
