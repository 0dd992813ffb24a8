package org.governance4j.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.CertificateIdentity;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SignedManifest;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.TrustedRoot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Signatures of a model of ten files, verified in full from their bytes, and the signed digests
 * compared with given ones; no file is hashed. The verifiers are made once.
 *
 * <p>The keyless bundle has what version 1.0 of the reference implementation makes: a certificate
 * with a signed certificate timestamp, an envelope, a log entry with promise, proof and checkpoint;
 * five signatures. It is of a Sigstore of our own, all of whose keys are ECDSA P-256; in the
 * certificate authority of the public one they are P-384, of which a verification takes about three
 * times as long.
 *
 * <pre>./governance bench BundleVerify --quick</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BundleVerify {

  private static final int FILES = 10;

  private OmsVerifier byKey;
  private SignatureBundle ofKey;
  private Map<String, String> digests;
  private OmsVerifier byIdentity;
  private SignatureBundle ofIdentity;
  private Map<String, String> keylessDigests;

  /** Signs a model, and verifies each bundle once. */
  @Setup
  public void prepare() throws IOException {
    try (Scratch scratch = Scratch.make();
        SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256)) {
      Path model = Files.createDirectories(scratch.place("model"));
      for (int i = 0; i < FILES; i++) {
        Files.writeString(model.resolve("weights-" + i + ".bin"), "weights " + i);
      }
      ofKey = new OmsSigner(key).sign(ArtifactSource.of(model));
      byKey = OmsVerifier.trusting(key.verificationKey());
    }
    digests = byKey.manifest(ofKey).digests();
    ofIdentity = SignatureBundle.of(resource("model.sig"));
    byIdentity =
        OmsVerifier.trustingKeyless(
            TrustedRoot.parse(resource("trusted_root.json")),
            new CertificateIdentity(
                "https://example.org/train.yml@refs/heads/main", "https://token.example.org"));
    keylessDigests = byIdentity.manifest(ofIdentity).digests();
    if (digests.size() != FILES || !digests.equals(keylessDigests)) {
      throw new IllegalStateException("the bundles are not of the same " + FILES + " files");
    }
  }

  /** Written by the class FakeSigstore among the tests of governance-crypto. */
  private static byte[] resource(String name) throws IOException {
    try (InputStream in = BundleVerify.class.getResourceAsStream("keyless/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** A bundle of an ECDSA P-256 key. */
  @Benchmark
  public SignedManifest omsKey() {
    SignedManifest manifest = byKey.manifest(ofKey);
    manifest.require(digests);
    return manifest;
  }

  /** A bundle of Sigstore's keyless signing. */
  @Benchmark
  public SignedManifest keyless() {
    SignedManifest manifest = byIdentity.manifest(ofIdentity);
    manifest.require(keylessDigests);
    return manifest;
  }
}
