package org.governance4j.cli;

import java.nio.file.Path;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;

/** The keys of a ledger: where the private one is, and what a person gives for the public one. */
final class LedgerKeys {
  private LedgerKeys() {}

  /**
   * The verifier key that was given with {@code --vkey}.
   *
   * @throws NotDone if it is none
   */
  static NoteVerifier verifier(String vkey) {
    try {
      return NoteVerifier.ed25519(vkey);
    } catch (NoteRejected e) {
      throw new NotDone("--vkey: " + e.getMessage(), e);
    }
  }

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
