package org.governance4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.governance4j.Checkpoint;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.FileLedgerReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the verifier key of a ledger. */
@Command(
    name = "vkey",
    description = {
      "Prints a ledger's verifier key, made from its key file: what --vkey takes. For a ledger that"
          + " a service made by itself, such as D/ledger with D/ledger.key.",
      "Exit code 1 if the published checkpoint was not signed by that key, which is not printed"
          + " then."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerVkey implements Callable<Integer> {
  private static final int KEY_BYTES = 32;

  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(
      names = "--key",
      paramLabel = "K",
      description = "Its key file. Default: D.key beside the directory.")
  private @Nullable Path key;

  @Mixin Standard standard;

  LedgerVkey(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    SignedNote checkpoint;
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      checkpoint = reader.checkpoint();
    }
    Path file = key == null ? LedgerKeys.beside(directory) : key;
    String origin = Checkpoint.parse(checkpoint.text()).origin();
    NoteVerifier log;
    try (SoftwareKey signer = Keys.load(console, file)) {
      if (signer.algorithm() != KeyAlgorithm.ED25519) {
        throw new NotDone(
            "key file " + file + " is of " + signer.algorithm().word() + ", a ledger's is ed25519");
      }
      byte[] spki = signer.publicKey(); // it ends in the raw key: RFC 8410
      byte[] raw = Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length);
      log = NoteVerifier.ed25519(NoteKey.of(origin, NoteKey.ED25519, raw).vkey());
    }
    try {
      Checkpoint.open(checkpoint, log);
    } catch (NoteRejected e) {
      console.message(
          "key file "
              + file
              + " is not that of "
              + directory
              + "; if its key was rotated, name the new key file with --key: "
              + e.getMessage());
      return ExitCode.DOES_NOT_HOLD;
    }
    if (!standard.json) {
      LedgerKeys.requirePlain(origin, "; give --json, which escapes them");
    }
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("origin", JsonValue.of(origin))
              .with("vkey", JsonValue.of(log.vkey())));
    } else {
      console.line(log.vkey());
    }
    return ExitCode.HOLDS;
  }
}
