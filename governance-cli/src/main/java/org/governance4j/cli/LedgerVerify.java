package org.governance4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.LedgerVerifier;
import org.governance4j.ledger.VerifiedLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies a ledger from its entries up. */
@Command(
    name = "verify",
    description = {
      "Derives the root from the entries and every tile, and compares with the signed checkpoint.",
      "Exit code 1 names the first place that does not hold."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerVerify implements Callable<Integer> {
  private static final int MAX_NOTE_BYTES = 1_000_000;

  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(
      names = "--vkey",
      required = true,
      paramLabel = "V",
      description = "Its verifier key, as init printed it: from a place the ledger cannot change.")
  private String vkey;

  @Option(
      names = "--since",
      paramLabel = "CHECKPOINTFILE",
      description = "An older checkpoint that the ledger must extend: reveals a rollback or fork.")
  private @Nullable Path since;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "The origin, for a log that signs under another name than its origin.")
  private @Nullable String origin;

  @Option(
      names = "--entries",
      description = "Demand also that each entry is one of this program's, strictly read.")
  private boolean entries;

  @Mixin Standard standard;

  LedgerVerify(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LedgerVerifier verifier = verifier();
    Input.requireDirectory("ledger directory", directory);
    try (FileLedgerReader reader = FileLedgerReader.open(directory);
        Progress progress = new Progress(console, "verifying", reader.size())) {
      return holds(verifier.withProgress(progress::at).verify(directory));
    } catch (LedgerCorrupted | NoteRejected | ProofRejected e) {
      return fails(e);
    }
  }

  private LedgerVerifier verifier() {
    NoteVerifier log;
    try {
      log = NoteVerifier.ed25519(vkey);
    } catch (NoteRejected e) {
      throw new NotDone("--vkey: " + e.getMessage(), e);
    }
    LedgerVerifier verifier = LedgerVerifier.of(log);
    if (origin != null) {
      verifier = verifier.withOrigin(origin);
    }
    if (!entries) {
      verifier = verifier.withForeignEntries();
    }
    if (since != null) {
      byte[] note = Input.read("checkpoint file", since, MAX_NOTE_BYTES);
      try {
        verifier = verifier.withSince(SignedNote.parse(note));
      } catch (NoteRejected e) {
        throw new NotDone("checkpoint file " + since + ": " + e.getMessage(), e);
      }
    }
    return verifier;
  }

  private int holds(VerifiedLog log) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("verified", JsonValue.of(true))
              .with("origin", JsonValue.of(log.origin()))
              .with("size", JsonValue.of(log.size()))
              .with("root", JsonValue.of(log.root().base64())));
    } else {
      console.line(
          "verified: "
              + log.origin()
              + ", "
              + log.size()
              + (log.size() == 1 ? " entry" : " entries")
              + ", root "
              + log.root().base64());
    }
    return ExitCode.HOLDS;
  }

  private int fails(GovernanceException reason) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("verified", JsonValue.of(false))
              .with("reason", JsonValue.of(Words.of(reason))));
    }
    console.message("not verified: " + Words.of(reason));
    return ExitCode.DOES_NOT_HOLD;
  }
}
