package org.governance4j.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.hash.ResourceNames;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.TimestampToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Sigstore bundles 0.1 to 0.3 offline: signatures over artifacts and DSSE envelopes, made
 * with a certificate of Sigstore's authority ("keyless") or with a key that the caller knows.
 *
 * <p>A keyless bundle is accepted if
 *
 * <ol>
 *   <li>it is well-formed, with at most 10 certificates, 32 log entries and 32 timestamps
 *   <li>it proves when the signature existed: by RFC 3161 timestamps of an authority of the trusted
 *       root, or by the time that a transparency log has signed. There must be one such time, and
 *       every promise, and every timestamp that is of this signature, must be valid. Timestamps of
 *       other data are passed over
 *   <li>its certificate leads to an authority of the trusted root at each of these times, and is
 *       for signing code
 *   <li>a certificate transparency log of the trusted root has signed a timestamp in it
 *   <li>it is of the expected identity, to the letter
 *   <li>a transparency log of the trusted root has it: every entry is proven to be in its log by a
 *       promise or by an inclusion proof under a signed checkpoint, and is of this very signature,
 *       signer and content
 *   <li>the signature is the signer's over the artifact or envelope
 * </ol>
 *
 * <p>What is verified depends on bundle, trusted root and artifact alone, not on the present time:
 * a bundle that was valid stays so. Certificates of this kind live for minutes, and the times in
 * the bundle say that it was signed within them. To withdraw trust, end the validity of a log or an
 * authority in the trusted root.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @see <a href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto">
 *     sigstore_bundle.proto</a>
 */
public final class SigstoreVerifier {

  private static final int BUFFER_BYTES = 1 << 16;

  private final @Nullable TrustedRoot root;
  private final @Nullable CertificateIdentity identity;
  private final @Nullable PublicKey key;
  private final boolean inTransparencyLog;
  private final boolean inCertificateLog;
  private final boolean withProof;

  private SigstoreVerifier(
      @Nullable TrustedRoot root,
      @Nullable CertificateIdentity identity,
      @Nullable PublicKey key,
      boolean inTransparencyLog,
      boolean inCertificateLog,
      boolean withProof) {
    this.root = root;
    this.identity = identity;
    this.key = key;
    this.inTransparencyLog = inTransparencyLog;
    this.inCertificateLog = inCertificateLog;
    this.withProof = withProof;
  }

  /** Accepts what this identity has signed. */
  public static SigstoreVerifier of(TrustedRoot root, CertificateIdentity identity) {
    return new SigstoreVerifier(root, identity, null, true, true, false);
  }

  /**
   * Accepts what anybody has signed to whom an authority of the trusted root gives certificates,
   * which may be everybody. The result says who it was: for showing signatures and for deciding
   * elsewhere, never for letting an artifact in.
   */
  public static SigstoreVerifier insecureOfAnybody(TrustedRoot root) {
    return new SigstoreVerifier(root, null, null, true, true, false);
  }

  /**
   * Accepts what this key has signed. A hint in the bundle is passed over: the key decides. Log
   * entries must be of the signature, but are not verified, and timestamps are not looked at.
   */
  public static SigstoreVerifier of(VerificationKey key) {
    return new SigstoreVerifier(null, null, key.key(), false, false, false);
  }

  /**
   * Accepts what this key has signed if everything that the bundle has of logs and timestamps is
   * valid by the trusted root, and if a log of the root has the signature. If the root names no
   * log, none is needed.
   */
  public static SigstoreVerifier of(VerificationKey key, TrustedRoot root) {
    return new SigstoreVerifier(root, null, key.key(), !root.logs().isEmpty(), false, false);
  }

  /**
   * A verifier that does not ask for a log entry: for private instances of Sigstore without a
   * transparency log. Entries that a bundle has must still be valid, and the bundle must still
   * prove by a timestamp when it was signed.
   */
  public SigstoreVerifier withoutTransparencyLog() {
    return new SigstoreVerifier(root, identity, key, false, inCertificateLog, withProof);
  }

  /**
   * A verifier that does not ask whether a certificate transparency log knows the certificate: for
   * private instances of Sigstore without such a log.
   */
  public SigstoreVerifier withoutCertificateTransparency() {
    return new SigstoreVerifier(root, identity, key, inTransparencyLog, false, withProof);
  }

  /**
   * A verifier that wants every log entry with its proof of inclusion. Bundles 0.1, which nobody
   * makes any more, may have no more than the log's promise to include it, and the format leaves it
   * to the verifier whether to take them; without this they are taken.
   */
  public SigstoreVerifier requiringInclusionProofs() {
    return new SigstoreVerifier(root, identity, key, inTransparencyLog, inCertificateLog, true);
  }

  /**
   * Verifies a bundle over an artifact, or an envelope with an in-toto statement about it.
   *
   * @param artifact its bytes
   * @throws ArtifactRejected with the reason if it is not to be trusted
   */
  public SigstoreResult verify(byte[] artifact, SignatureBundle bundle) {
    return verify(SigstoreBundle.parse(bundle), SignedDigests.ofBytes(artifact));
  }

  /**
   * Verifies a bundle over an artifact in a file, which is read once and in pieces. What the file
   * holds when it is used later is another question: verify bytes that nobody else can change.
   *
   * @throws ArtifactRejected with the reason if it is not to be trusted
   * @throws IOException if the file cannot be read
   */
  public SigstoreResult verify(Path artifact, SignatureBundle bundle) throws IOException {
    SigstoreBundle parsed = SigstoreBundle.parse(bundle);
    return verify(parsed, digests(artifact));
  }

  /**
   * Verifies a bundle over an artifact of which only the digest is at hand. Signatures over another
   * digest than SHA-256 are refused: those of ECDSA keys on P-384 and P-521, and of Ed25519 keys.
   *
   * @throws ArtifactRejected with the reason if it is not to be trusted
   */
  public SigstoreResult verifyDigest(Digest artifact, SignatureBundle bundle) {
    return verify(
        SigstoreBundle.parse(bundle),
        SignedDigests.of(Map.of(DigestAlgorithm.SHA256, artifact.bytes())));
  }

  /**
   * Verifies a bundle with a DSSE envelope and gives its payload, whatever it is about.
   *
   * @throws ArtifactRejected with the reason if it is not to be trusted, or has no envelope
   */
  public SigstoreResult verifyDsse(SignatureBundle bundle) {
    return verify(SigstoreBundle.parse(bundle), null);
  }

  private SigstoreResult verify(SigstoreBundle bundle, @Nullable SignedDigests artifact) {
    SignedContent content = bundle.content();
    PublicKey known = key;
    if (known == null) {
      return keyless(bundle, artifact);
    }
    if (!bundle.certificates().isEmpty()) {
      throw new ArtifactRejected("the bundle is signed with a certificate, expected one of a key");
    }
    BundleSigner signer = new BundleSigner(known, null);
    // First, because it costs little and tells most.
    ContentCheck.require(content, signer, artifact);
    requireEntries(bundle);
    for (LogEntry entry : bundle.entries()) {
      LoggedBody.requireEqual(entry, signer, content, artifact);
    }
    List<Instant> times = root == null ? List.of() : times(root, bundle);
    return result(bundle, Optional.empty(), times);
  }

  private SigstoreResult keyless(SigstoreBundle bundle, @Nullable SignedDigests artifact) {
    TrustedRoot trusted = root;
    if (trusted == null || bundle.certificates().isEmpty()) {
      throw new ArtifactRejected("the bundle is signed with a key, expected a certificate");
    }
    requireEntries(bundle);
    List<Certificate> certificates = new ArrayList<>();
    for (byte[] der : bundle.certificates()) {
      certificates.add(Certificate.parse(der));
    }
    Certificate leaf = certificates.get(0);
    CertificateIdentity found = SignerCertificate.identity(leaf);
    if (identity != null && !identity.equals(found)) {
      throw new ArtifactRejected(
          "signed by "
              + ResourceNames.quote(found.subject())
              + " of "
              + ResourceNames.quote(found.issuer())
              + ", expected "
              + ResourceNames.quote(identity.subject())
              + " of "
              + ResourceNames.quote(identity.issuer()));
    }
    SignedContent content = bundle.content();
    BundleSigner signer = new BundleSigner(leaf.publicKey(), bundle.certificates().get(0));
    for (LogEntry entry : bundle.entries()) {
      LoggedBody.requireEqual(entry, signer, content, artifact);
    }
    ContentCheck.require(content, signer, artifact);
    List<Instant> times = times(trusted, bundle);
    if (times.isEmpty()) {
      throw new ArtifactRejected(
          "nothing in the bundle proves when it was signed: it has no timestamp, and no time that"
              + " a log has signed");
    }
    new CertificateChecks(trusted, inCertificateLog).require(certificates, times);
    return result(bundle, Optional.of(found), times);
  }

  private void requireEntries(SigstoreBundle bundle) {
    if (inTransparencyLog && bundle.entries().isEmpty()) {
      throw new ArtifactRejected("the bundle has no entry of a transparency log");
    }
    for (LogEntry entry : bundle.entries()) {
      if (withProof && entry.proof() == null) {
        throw new ArtifactRejected(
            entry.at() + " has a promise of inclusion only, wanted is the proof");
      }
    }
  }

  /** When the signature existed; every claim of the bundle about that is checked on the way. */
  private static List<Instant> times(TrustedRoot root, SigstoreBundle bundle) {
    LogChecks logs = new LogChecks(root);
    List<Instant> times = new ArrayList<>();
    for (LogEntry entry : bundle.entries()) {
      Instant time = logs.integratedTime(entry);
      if (time != null) {
        times.add(time);
      }
    }
    byte[] signature = bundle.content().signature();
    for (byte[] der : bundle.timestamps()) {
      TimestampToken token = TimestampToken.parse(der);
      // One of other data says nothing about this signature, neither for it nor against it.
      if (token.isOf(signature)) {
        times.add(token.verify(signature, root.timestampAuthorities()));
      }
    }
    for (LogEntry entry : bundle.entries()) {
      logs.requireIncluded(entry, times);
    }
    return times;
  }

  private static SigstoreResult result(
      SigstoreBundle bundle, Optional<CertificateIdentity> signer, List<Instant> times) {
    Optional<SignedPayload> payload =
        bundle.content() instanceof SignedContent.Envelope envelope
            ? Optional.of(new SignedPayload(envelope.payloadType(), envelope.payload()))
            : Optional.empty();
    return new SigstoreResult(signer, times, bundle.entries().size(), payload);
  }

  /** All digests that a bundle may ask for, in one reading. */
  private static SignedDigests digests(Path file) throws IOException {
    Map<DigestAlgorithm, MessageDigest> running = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm :
        List.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512)) {
      running.put(algorithm, algorithm.start());
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (MessageDigest digest : running.values()) {
          digest.update(buffer, 0, read);
        }
      }
    }
    Map<DigestAlgorithm, byte[]> digests = new EnumMap<>(DigestAlgorithm.class);
    running.forEach((algorithm, digest) -> digests.put(algorithm, digest.digest()));
    return SignedDigests.of(digests);
  }
}
