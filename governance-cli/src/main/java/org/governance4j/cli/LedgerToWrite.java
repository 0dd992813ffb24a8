package org.governance4j.cli;

import java.nio.file.Path;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.FileLedgerReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that write to a ledger: where it is, and the keys that sign. */
@SuppressWarnings("NullAway.Init")
final class LedgerToWrite {
  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(
      names = "--key",
      paramLabel = "K",
      description = "Its key file. Default: D.key beside the directory.")
  private @Nullable Path key;

  @Option(
      names = "--ml-dsa-key",
      paramLabel = "K",
      description = "Its ML-DSA-44 key file, which signs checkpoints too.")
  private @Nullable Path mlDsaKey;

  Path directory() {
    return directory;
  }

  /** The file of the Ed25519 key. */
  Path keyFile() {
    return key == null ? LedgerKeys.beside(directory) : key;
  }

  /** Refuses a directory that is no ledger, which has no key to miss. */
  void requireLedger() {
    FileLedgerReader.open(directory).close();
  }

  /** The Ed25519 key. */
  SoftwareKey load(Console console) {
    return Keys.load(console, keyFile());
  }

  /** The ML-DSA-44 key, if there is one. */
  @Nullable SoftwareKey loadMlDsa(Console console) {
    return mlDsaKey == null ? null : Keys.load(console, mlDsaKey);
  }
}
