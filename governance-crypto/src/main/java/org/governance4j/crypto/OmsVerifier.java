package org.governance4j.crypto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/**
 * Verifies a file or folder against an OMS 1.0 signature bundle made with a key, and holds in
 * memory the bytes it verified.
 *
 * <p>The steps, each of which may end in {@link ArtifactRejected} naming the file or field, what
 * was expected and what was found:
 *
 * <ol>
 *   <li>The bundle is read strictly: one JSON object without duplicate or unknown members, one
 *       signature. A key identifier in the envelope is not looked at.
 *   <li>The signature over the exact payload bytes is verified with a trusted key. A hint in the
 *       bundle that names no trusted key is a refusal; one that does proves nothing.
 *   <li>Only then the statement is read: method {@code files}, SHA-256, plain relative names
 *       without duplicates, and a subject whose digest is that of its files.
 *   <li>The folder must have the signed files and no others, apart from the top-level {@code .git},
 *       {@code .gitattributes}, {@code .github}, {@code .gitignore}, the paths that the signer
 *       recorded as left out, and those the source ignores. Links of both kinds, FIFOs and devices
 *       are refused.
 *   <li>Every file is read once, into memory, and what is in memory is hashed and compared. What
 *       {@link VerifiedArtifact#open} gives out are those bytes, whatever happens to the file.
 * </ol>
 *
 * <p>{@link VerifiedArtifact#digest} is not the digest in the bundle's subject, which covers the
 * files' contents without their names, but SHA-256 over the canonical JSON (RFC 8785) of an object
 * with one member for each file: its relative path, and its SHA-256 in 64 lower-case hexadecimal
 * digits. Both are verified.
 *
 * <p>Keys are Ed25519, strictly (see {@link VerificationKey}), ECDSA P-256 with SHA-256, or ML-DSA.
 * The name of a folder may differ from the signed one; the name of a single file must not.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class OmsVerifier implements ArtifactVerifier {

  /** The most bytes of one artifact that are held, unless told otherwise: 1 GiB of heap. */
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  private static final int MAX_LISTED = 10;

  private final List<VerificationKey> trusted;
  private final boolean ignoreUnsigned;
  private final long maxBytes;

  private OmsVerifier(List<VerificationKey> trusted, boolean ignoreUnsigned, long maxBytes) {
    this.trusted = trusted;
    this.ignoreUnsigned = ignoreUnsigned;
    this.maxBytes = maxBytes;
  }

  /**
   * Trusts signatures of any of these keys.
   *
   * @throws IllegalArgumentException if there is no key
   */
  public static OmsVerifier trusting(VerificationKey... keys) {
    if (keys.length == 0) {
      throw new IllegalArgumentException("a verifier needs at least one trusted key");
    }
    return new OmsVerifier(List.of(keys), false, DEFAULT_MAX_BYTES);
  }

  /**
   * The same, but files that are not signed do not matter. They are not part of the verified
   * artifact either.
   */
  public OmsVerifier ignoringUnsigned() {
    return new OmsVerifier(trusted, true, maxBytes);
  }

  /**
   * The same with another limit for the signed bytes of one artifact, all of which {@link #verify}
   * holds in memory; {@link #check} has no limit.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public OmsVerifier withMaxBytes(long limit) {
    if (limit <= 0) {
      throw new IllegalArgumentException("the limit of bytes must be positive: " + limit);
    }
    return new OmsVerifier(trusted, ignoreUnsigned, limit);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the artifact cannot be read, or has more bytes than are held in memory:
   *     that says nothing about its signature
   */
  @Override
  public VerifiedArtifact verify(ArtifactSource source, SignatureBundle bundle) throws IOException {
    Signed signed = signed(source, bundle);
    Map<String, byte[]> held = hold(signed);
    return new HeldArtifact(
        ModelTree.nameOf(source), signed.digest(), signed.signer(), signed.digests(), held);
  }

  /**
   * Verifies an artifact of any size as {@link #verify} does, but hashes its files without holding
   * them, and so hands no bytes over. A file that changes while it is read is refused.
   *
   * @throws ArtifactRejected if anything is not as it was signed, or the bundle cannot be judged
   * @throws IOException if the artifact cannot be read
   */
  public CheckedArtifact check(ArtifactSource source, SignatureBundle bundle) throws IOException {
    Signed signed = signed(source, bundle);
    byte[] buffer = new byte[FileBytes.BUFFER_BYTES];
    for (int i = 0; i < signed.files().size(); i++) {
      requireEqual(
          signed.statement().resources().get(i), FileBytes.hash(signed.files().get(i), buffer));
    }
    return new CheckedArtifact(
        ModelTree.nameOf(source), signed.digest(), signed.signer(), signed.digests());
  }

  /** A statement that a trusted key signed, and the files found that it names, in its order. */
  private record Signed(OmsStatement statement, VerificationKey key, List<ModelFile> files) {
    Digest digest() {
      return statement.digest();
    }

    String signer() {
      return key.toString();
    }

    Map<String, Digest> digests() {
      Map<String, Digest> digests = new LinkedHashMap<>();
      statement.resources().forEach(resource -> digests.put(resource.name(), resource.digest()));
      return digests;
    }
  }

  /** All that can be judged before the files are read. */
  private Signed signed(ArtifactSource source, SignatureBundle bundle) throws IOException {
    OmsBundle envelope = OmsBundle.parse(bundle);
    VerificationKey signer = signerOf(envelope);

    boolean folder = ModelTree.isFolder(source.path());
    OmsStatement statement =
        OmsStatement.parse(envelope.payload(), folder ? null : ModelTree.fileName(source.path()));
    List<String> ignored = new ArrayList<>(ModelTree.normalized(source.ignored()));
    ignored.addAll(statement.ignored());
    return new Signed(statement, signer, match(statement, ModelTree.list(source.path(), ignored)));
  }

  private VerificationKey signerOf(OmsBundle signed) {
    List<VerificationKey> candidates =
        signed.hint().isEmpty()
            ? trusted
            : trusted.stream().filter(key -> key.omsHint().equals(signed.hint())).toList();
    if (candidates.isEmpty()) {
      throw new ArtifactRejected(
          "the bundle names the key "
              + ResourceNames.quote(signed.hint())
              + ", trusted are "
              + trusted.stream().map(VerificationKey::omsHint).toList());
    }
    byte[] signedBytes = OmsBundle.signedBytes(signed.payload());
    for (VerificationKey key : candidates) {
      if (key.accepts(signedBytes, signed.signature())) {
        return key;
      }
    }
    throw new ArtifactRejected("the signature is not valid for the trusted key " + candidates);
  }

  /** The found files in the order of the statement, if they are exactly the signed ones. */
  private List<ModelFile> match(OmsStatement statement, List<ModelFile> found) {
    Map<String, ModelFile> byName = new HashMap<>();
    Set<String> signedNames = new HashSet<>();
    statement.resources().forEach(resource -> signedNames.add(resource.name()));
    List<String> faults = new ArrayList<>();
    for (ModelFile file : found) {
      byName.put(file.name(), file);
      if (signedNames.contains(file.name())) {
        if (file.fault() != null) {
          faults.add(ResourceNames.quote(file.name()) + " " + file.fault());
        }
      } else if (!ignoreUnsigned) {
        faults.add(ResourceNames.quote(file.name()) + " is not signed");
      }
    }
    List<ModelFile> files = new ArrayList<>();
    for (Resource resource : statement.resources()) {
      ModelFile file = byName.get(resource.name());
      if (file == null) {
        faults.add(
            ResourceNames.quote(resource.name()) + " is missing, expected " + resource.digest());
      } else {
        files.add(file);
      }
    }
    if (!faults.isEmpty()) {
      String more =
          faults.size() > MAX_LISTED ? ", and " + (faults.size() - MAX_LISTED) + " more" : "";
      throw new ArtifactRejected(
          "the files are not the signed ones: "
              + String.join(", ", faults.subList(0, Math.min(faults.size(), MAX_LISTED)))
              + more);
    }
    return files;
  }

  private Map<String, byte[]> hold(Signed signed) throws IOException {
    requireSmall(signed.files());
    Map<String, byte[]> held = new HashMap<>();
    long left = maxBytes;
    for (int i = 0; i < signed.files().size(); i++) {
      Resource resource = signed.statement().resources().get(i);
      byte[] bytes = FileBytes.read(signed.files().get(i), left);
      requireEqual(resource, Digest.sha256(bytes));
      held.put(resource.name(), bytes);
      left -= bytes.length;
    }
    return held;
  }

  private static void requireEqual(Resource resource, Digest calculated) {
    if (!calculated.equals(resource.digest())) {
      throw new ArtifactRejected(
          "file "
              + ResourceNames.quote(resource.name())
              + " is not the signed one: expected "
              + resource.digest()
              + ", calculated "
              + calculated);
    }
  }

  /** Looks at the sizes before anything is read: too large to hold is not the same as changed. */
  private void requireSmall(List<ModelFile> files) throws IOException {
    long left = maxBytes;
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
                + (maxBytes - left)
                + ", the limit is "
                + maxBytes);
      }
    }
  }

  /** The trusted keys' names. */
  @Override
  public String toString() {
    return "OmsVerifier" + trusted;
  }
}
