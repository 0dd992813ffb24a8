package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key pair. */
@Command(
    name = "keygen",
    description =
        "Makes a key pair: PREFIX.key (encrypted if GOVERNANCE_PASSWORD is set) and PREFIX.pub.")
@SuppressWarnings("NullAway.Init")
final class ModelKeygen implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PREFIX",
      description = "Where to; nothing is overwritten.")
  private Path prefix;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = "ecdsa-p256",
      description =
          "ecdsa-p256 (default), ecdsa-p384 or ecdsa-p521 (what OMS 1.0 knows), ed25519 (what a"
              + " ledger signs with), ml-dsa-44 (what a ledger signs with besides), ml-dsa-65,"
              + " ml-dsa-87 or rsa (3,072 bits).")
  private String algorithm;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "pkcs8",
      description =
          "Of the private key: pkcs8 (default) or cosign, which needs GOVERNANCE_PASSWORD.")
  private String format;

  @Mixin Standard standard;

  ModelKeygen(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    KeyAlgorithm chosen =
        Arrays.stream(KeyAlgorithm.values())
            .filter(known -> known.word().equals(algorithm))
            .findFirst()
            .orElseThrow(
                () ->
                    new NotDone(
                        "--algorithm: keys of \""
                            + algorithm
                            + "\" cannot be made; known are "
                            + Arrays.stream(KeyAlgorithm.values())
                                .map(KeyAlgorithm::word)
                                .toList()));
    KeyFormat chosenFormat = KeyFormat.of(format);
    Path privateFile = Path.of(prefix + ".key");
    Path publicFile = Path.of(prefix + ".pub");
    if (Files.exists(publicFile, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDone("key file " + publicFile + " exists already and is not overwritten");
    }
    try (SoftwareKey key = SoftwareKey.generate(chosen)) {
      String told = Keys.save(console, key, privateFile, chosenFormat);
      try {
        key.savePublic(publicFile);
      } catch (RuntimeException e) {
        Files.deleteIfExists(privateFile);
        throw e;
      }
      console.message(told);
      if (standard.json) {
        console.line(
            JsonValue.object()
                .with("algorithm", JsonValue.of(chosen.word()))
                .with("id", JsonValue.of(key.verificationKey().id().toString()))
                .with("key", JsonValue.of(privateFile.toString()))
                .with("publicKey", JsonValue.of(publicFile.toString())));
      }
    }
    return ExitCode.HOLDS;
  }
}
