package org.governance4j.ledger;

import java.io.IOException;

/**
 * Makes many files for everybody to read, each of which has its name only when its content is
 * durable: made under a temporary name, written, forced, renamed.
 *
 * <p>In which order the files come is not said, nor whether several are made at the same time. One
 * thread adds and finishes.
 */
interface NewFiles {
  /**
   * Adds a file; it may be made at once, later, or meanwhile. What fails may be told here or by any
   * later call, up to {@link #finish}.
   *
   * @param name its name; the directory exists
   * @param content not to be changed until it is finished
   */
  void add(String name, byte[] content) throws IOException;

  /**
   * Returns when all that was added has its name; that is durable when its directory is synced.
   *
   * @throws IOException if something has failed; then each file may be there or not, and nothing of
   *     what was added is made any more
   */
  void finish() throws IOException;

  /** The temporary name of one of less than a hundred files. */
  static String temporary(int number) {
    return AtomicFiles.TEMPORARY + "-" + number;
  }
}
