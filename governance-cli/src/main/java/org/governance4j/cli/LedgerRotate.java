package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the key of a ledger. */
@Command(
    name = "rotate",
    description = {
      "Hands a ledger over to another Ed25519 key and prints the new verifier key, alone, on stdout.",
      "An entry announces the new key, and both keys sign a checkpoint over it: so ledger verify"
          + " with the old verifier key follows to the new one.",
      "From then on the ledger is opened with the new key file only. If this fails, try it again; if"
          + " the ledger says then that its key was rotated, append with the new key completes it."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerRotate implements Callable<Integer> {
  private final Console console;

  @Mixin LedgerToWrite target;

  @Option(
      names = "--new-key",
      required = true,
      paramLabel = "K2",
      description =
          "The Ed25519 key file from now on; made if it does not exist, encrypted if"
              + " GOVERNANCE_PASSWORD is set.")
  private Path newKey;

  @Option(names = "--actor", required = true, paramLabel = "WHO", description = "Who does it.")
  private String actor;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason;

  @Mixin Standard standard;

  LedgerRotate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    target.requireLedger();
    LedgerKeys.requireOutside(target.directory(), newKey);
    try (SoftwareKey signer = target.load(console);
        SoftwareKey second = target.loadMlDsa(console);
        FileLedger ledger =
            FileLedger.open(
                target.directory(), LedgerKeys.of(signer, second), FileLedgerConfig.defaults())) {
      if (!standard.json) {
        LedgerKeys.requirePlain(ledger.origin(), "; give --json, which escapes them");
      }
      rotate(ledger);
    }
    return ExitCode.HOLDS;
  }

  /** The new key has to outlive the ledger's last checkpoint, which it signs. */
  private void rotate(FileLedger ledger) throws IOException {
    try (NewKey next = NewKey.of(console, newKey, KeyAlgorithm.ED25519)) {
      next.tell(console); // at once: when the ledger fails half-way, this file is needed
      String old = ledger.vkey();
      ledger.rotate(next.key(), actor, reason);
      String vkey = ledger.vkey();
      ledger.close();
      if (standard.json) {
        console.line(
            JsonValue.object()
                .with("dir", JsonValue.of(target.directory().toString()))
                .with("key", JsonValue.of(newKey.toString()))
                .with("origin", JsonValue.of(ledger.origin()))
                .with("oldVkey", JsonValue.of(old))
                .with("vkey", JsonValue.of(vkey)));
      } else {
        console.line(vkey);
      }
    }
  }
}
