package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.governance4j.ArtifactSource;
import org.governance4j.JsonValue;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.SoftwareKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a model. */
@Command(
    name = "sign",
    description = {
      "Signs a file or folder: writes an OMS 1.0 signature bundle over every file.",
      "With several --key the file has one bundle a line (claims.jsonl), over the same files."
    })
@SuppressWarnings("NullAway.Init")
final class ModelSign implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "PATH", description = "The model, a file or folder.")
  private Path path;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "K",
      description =
          "The private key: PKCS#8, SEC 1, PKCS#1, PKCS#12, OpenSSH Ed25519 or cosign; its password"
              + " from GOVERNANCE_PASSWORD. Repeat it for several signers.")
  private List<Path> keys;

  @Option(
      names = "--certificate",
      paramLabel = "LEAF",
      description = "The certificate of the key, a PEM file; goes into the bundle.")
  private @Nullable Path certificate;

  @Option(
      names = "--certificate-chain",
      paramLabel = "C",
      description = "The certificates above it, PEM files, from the leaf upwards.")
  private List<Path> chain = List.of();

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "OUT",
      description =
          "Where the bundle goes; inside the folder it is left out of what is signed. Replaces an"
              + " earlier bundle, and no other file.")
  private Path signature;

  @Option(
      names = "--ignore",
      paramLabel = "REL",
      description = "A relative path that is not signed; a folder with all below it.")
  private List<String> ignored = List.of();

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "sha256 (default), blake2b or blake3.")
  private String hash;

  @Option(
      names = "--shard-size",
      paramLabel = "N",
      description = "Hash files in parts of N bytes, which several threads can do at once.")
  private @Nullable Long shardSize;

  @Option(
      names = "--digest-cache",
      paramLabel = "FILE",
      description =
          "Remembers the digests of files, so that those unchanged since are not read again; outside"
              + " the model. FILE.key beside it is made and must stay secret: whoever has it can"
              + " make believe in any digest.")
  private @Nullable Path digestCache;

  @Mixin Standard standard;

  ModelSign(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Input.requireReadable("model", path);
    IgnoredPaths.require(ignored);
    if (certificate == null && !chain.isEmpty()) {
      throw new NotDone("--certificate-chain needs --certificate, the certificate of the key");
    }
    if (certificate != null && keys.size() > 1) {
      throw new NotDone("--certificate goes with one --key, found " + keys.size());
    }
    if (digestCache != null
        && digestCache.toAbsolutePath().normalize().startsWith(path.toAbsolutePath().normalize())) {
      throw new NotDone("--digest-cache " + digestCache + " must not lie in the model " + path);
    }
    Path target = BundleFile.target(signature);
    List<SoftwareKey> open = new ArrayList<>();
    try {
      for (Path key : keys) {
        open.add(Keys.load(console, key));
      }
      sign(open, target);
    } finally {
      open.forEach(SoftwareKey::close);
    }
    return ExitCode.HOLDS;
  }

  private void sign(List<SoftwareKey> open, Path target) throws IOException {
    OmsSigner signer = signer(open);
    try (HashingBar bar = new HashingBar(console, "hashing")) {
      ArtifactSource source =
          OmsSigner.withoutSignature(new ArtifactSource(path, ignored), signature);
      BundleFile.write(target, signer.withProgress(bar::hashed).sign(source).bytes());
    }
    console.message("signature written to " + signature);
    if (standard.json) {
      JsonValue[] names =
          open.stream()
              .map(key -> JsonValue.of(key.verificationKey().toString()))
              .toArray(JsonValue[]::new);
      console.line(
          JsonValue.object()
              .with("signature", JsonValue.of(signature.toString()))
              .with("signer", names[0])
              .with("signers", JsonValue.array(names)));
    }
  }

  private OmsSigner signer(List<SoftwareKey> open) {
    try {
      OmsSigner signer = new OmsSigner(open.get(0)).withHash(hash);
      if (certificate != null) {
        List<Path> files = new ArrayList<>(List.of(certificate));
        files.addAll(chain);
        signer = signer.withCertificates(PemFiles.read("certificate file", files));
      }
      for (SoftwareKey more : open.subList(1, open.size())) {
        signer = signer.and(more);
      }
      if (digestCache != null) {
        signer = signer.withDigestCache(digestCache, console::message);
      }
      return shardSize == null ? signer : signer.withShards(shardSize);
    } catch (IllegalArgumentException e) {
      throw new NotDone(Words.of(e), e);
    }
  }
}
