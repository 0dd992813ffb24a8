package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.governance4j.ArtifactSource;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a model. */
@Command(
    name = "sign",
    description = "Signs a file or folder: writes an OMS 1.0 signature bundle over every file.")
@SuppressWarnings("NullAway.Init")
final class ModelSign implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PATH", description = "The model, a file or folder.")
  private Path path;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "K",
      description = "The private key file; its password from GOVERNANCE_PASSWORD.")
  private Path key;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "OUT",
      description =
          "Where the bundle goes; inside the folder it is left out of what is signed. Replaces an"
              + " earlier bundle, and no other file.")
  private Path signature;

  @Mixin Standard standard;

  ModelSign(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Input.requireReadable("model", path);
    Path target = target();
    try (SoftwareKey signer = Keys.load(console, key)) {
      ArtifactSource source = OmsSigner.withoutSignature(ArtifactSource.of(path), signature);
      SignatureBundle bundle = new OmsSigner(signer).sign(source);
      write(target, bundle.bytes());
      if (standard.json) {
        console.line(
            JsonValue.object()
                .with("signature", JsonValue.of(signature.toString()))
                .with("signer", JsonValue.of(signer.verificationKey().toString())));
      }
    }
    return ExitCode.HOLDS;
  }

  /** Where the bundle goes. A mistyped OUT must not cost a file. */
  private Path target() throws IOException {
    if (!Files.exists(signature, LinkOption.NOFOLLOW_LINKS)) {
      return signature.toAbsolutePath();
    }
    if (!Files.isRegularFile(signature) || !isBundle()) {
      throw new NotDone(
          "signature file " + signature + " exists and is not a signature bundle: not replaced");
    }
    return signature.toRealPath();
  }

  private boolean isBundle() {
    byte[] old = Input.read("signature file", signature, SignatureBundle.MAX_BYTES);
    try {
      JsonValue type = StrictJson.parseObject(old).get("mediaType");
      return type instanceof JsonValue.Str text && text.value().contains("sigstore.bundle");
    } catch (InvalidData e) {
      return false;
    }
  }

  /** All of it or nothing: a half-written bundle would replace a good one. */
  private static void write(Path target, byte[] bundle) throws IOException {
    Path written = target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(written, bundle, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
