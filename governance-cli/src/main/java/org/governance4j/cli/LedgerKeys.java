package org.governance4j.cli;

import java.nio.file.Path;
import org.governance4j.KeyHandle;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.ledger.LogKeys;
import org.jspecify.annotations.Nullable;

/** The keys of a ledger: where the private one is, and what a person gives for the public one. */
final class LedgerKeys {
  private LedgerKeys() {}

  /**
   * The verifier key that was given with {@code --vkey}, of any supported signature type.
   *
   * @throws NotDone if it is none
   */
  static NoteVerifier verifier(String vkey) {
    try {
      return NoteVerifiers.of(vkey);
    } catch (NoteRejected e) {
      throw new NotDone("--vkey: " + e.getMessage(), e);
    }
  }

  /** The keys that sign, an ML-DSA-44 key among them if there is one. */
  static LogKeys of(KeyHandle ed25519, @Nullable KeyHandle mlDsa) {
    LogKeys keys = LogKeys.of(ed25519);
    return mlDsa == null ? keys : keys.withMlDsa(mlDsa, NoteVerifiers::of);
  }

  /**
   * Refuses a key file in a ledger's directory.
   *
   * @throws NotDone if it lies there
   */
  static void requireOutside(Path directory, Path file) {
    if (file.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize())) {
      throw new NotDone(
          "key file "
              + file
              + " must not lie in the ledger's directory, of which a part is made to be served");
    }
  }

  /**
   * Refuses a ledger's name of which a terminal would not show what it is: a verifier key that is
   * printed changed is no verifier key.
   *
   * @param otherwise what to do about it, after a semicolon, or nothing
   * @throws NotDone if it has control or format characters
   */
  static void requirePlain(String origin, String otherwise) {
    if (!Words.areHarmless(origin)) {
      throw new NotDone("the ledger's name has characters that a terminal would obey" + otherwise);
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
