package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a ledger and begins its successor. */
@Command(
    name = "roll-over",
    description = {
      "Ends a ledger and begins another that takes up from it; prints the verifier key of the new"
          + " one, alone, on stdout.",
      "The last entry of the old one names the new one; the first entry of the new one carries the"
          + " last checkpoint of the old one. The old one stays readable and takes no more entries.",
      "--dir and --key are those of the ledger that ends; an ML-DSA-44 key signs for both.",
      "If this fails or is interrupted, the same command again completes it."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerRollOver implements Callable<Integer> {
  private final Console console;

  @Mixin LedgerToWrite ending;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "D2",
      description = "The directory of the ledger that begins, new or empty.")
  private Path to;

  @Option(
      names = "--origin",
      required = true,
      paramLabel = "NAME",
      description = "Its name, unique in the world and another than that of the old one.")
  private String origin;

  @Option(
      names = "--new-key",
      paramLabel = "K2",
      description =
          "Its Ed25519 key file; made if it does not exist, encrypted if GOVERNANCE_PASSWORD is"
              + " set. Default: the key of the old one.")
  private @Nullable Path newKey;

  @Option(
      names = "--actor",
      paramLabel = "WHO",
      defaultValue = "governance-cli",
      description = "Who does it, in both entries. Default: ${DEFAULT-VALUE}.")
  private String actor;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "roll-over",
      description = "Why, in both entries. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Mixin Standard standard;

  LedgerRollOver(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    LedgerKeys.requirePlain(origin, "");
    ending.requireLedger();
    Path nextFile = newKey == null ? ending.keyFile() : newKey;
    LedgerKeys.requireOutside(to, nextFile);
    try (SoftwareKey signer = ending.load(console);
        SoftwareKey second = ending.loadMlDsa(console);
        NewKey next = NewKey.of(console, nextFile, KeyAlgorithm.ED25519)) {
      String vkey = rollOver(signer, second, next);
      next.tell(console);
      print(vkey, nextFile);
    }
    return ExitCode.HOLDS;
  }

  private String rollOver(SoftwareKey signer, @Nullable SoftwareKey second, NewKey next)
      throws IOException {
    try (FileLedger successor =
        FileLedger.rollOver(
            ending.directory(),
            LedgerKeys.of(signer, second),
            to,
            origin,
            LedgerKeys.of(next.key(), second),
            FileLedgerConfig.defaults(),
            actor,
            reason)) {
      return successor.vkey();
    } catch (RuntimeException e) {
      if (!Files.exists(to.resolve("checkpoint"))) {
        next.discard(); // it has signed nothing that anybody can see
      } else {
        next.tell(console);
      }
      throw e;
    }
  }

  private void print(String vkey, Path file) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("dir", JsonValue.of(to.toString()))
              .with("key", JsonValue.of(file.toString()))
              .with("origin", JsonValue.of(origin))
              .with("predecessor", JsonValue.of(ending.directory().toString()))
              .with("vkey", JsonValue.of(vkey)));
    } else {
      console.line(vkey);
    }
  }
}
