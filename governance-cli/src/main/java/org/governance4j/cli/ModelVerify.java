package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.CheckedArtifact;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a model. */
@Command(
    name = "verify",
    description = {
      "Verifies a file or folder against its signature bundle and whom to trust: keys, certificates"
          + " or, with Sigstore's keyless signing, an identity.",
      "Signatures of every version of OMS since 0.2 are read.",
      "It says what was on the disk at that moment; a service loads what OmsVerifier hands over.",
      "Exit codes: 0 verified; 1 refused, with the reason; 2 nothing to judge, such as no such"
          + " file."
    })
@SuppressWarnings("NullAway.Init")
final class ModelVerify implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PATH", description = "The model, a file or folder.")
  private Path path;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "S",
      description = "The signature bundle; inside the folder it is not part of the model.")
  private Path signature;

  @Mixin TrustOptions trust;

  @Option(
      names = "--ignore",
      paramLabel = "REL",
      description = "A relative path that is not part of the model; a folder with all below it.")
  private List<String> ignored = List.of();

  @Option(
      names = "--ignore-unsigned",
      description = "Do not mind files that are not signed; they are not verified either.")
  private boolean ignoreUnsigned;

  @Mixin Standard standard;

  ModelVerify(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDone("model " + path + " does not exist: nothing to judge");
    }
    IgnoredPaths.require(ignored);
    trust.require();
    if (trust.timeIsOfNoUse()) {
      console.message("--at changes nothing: only with --certificate-chain a time decides");
    }
    byte[] bundle = Input.read("signature file", signature, SignatureBundle.MAX_BYTES);
    OmsVerifier verifier = trust.verifier().acceptingVersion02();
    if (ignoreUnsigned) {
      verifier = verifier.ignoringUnsigned();
    }
    ArtifactSource source =
        OmsSigner.withoutSignature(new ArtifactSource(path, ignored), signature);
    CheckedArtifact checked;
    try (HashingBar bar = new HashingBar(console, "verifying")) {
      checked = verifier.withProgress(bar::hashed).check(source, SignatureBundle.of(bundle));
    } catch (ArtifactRejected e) {
      return refused(e);
    }
    return verified(checked);
  }

  private int verified(CheckedArtifact model) throws IOException {
    String leftOut = LeftOut.told(path, signature, model.files().keySet());
    if (!leftOut.isEmpty()) {
      console.message(leftOut);
    }
    if (standard.json) {
      Map<String, JsonValue> files = new LinkedHashMap<>();
      model.files().forEach((name, digest) -> files.put(name, JsonValue.of(digest.toString())));
      console.line(
          JsonValue.object()
              .with("verified", JsonValue.of(true))
              .with("name", JsonValue.of(model.name()))
              .with("digest", JsonValue.of(model.digest().toString()))
              .with("signer", JsonValue.of(model.signer()))
              .with("files", new JsonValue.Obj(files)));
    } else {
      int count = model.files().size();
      console.line(
          Words.line("verified: " + model.name())
              + ", "
              + model.digest()
              + ", "
              + count
              + (count == 1 ? " file" : " files")
              + ", signed by "
              + Words.line(model.signer()));
    }
    return ExitCode.HOLDS;
  }

  private int refused(ArtifactRejected reason) {
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("verified", JsonValue.of(false))
              .with("reason", JsonValue.of(Words.of(reason))));
    }
    console.message("refused: " + Words.of(reason));
    return ExitCode.DOES_NOT_HOLD;
  }
}
