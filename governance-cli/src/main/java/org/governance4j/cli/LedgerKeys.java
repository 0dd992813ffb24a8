package org.governance4j.cli;

import java.nio.file.Path;

/** Where the key of a ledger is. */
final class LedgerKeys {
  private LedgerKeys() {}

  /**
   * {@code D.key} beside the directory {@code D}.
   *
   * @throws NotDone if the directory has no name
   */
  static Path beside(Path directory) {
    Path name = directory.toAbsolutePath().normalize().getFileName();
    if (name == null) {
      throw new NotDone("directory " + directory + " has no name to call its key after; use --key");
    }
    return directory.toAbsolutePath().normalize().resolveSibling(name + ".key");
  }
}
