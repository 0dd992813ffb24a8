package org.governance4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.ArtifactSource;
import org.governance4j.crypto.CertificateIdentity;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.TrustedRoot;
import org.governance4j.crypto.VerificationKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the adapter, of which a method needs some. */
@SuppressWarnings("NullAway.Init")
final class OmsAdapterOptions {
  private static final String ROOT = "GOVERNANCE_TRUSTED_ROOT";

  @Option(
      names = "--method",
      required = true,
      paramLabel = "METHOD",
      description = "key, certificate or sigstore, which is only verified.")
  private String method;

  @Option(
      names = "--model-path",
      required = true,
      paramLabel = "PATH",
      description = "The model, a file or folder.")
  private Path model;

  @Option(
      names = "--private-key",
      paramLabel = "PEM",
      description = "To sign with; its password from GOVERNANCE_PASSWORD.")
  private @Nullable Path privateKey;

  @Option(names = "--public-key", paramLabel = "PEM", description = "To verify with, method key.")
  private @Nullable Path publicKey;

  @Option(
      names = "--signing-cert",
      paramLabel = "PEM",
      description = "The certificate of the private key, method certificate.")
  private @Nullable Path certificate;

  @Option(
      names = "--cert-chain",
      paramLabel = "PEM",
      description = "Signing: those above it. Verifying: those to trust.")
  private List<Path> chain = List.of();

  @Option(names = "--ignore-paths", paramLabel = "PATH", description = "Not part of the model.")
  private List<Path> ignored = List.of();

  @Option(names = "--ignore-unsigned-files", description = "Do not mind files that are not signed.")
  private boolean ignoreUnsigned;

  @Option(
      names = "--identity",
      paramLabel = "SAN",
      description = "Who must have signed, method sigstore.")
  private @Nullable String identity;

  @Option(
      names = "--identity-provider",
      paramLabel = "URL",
      description = "Who must have vouched for the identity.")
  private @Nullable String issuer;

  @Option(
      names = "--identity-token",
      paramLabel = "TOKEN",
      description = "Refused: keyless signing is not done here.")
  private @Nullable String token;

  @Option(
      names = "--use-staging",
      description = "The trusted root must be that of the staging instance.")
  private boolean staging;

  @Option(
      names = "--trusted-root",
      paramLabel = "FILE",
      description = "The trusted_root.json of Sigstore, by default what " + ROOT + " names.")
  private @Nullable Path trustedRoot;

  @Option(
      names = "--hash-algorithm",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "sha256 (default), blake2b or blake3; a bundle says what it was signed by.")
  private String hash;

  @Option(
      names = "--shard-size",
      paramLabel = "BYTES",
      description = "Sign in parts of so many bytes.")
  private @Nullable Long shardSize;

  @Option(
      names = "--max-workers",
      paramLabel = "N",
      description = "Threads that hash; by default one for each processor.")
  private @Nullable Integer workers;

  @Option(
      names = "--chunk-size",
      paramLabel = "BYTES",
      description = "Accepted and not needed: files are read in pieces of 256 KiB.")
  private @Nullable Long chunkSize;

  /**
   * The model without what is left out.
   *
   * @param bundle where the signature is or goes
   */
  ArtifactSource source(@Nullable Path bundle) {
    Input.requireReadable("model", model);
    if (chunkSize != null && chunkSize < 1) {
      throw new NotDone("--chunk-size must be at least 1, found " + chunkSize);
    }
    Path root = model.toAbsolutePath().normalize();
    List<String> relative = new ArrayList<>();
    for (Path path : ignored) {
      Path at = root.resolve(path).normalize();
      if (at.equals(root)) {
        throw new NotDone("--ignore-paths " + path + " leaves nothing of the model");
      }
      if (at.startsWith(root)) { // what lies elsewhere is no part of the model anyway
        relative.add(root.relativize(at).toString().replace('\\', '/'));
      }
    }
    ArtifactSource source = new ArtifactSource(model, relative);
    return bundle == null ? source : OmsSigner.withoutSignature(source, bundle);
  }

  SoftwareKey privateKey(Console console) {
    if (method.equals("sigstore")) {
      throw new NotDone(
          "--method sigstore: keyless signing needs services of Sigstore and is not done here"
              + (token == null ? "" : "; the identity token is not used"));
    }
    return Keys.load(console, needed("--private-key", privateKey));
  }

  OmsSigner signer(SoftwareKey key) {
    OmsSigner signer = new OmsSigner(key);
    try {
      signer = signer.withHash(hash);
      signer = shardSize == null ? signer : signer.withShards(shardSize);
      signer = workers == null ? signer : signer.withThreads(workers);
    } catch (IllegalArgumentException e) {
      throw new NotDone(Words.of(e), e);
    }
    return switch (method) {
      case "key" -> signer;
      case "certificate" -> {
        List<Path> files = new ArrayList<>(List.of(needed("--signing-cert", certificate)));
        files.addAll(chain);
        yield signer.withCertificates(PemFiles.read("certificate file", files));
      }
      default -> throw unknown();
    };
  }

  OmsVerifier verifier(Console console) {
    OmsVerifier verifier =
        switch (method) {
          case "key" ->
              OmsVerifier.trusting(VerificationKey.read(needed("--public-key", publicKey)));
          case "certificate" -> {
            if (chain.isEmpty()) {
              throw new NotDone("--method certificate needs --cert-chain");
            }
            yield OmsVerifier.trustingCertificates(PemFiles.read("certificate file", chain));
          }
          case "sigstore" -> keyless(console);
          default -> throw unknown();
        };
    verifier = workers == null ? verifier : verifier.withThreads(workers);
    return (ignoreUnsigned ? verifier.ignoringUnsigned() : verifier).acceptingVersion02();
  }

  private OmsVerifier keyless(Console console) {
    String variable = console.environment(ROOT);
    Path root = trustedRoot == null && variable != null ? Path.of(variable) : trustedRoot;
    if (root == null || identity == null || issuer == null) {
      throw new NotDone(
          "--method sigstore needs --identity, --identity-provider and, because nothing is"
              + " downloaded, --trusted-root or "
              + ROOT
              + (staging ? " of the staging instance" : ""));
    }
    Input.require("trusted root", root);
    return OmsVerifier.trustingKeyless(
        TrustedRoot.read(root), new CertificateIdentity(identity, issuer));
  }

  private NotDone unknown() {
    return new NotDone("--method: expected key, certificate or sigstore, found " + method);
  }

  private Path needed(String flag, @Nullable Path file) {
    if (file == null) {
      throw new NotDone("--method " + method + " needs " + flag);
    }
    return file;
  }
}
