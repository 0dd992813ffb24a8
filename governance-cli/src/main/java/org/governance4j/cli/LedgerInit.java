package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import org.governance4j.ledger.LogKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a ledger. */
@Command(
    name = "init",
    description = {
      "Creates a ledger and prints its verifier key, alone, on stdout.",
      "Serve only its checkpoint and tile/: vault/ and .state/ are private, and the key file stays"
          + " out of the directory."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerInit implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "D",
      description = "The directory, new or empty.")
  private Path directory;

  @Option(
      names = "--origin",
      required = true,
      paramLabel = "NAME",
      description = "The log's name, unique in the world, e.g. example.com/credit/eu-1.")
  private String origin;

  @Option(
      names = "--key",
      paramLabel = "K",
      description =
          "The Ed25519 key file that signs checkpoints; made if it does not exist, encrypted if"
              + " GOVERNANCE_PASSWORD is set. Default: a new file D.key beside the directory.")
  private @Nullable Path key;

  @Option(
      names = "--ml-dsa-key",
      paramLabel = "K",
      description =
          "An ML-DSA-44 key file that signs too, holding against quantum computers; made if it does"
              + " not exist. Its verifier key is printed with --json, otherwise on stderr.")
  private @Nullable Path mlDsaKey;

  @Mixin Standard standard;

  LedgerInit(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    LedgerKeys.requirePlain(origin, "");
    requireVacant();
    Path file = key == null ? LedgerKeys.beside(directory) : key;
    boolean made = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (!made && key == null) {
      throw new NotDone(
          "key file "
              + file
              + " exists already, maybe of an earlier ledger; to sign with it, name it with --key");
    }
    LedgerKeys.requireOutside(directory, file);
    if (mlDsaKey != null) {
      LedgerKeys.requireOutside(directory, mlDsaKey);
    }
    try (NewKey signer = NewKey.of(console, file, KeyAlgorithm.ED25519);
        NewKey second = second(signer)) {
      List<String> vkeys = create(signer, second);
      signer.tell(console);
      if (second != null) {
        second.tell(console);
      }
      print(vkeys, file);
    }
    return ExitCode.HOLDS;
  }

  private @Nullable NewKey second(NewKey first) throws IOException {
    if (mlDsaKey == null) {
      return null;
    }
    try {
      return NewKey.of(console, mlDsaKey, KeyAlgorithm.ML_DSA_44);
    } catch (RuntimeException e) {
      first.discard();
      throw e;
    }
  }

  private List<String> create(NewKey signer, @Nullable NewKey second) throws IOException {
    LogKeys keys = LedgerKeys.of(signer.key(), second == null ? null : second.key());
    try (FileLedger ledger =
        FileLedger.create(directory, origin, keys, FileLedgerConfig.defaults())) {
      return ledger.vkeys();
    } catch (RuntimeException e) {
      if (!Files.exists(directory.resolve("checkpoint"))) {
        signer.discard(); // it has signed nothing that anybody can see
        if (second != null) {
          second.discard();
        }
      }
      throw e;
    }
  }

  /** Looks before a key is made for nothing. */
  private void requireVacant() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Input.requireDirectory("ledger directory", directory);
    try (Stream<Path> found = Files.list(directory)) {
      // What an interrupted creation leaves behind is for the ledger to judge.
      if (found.anyMatch(path -> !path.endsWith(".state"))) {
        throw new NotDone("ledger directory " + directory + " is not empty");
      }
    }
  }

  private void print(List<String> vkeys, Path file) {
    if (standard.json) {
      JsonValue.Obj made =
          JsonValue.object()
              .with("dir", JsonValue.of(directory.toString()))
              .with("key", JsonValue.of(file.toString()))
              .with("origin", JsonValue.of(origin))
              .with("vkey", JsonValue.of(vkeys.get(0)));
      if (mlDsaKey != null) {
        made =
            made.with("mlDsaKey", JsonValue.of(mlDsaKey.toString()))
                .with("mlDsaVkey", JsonValue.of(vkeys.get(1)));
      }
      console.line(made);
    } else {
      console.line(vkeys.get(0));
      if (mlDsaKey != null) {
        console.message("ML-DSA-44 verifier key: " + vkeys.get(1));
      }
    }
  }
}
