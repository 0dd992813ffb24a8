package org.governance4j.crypto;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.crypto.hash.ResourceNames;
import org.governance4j.crypto.x509.Certificate;

/**
 * Verifies a file or folder against a signature of the OpenSSF Model Signing specification 1.0
 * (OMS), made with a key, with a certificate or with Sigstore's keyless signing, and holds in
 * memory the bytes it verified.
 *
 * <p>The steps, each of which may end in {@link ArtifactRejected} naming the file or field, what
 * was expected and what was found:
 *
 * <ol>
 *   <li>The bundle is read strictly: one JSON object without duplicate or unknown members, one
 *       signature. A key identifier in the envelope is not looked at. A file of several lines is
 *       one of several bundles, {@code claims.jsonl}, of which those that are trusted count.
 *   <li>The signature over the exact payload bytes is verified with what is trusted: a key, a
 *       certificate's path to an anchor, an identity in the log of Sigstore. A bundle of another
 *       kind is a refusal. A hint that names no trusted key is one; a hint that does proves
 *       nothing.
 *   <li>Only then the statement is read: files as a whole or in shards, hashed with SHA-256,
 *       BLAKE2b or BLAKE3, plain relative names without duplicates, and a subject whose digest is
 *       that of its files.
 *   <li>The folder must have the signed files and no others, apart from the top-level {@code .git},
 *       {@code .gitattributes}, {@code .github}, {@code .gitignore}, the paths that the signer
 *       recorded as left out, and those the source ignores. Links of both kinds, FIFOs and devices
 *       are refused, even where the signer allowed links. Shards must cover their file exactly. A
 *       file without bytes has no shard, so in an artifact signed in shards one more or less cannot
 *       be noticed; it is not part of what is handed over.
 *   <li>Every file is read once, into memory, and what is in memory is hashed and compared. What
 *       {@link VerifiedArtifact#open} gives out are those bytes, whatever happens to the file.
 * </ol>
 *
 * <p>{@link VerifiedArtifact#digest} is not the digest in the bundle's subject, which covers the
 * files' contents without their names, but SHA-256 over the canonical JSON (RFC 8785) of an object
 * with one member for each file: its relative path, and its SHA-256 in 64 lower-case hexadecimal
 * digits. Both are verified, and it does not depend on how the signer hashed.
 *
 * <p>The name of a folder may differ from the signed one; the name of a single file must not.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class OmsVerifier implements ArtifactVerifier {

  /** The most bytes of one artifact that are held, unless told otherwise: 1 GiB of heap. */
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  private static final OmsOptions DEFAULTS =
      new OmsOptions(
          false,
          DEFAULT_MAX_BYTES,
          SignatureBundle.MAX_BYTES,
          false,
          Clock.systemUTC(),
          null,
          Runtime.getRuntime().availableProcessors(),
          (bytes, total) -> {});

  private final Function<OmsOptions, OmsTrust> trusted;
  private final OmsOptions options;
  private final OmsTrust trust;

  private OmsVerifier(Function<OmsOptions, OmsTrust> trusted, OmsOptions options) {
    this.trusted = trusted;
    this.options = options;
    this.trust = trusted.apply(options);
  }

  /**
   * Trusts signatures of any of these keys: ECDSA on P-256, P-384 or P-521, each with the digest of
   * its curve, and, beyond OMS, Ed25519, RSA and ML-DSA.
   *
   * @throws IllegalArgumentException if there is no key
   */
  public static OmsVerifier trusting(VerificationKey... keys) {
    if (keys.length == 0) {
      throw new IllegalArgumentException("a verifier needs at least one trusted key");
    }
    return trusting(Signers.anyOf(keys));
  }

  /**
   * Trusts what enough signers have signed: of a {@code claims.jsonl} as many bundles over the same
   * files as the policy asks for.
   */
  public static OmsVerifier trusting(Signers policy) {
    return new OmsVerifier(options -> new OmsKeyTrust(policy, options.legacy()), DEFAULTS);
  }

  /**
   * Trusts whoever has a certificate that leads to one of these.
   *
   * @param pem the anchors: one or more certificates in PEM, roots or others
   * @throws org.governance4j.KeyUnavailable if there is none, or one cannot be used
   */
  public static OmsVerifier trustingCertificates(byte[] pem) {
    List<Certificate> anchors = OmsCertificateTrust.anchors(pem);
    return new OmsVerifier(options -> new OmsCertificateTrust(anchors, options), DEFAULTS);
  }

  /**
   * Trusts one identity whose short-lived certificate Sigstore has issued and logged, verified
   * offline.
   *
   * @param root the keys and certificates of Sigstore's services
   * @param identity who must have signed
   */
  public static OmsVerifier trustingKeyless(TrustedRoot root, CertificateIdentity identity) {
    return new OmsVerifier(
        options -> new OmsKeylessTrust(root, identity, options.maxBundleBytes()), DEFAULTS);
  }

  /**
   * The same, but files that are not signed do not matter. They are not part of the verified
   * artifact either.
   */
  public OmsVerifier ignoringUnsigned() {
    return new OmsVerifier(trusted, options.ignoringUnsigned());
  }

  /**
   * The same with another limit for the signed bytes of one artifact, all of which {@link #verify}
   * holds in memory; {@link #check} has no limit.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public OmsVerifier withMaxBytes(long limit) {
    return new OmsVerifier(trusted, options.withMaxBytes(positive("bytes", limit)));
  }

  /**
   * The same with another limit for the signature file in bytes, by default {@value
   * SignatureBundle#MAX_BYTES}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public OmsVerifier withMaxBundleBytes(int limit) {
    positive("bundle bytes", limit);
    return new OmsVerifier(trusted, options.withMaxBundleBytes(limit));
  }

  /**
   * The same, but signatures of version 0.2 of the reference implementation are accepted too. They
   * list the files in another form, and are over an encoding that was made by mistake; of no use
   * unless there are such old signatures.
   */
  public OmsVerifier acceptingVersion02() {
    return new OmsVerifier(trusted, options.acceptingLegacy());
  }

  /** The same with a clock that tells at what time certificates must be valid, by default now. */
  public OmsVerifier withClock(Clock clock) {
    return new OmsVerifier(trusted, options.withClock(clock));
  }

  /**
   * The same, but certificates need to be valid only at the time at which one of these timestamp
   * authorities has seen the signature, if the bundle has a time stamp: so a signature outlives the
   * certificate it was made with.
   *
   * @param root of which the timestamp authorities count
   */
  public OmsVerifier trustingTimestamps(TrustedRoot root) {
    return new OmsVerifier(trusted, options.withTimestamps(root));
  }

  /**
   * The same with so many threads that hash in {@link #check}, by default one for each processor.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public OmsVerifier withThreads(int threads) {
    positive("threads", threads);
    return new OmsVerifier(trusted, options.withThreads(threads));
  }

  /** The same with somebody who watches the hashing in {@link #check}. */
  public OmsVerifier withProgress(HashingProgress progress) {
    return new OmsVerifier(trusted, options.withProgress(progress));
  }

  private static long positive(String what, long limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("the limit of " + what + " must be positive: " + limit);
    }
    return limit;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the artifact cannot be read, or has more bytes than are held in memory:
   *     that says nothing about its signature
   */
  @Override
  public VerifiedArtifact verify(ArtifactSource source, SignatureBundle bundle) throws IOException {
    return judge(
        source,
        bundle,
        (files, signer) -> {
          Map<String, byte[]> held = hold(files);
          Map<String, Digest> digests = new LinkedHashMap<>();
          held.forEach((name, bytes) -> digests.put(name, Digest.sha256(bytes)));
          return new HeldArtifact(
              ModelTree.nameOf(source), ArtifactDigest.of(digests), signer, digests, held);
        });
  }

  /**
   * Verifies an artifact of any size as {@link #verify} does, but hashes its files without holding
   * them, and so hands no bytes over. A file that changes while it is read is refused. Of an
   * artifact that was not signed by the SHA-256 of whole files that digest, which {@link
   * CheckedArtifact#files} tells, is calculated beside the signed ones.
   *
   * @throws ArtifactRejected if anything is not as it was signed, or the bundle cannot be judged
   * @throws IOException if the artifact cannot be read
   */
  public CheckedArtifact check(ArtifactSource source, SignatureBundle bundle) throws IOException {
    FileDigests hashing = new FileDigests(options.threads(), options.progress());
    return judge(
        source,
        bundle,
        (files, signer) -> {
          Map<String, Digest> digests = hashing.verify(files);
          return new CheckedArtifact(
              ModelTree.nameOf(source), ArtifactDigest.of(digests), signer, digests);
        });
  }

  /**
   * Verifies the signature alone, with everything of {@link #verify} but the files, and tells what
   * was signed: {@link SignedManifest#require} compares it with digests from elsewhere. Of several
   * bundles the newest that is trusted decides.
   *
   * @throws ArtifactRejected if the bundle cannot be judged or is not trusted
   */
  public SignedManifest manifest(SignatureBundle bundle) {
    OmsStatementReader reader =
        new OmsStatementReader(null, options.legacy(), options.maxBundleBytes());
    List<OmsClaim> claims = OmsClaim.read(bundle, options.maxBundleBytes());
    OmsClaims.Agreed newest = OmsClaims.of(claims, trust, reader).get(0);
    return SignedManifest.of(newest.statement(), newest.names());
  }

  /**
   * Opens an artifact of any size to be verified while it is loaded: signature, list of files and
   * lengths are verified here, and every byte before it is read from the {@link VerifiedModel},
   * with {@link LoadingOptions#defaults()} and the threads of this verifier. No file is opened yet.
   * Of several bundles that fit names and lengths the newest decides.
   *
   * @return to be closed
   * @throws ArtifactRejected if anything is not as it was signed, or the bundle cannot be judged
   * @throws IOException if the artifact cannot be listed
   */
  public VerifiedModel open(ArtifactSource source, SignatureBundle bundle) throws IOException {
    return open(source, bundle, LoadingOptions.defaults().withThreads(options.threads()));
  }

  /**
   * The same with other options.
   *
   * @param loading how much memory to take, and what to do with files and shards beyond that
   * @return to be closed
   * @throws ArtifactRejected if anything is not as it was signed, or the bundle cannot be judged
   * @throws IOException if the artifact cannot be listed
   */
  public VerifiedModel open(ArtifactSource source, SignatureBundle bundle, LoadingOptions loading)
      throws IOException {
    return judge(
        source,
        bundle,
        (files, signer) ->
            VerifiedModel.of(
                ModelTree.nameOf(source),
                ArtifactDigest.of(files.statement()),
                signer,
                SignedFile.of(files.statement()),
                files.files().values(),
                loading));
  }

  /** What is left to do when names and lengths are those of a trusted statement. */
  @FunctionalInterface
  private interface Contents<T> {
    T verify(SignedFiles files, String signer) throws IOException;
  }

  /** Any of the trusted statements may be the one of these files: the newest that is, decides. */
  private <T> T judge(ArtifactSource source, SignatureBundle bundle, Contents<T> contents)
      throws IOException {
    List<OmsClaim> claims = OmsClaim.read(bundle, options.maxBundleBytes());
    String singleFile =
        ModelTree.isFolder(source.path()) ? null : ModelTree.fileName(source.path());
    OmsStatementReader reader =
        new OmsStatementReader(singleFile, options.legacy(), options.maxBundleBytes());
    ArtifactRejected first = null;
    for (OmsClaims.Agreed agreed : OmsClaims.of(claims, trust, reader)) {
      try {
        OmsStatement statement = agreed.statement();
        List<String> ignored = new ArrayList<>(ModelTree.normalized(source.ignored()));
        ignored.addAll(statement.serialization().ignored());
        List<ModelFile> found = ModelTree.list(source.path(), ignored);
        return contents.verify(
            SignedFiles.match(statement, found, options.ignoreUnsigned()), agreed.names());
      } catch (ArtifactRejected e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IllegalStateException("no statement is enough") : first;
  }

  private Map<String, byte[]> hold(SignedFiles files) throws IOException {
    requireSmall(files.files().values());
    Map<String, byte[]> held = new LinkedHashMap<>();
    long left = options.maxBytes();
    for (ModelFile file : files.files().values()) {
      byte[] bytes = FileBytes.read(file, left);
      held.put(file.name(), bytes);
      left -= bytes.length;
    }
    for (Resource resource : files.statement().resources()) {
      byte[] bytes = Objects.requireNonNull(held.get(resource.file()), "every file was read");
      FileDigests.requireEqual(
          resource,
          files.statement().serialization().hashType(),
          FileDigests.of(files.statement().serialization().hashType(), resource, bytes));
    }
    return held;
  }

  /** Looks at the sizes before anything is read: too large to hold is not the same as changed. */
  private void requireSmall(Iterable<ModelFile> files) throws IOException {
    long left = options.maxBytes();
    for (ModelFile file : files) {
      if (file.size() > FileBytes.MAX_FILE_BYTES) {
        throw new IOException(
            "file "
                + ResourceNames.quote(file.name())
                + " has "
                + file.size()
                + " bytes, the limit of one file is "
                + FileBytes.MAX_FILE_BYTES);
      }
      left -= file.size();
      if (left < 0) {
        throw new IOException(
            "the artifact has more bytes than are held in memory: file "
                + ResourceNames.quote(file.name())
                + " has "
                + file.size()
                + " and brings the sum to "
                + (options.maxBytes() - left)
                + ", the limit is "
                + options.maxBytes());
      }
    }
  }

  /** Who is trusted. */
  @Override
  public String toString() {
    return "OmsVerifier[" + trust + "]";
  }
}
