package org.governance4j.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.InvalidData;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.hash.DigestCache;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ManifestHasher;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.crypto.hash.ResourceNames;
import org.governance4j.crypto.hash.Shard;
import org.jspecify.annotations.Nullable;

/**
 * Signs a file or folder in the format of the OpenSSF Model Signing specification 1.0 (OMS): a
 * Sigstore bundle 0.3 around an in-toto statement that lists every file with its digest.
 *
 * <ul>
 *   <li>Of a folder, {@code .git}, {@code .gitattributes}, {@code .github} and {@code .gitignore}
 *       at its top level are left out, and what the source ignores; the bundle records both.
 *   <li>Symbolic links, files with a second hard link and anything that is not a regular file are
 *       refused, as are names that are not UTF-8 or that differ only in case or Unicode
 *       normalisation, an artifact without a file, and one with more than 1,000,000.
 *   <li>A file that changes while it is read is refused; one that changes later fails to verify.
 *   <li>A signature file inside the folder must be ignored, see {@link #withoutSignature}.
 * </ul>
 *
 * <p>With an ECDSA key the bundle is OMS. Ed25519, RSA and ML-DSA keys are an extension: OMS 1.0
 * knows only ECDSA, so its other readers refuse such a bundle, {@link OmsVerifier} does not.
 *
 * <p>Several keys sign the same list of files, each in a bundle of its own, one on a line: the form
 * {@code claims.jsonl}, from which each key's bundle verifies alone, and all of them for a policy
 * that asks for several signers.
 *
 * <p>Reads every file once, unless a {@linkplain #withDigestCache cache} knows it. Immutable; safe
 * for any number of threads, as far as the keys are.
 */
public final class OmsSigner implements ArtifactSigner {

  /** The bytes of a shard that OMS proposes: 10⁹. */
  public static final long DEFAULT_SHARD_SIZE = 1_000_000_000;

  private final List<OmsSigningKey> keys;
  private final HashType hashType;
  private final long shardSize;
  private final int threads;
  private final HashingProgress progress;
  private final int maxBundleBytes;
  private final @Nullable SigningCache cache;

  private OmsSigner(
      List<OmsSigningKey> keys,
      HashType hashType,
      long shardSize,
      int threads,
      HashingProgress progress,
      int maxBundleBytes,
      @Nullable SigningCache cache) {
    this.keys = keys;
    this.hashType = hashType;
    this.shardSize = shardSize;
    this.threads = threads;
    this.progress = progress;
    this.maxBundleBytes = maxBundleBytes;
    this.cache = cache;
  }

  /**
   * Signs with a key, which the caller closes, by the SHA-256 of whole files.
   *
   * @throws KeyUnavailable if the key cannot be reached or is of an algorithm not known here
   */
  public OmsSigner(KeyHandle key) {
    this(
        List.of(OmsSigningKey.of(key)),
        HashType.SHA256,
        0,
        Runtime.getRuntime().availableProcessors(),
        (bytes, total) -> {},
        SignatureBundle.MAX_BYTES,
        null);
  }

  /**
   * The same, and with another key too: the signature has one more line.
   *
   * @throws KeyUnavailable if the key cannot be reached or is of an algorithm not known here
   * @throws IllegalArgumentException if it signs already
   */
  public OmsSigner and(KeyHandle key) {
    OmsSigningKey added = OmsSigningKey.of(key);
    for (OmsSigningKey known : keys) {
      if (known.publicKey().equals(added.publicKey())) {
        throw new IllegalArgumentException("the key " + added.publicKey() + " signs already");
      }
    }
    List<OmsSigningKey> more = new ArrayList<>(keys);
    more.add(added);
    return new OmsSigner(
        List.copyOf(more), hashType, shardSize, threads, progress, maxBundleBytes, cache);
  }

  /**
   * The same, but the signature of the key that was given last brings its certificate instead of
   * the key's name.
   *
   * @param pem the key's certificate and those above it, in PEM, in this order; without the root,
   *     which the verifier has
   * @throws KeyUnavailable if the first is not a certificate of the key, or one cannot be used
   */
  public OmsSigner withCertificates(byte[] pem) {
    List<OmsSigningKey> changed = new ArrayList<>(keys);
    int last = changed.size() - 1;
    changed.set(last, changed.get(last).withCertificates(pem));
    return new OmsSigner(
        List.copyOf(changed), hashType, shardSize, threads, progress, maxBundleBytes, cache);
  }

  /**
   * The same by another hash.
   *
   * @param word {@code sha256}, {@code blake2b} (of 64 bytes) or {@code blake3}
   * @throws IllegalArgumentException if it is none of them
   */
  public OmsSigner withHash(String word) {
    try {
      return new OmsSigner(
          keys, HashType.of(word), shardSize, threads, progress, maxBundleBytes, cache);
    } catch (InvalidData e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The same, but in shards, which several threads can hash at once: every file is cut into parts
   * of this size. A file without bytes then has no part, and is not signed.
   *
   * @throws IllegalArgumentException if the size is not positive
   */
  public OmsSigner withShards(long size) {
    positive("the size of a shard", size);
    return new OmsSigner(keys, hashType, size, threads, progress, maxBundleBytes, cache);
  }

  /**
   * The same with so many threads that hash, by default one for each processor.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public OmsSigner withThreads(int count) {
    positive("the number of threads", count);
    return new OmsSigner(keys, hashType, shardSize, count, progress, maxBundleBytes, cache);
  }

  /** The same with somebody who watches the hashing. */
  public OmsSigner withProgress(HashingProgress watcher) {
    return new OmsSigner(keys, hashType, shardSize, threads, watcher, maxBundleBytes, cache);
  }

  /**
   * The same with another limit for the signature file in bytes, by default {@value
   * SignatureBundle#MAX_BYTES}.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public OmsSigner withMaxBundleBytes(int limit) {
    positive("the limit of bundle bytes", limit);
    return new OmsSigner(keys, hashType, shardSize, threads, progress, limit, cache);
  }

  /**
   * The same, but the digests of files are remembered in a file, and files that have not changed
   * since are not read again: signing a large model after a small edit takes milliseconds. A file
   * has changed if its inode, size, or time of modification or status change differs; what was
   * written less than two seconds ago is not remembered.
   *
   * <p>The cache is authenticated with a key of 32 random bytes, made beside it under its name with
   * {@code .key}, for the user alone to read. Who has that key, or can set the clock and write to
   * the disk past the file system, can make this signer sign a digest that is not the file's;
   * verifying never uses a cache.
   *
   * @param file where the cache is, or will be; not in the artifact
   * @param warnings hears if the cache cannot be used or written, which is no reason not to sign
   */
  public OmsSigner withDigestCache(Path file, Consumer<String> warnings) {
    return new OmsSigner(
        keys,
        hashType,
        shardSize,
        threads,
        progress,
        maxBundleBytes,
        new SigningCache(file, warnings));
  }

  private static void positive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " must be positive: " + value);
    }
  }

  /**
   * The source without its signature file, if that lies inside the folder.
   *
   * @param signature where the bundle is, or will be
   */
  public static ArtifactSource withoutSignature(ArtifactSource source, Path signature) {
    Path folder = source.path().toAbsolutePath().normalize();
    Path at = signature.toAbsolutePath().normalize();
    if (!at.startsWith(folder) || at.equals(folder)) {
      return source;
    }
    String relative = ModelTree.fileName(at);
    for (Path up = at.getParent(); up != null && !up.equals(folder); up = up.getParent()) {
      relative = ModelTree.fileName(up) + "/" + relative;
    }
    return source.ignoring(relative);
  }

  @Override
  public SignatureBundle sign(ArtifactSource source) throws IOException {
    byte[] payload = statement(source).write();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    // Newest first, as readers of claims expect; here they are all of the same moment.
    for (OmsSigningKey key : keys) {
      lines.writeBytes(key.sign(payload).write());
      if (keys.size() > 1) {
        lines.write('\n');
      }
    }
    return SignatureBundle.of(lines.toByteArray(), maxBundleBytes);
  }

  /** What is signed of an artifact as it is now. */
  OmsStatement statement(ArtifactSource source) throws IOException {
    if (cache == null) {
      return statement(source, hasher());
    }
    cache.requireOutside(source.path());
    try (DigestCache digests = cache.open()) {
      OmsStatement statement = statement(source, hasher().withCache(digests));
      cache.save(digests);
      return statement;
    }
  }

  private ManifestHasher hasher() {
    return new FileDigests(threads, progress).hasher(hashType);
  }

  private OmsStatement statement(ArtifactSource source, ManifestHasher hasher) throws IOException {
    List<String> ignored = ModelTree.normalized(source.ignored());
    List<ModelFile> files = ModelTree.list(source.path(), ignored);
    requireSignable(source, files);
    List<Resource> resources = shardSize == 0 ? whole(files, hasher) : shards(files, hasher);
    if (resources.isEmpty()) {
      throw new ArtifactRejected(source.path() + " has no bytes of which to sign shards");
    }
    if (resources.size() > ModelTree.MAX_FILES) {
      throw new ArtifactRejected(
          source.path()
              + " has "
              + resources.size()
              + " shards of "
              + shardSize
              + " bytes, the limit is "
              + ModelTree.MAX_FILES);
    }
    Set<String> leftOut = new LinkedHashSet<>(ModelTree.DEFAULT_IGNORED);
    leftOut.addAll(ignored);
    return OmsStatement.sorted(
        ModelTree.nameOf(source),
        resources,
        new OmsSerialization(hashType, shardSize, List.copyOf(leftOut)));
  }

  private static void requireSignable(ArtifactSource source, List<ModelFile> files) {
    if (files.isEmpty()) {
      throw new ArtifactRejected(source.path() + " has no files to sign");
    }
    for (ModelFile file : files) {
      if (file.fault() != null) {
        throw new ArtifactRejected(
            "file " + ResourceNames.quote(file.name()) + " cannot be signed: it " + file.fault());
      }
    }
    ResourceNames.requireDistinct(files.stream().map(ModelFile::name)::iterator);
  }

  private static List<Resource> whole(List<ModelFile> files, ManifestHasher hasher)
      throws IOException {
    List<byte[]> digests = hasher.files(files);
    List<Resource> resources = new ArrayList<>(files.size());
    for (int i = 0; i < files.size(); i++) {
      resources.add(Resource.whole(files.get(i).name(), digests.get(i)));
    }
    return resources;
  }

  private List<Resource> shards(List<ModelFile> files, ManifestHasher hasher) throws IOException {
    List<Shard> shards = Shard.cut(files, shardSize);
    List<byte[]> digests = hasher.shards(shards);
    List<Resource> resources = new ArrayList<>(shards.size());
    for (int i = 0; i < shards.size(); i++) {
      Shard shard = shards.get(i);
      resources.add(new Resource(shard.file().name(), shard.start(), shard.end(), digests.get(i)));
    }
    return resources;
  }

  /** The keys' names. */
  @Override
  public String toString() {
    return "OmsSigner" + keys.stream().map(OmsSigningKey::publicKey).toList();
  }
}
