package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.FileLedger;
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

  @Mixin Standard standard;

  LedgerInit(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    requireVacant();
    Path file = key == null ? LedgerKeys.beside(directory) : key;
    boolean made = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (!made && key == null) {
      throw new NotDone(
          "key file "
              + file
              + " exists already, maybe of an earlier ledger; to sign with it, name it with --key");
    }
    if (file.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize())) {
      throw new NotDone(
          "key file "
              + file
              + " must not lie in the ledger's directory, of which a part is made to be served");
    }
    print(made ? createWithNewKey(file) : create(file), file);
    return ExitCode.HOLDS;
  }

  private String create(Path keyFile) {
    try (SoftwareKey signer = Keys.load(console, keyFile);
        FileLedger ledger = FileLedger.create(directory, origin, signer)) {
      return ledger.vkey();
    }
  }

  private String createWithNewKey(Path keyFile) throws IOException {
    try (SoftwareKey signer = SoftwareKey.generate(KeyAlgorithm.ED25519)) {
      String told = Keys.save(console, signer, keyFile);
      FileLedger ledger;
      try {
        ledger = FileLedger.create(directory, origin, signer);
      } catch (RuntimeException e) {
        if (!Files.exists(directory.resolve("checkpoint"))) {
          Files.deleteIfExists(keyFile); // it has signed nothing that anybody can see
        }
        throw e;
      }
      try (ledger) {
        console.message(told);
        return ledger.vkey();
      }
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

  private void print(String vkey, Path file) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("dir", JsonValue.of(directory.toString()))
              .with("key", JsonValue.of(file.toString()))
              .with("origin", JsonValue.of(origin))
              .with("vkey", JsonValue.of(vkey)));
    } else {
      console.line(vkey);
    }
  }
}
