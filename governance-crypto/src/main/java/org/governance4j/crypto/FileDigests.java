package org.governance4j.crypto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ManifestHasher;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ResourceNames;

/** Hashes the files of an artifact, whole or in shards, and compares. */
final class FileDigests {

  private final int threads;
  private final HashingProgress progress;

  FileDigests(int threads, HashingProgress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Hashes the files on disk as they were signed and compares.
   *
   * @return the SHA-256 of every file
   */
  Map<String, Digest> verify(SignedFiles signed) throws IOException {
    OmsSerialization how = signed.statement().serialization();
    List<ModelFile> files = List.copyOf(signed.files().values());
    if (how.hashType() == HashType.SHA256 && !how.isSharded()) {
      compare(signed.statement(), hasher(HashType.SHA256).files(files));
      Map<String, Digest> digests = new LinkedHashMap<>();
      signed
          .statement()
          .resources()
          .forEach(resource -> digests.put(resource.file(), Digest.of(resource.digest())));
      return digests;
    }
    ManifestHasher.WithSha256 both = hasher(how.hashType()).withSha256(ranges(signed));
    compare(signed.statement(), both.digests());
    Map<String, Digest> digests = new LinkedHashMap<>();
    both.sha256().forEach((file, sha256) -> digests.put(file.name(), Digest.of(sha256)));
    return digests;
  }

  ManifestHasher hasher(HashType type) {
    return ManifestHasher.of(type).withThreads(threads).withProgress(progress::hashed);
  }

  private static List<ManifestHasher.Range> ranges(SignedFiles signed) {
    List<ManifestHasher.Range> ranges = new ArrayList<>();
    for (Resource resource : signed.statement().resources()) {
      ModelFile file = signed.files().get(resource.file());
      if (file == null) {
        throw new IllegalStateException("every signed file was found");
      }
      ranges.add(
          resource.end() == Resource.WHOLE
              ? ManifestHasher.Range.of(file)
              : new ManifestHasher.Range(file, resource.start(), resource.end()));
    }
    return ranges;
  }

  private static void compare(OmsStatement statement, List<byte[]> digests) {
    HashType type = statement.serialization().hashType();
    for (int i = 0; i < digests.size(); i++) {
      requireEqual(statement.resources().get(i), type, digests.get(i));
    }
  }

  /** The digest of a resource in the bytes of its file. */
  static byte[] of(HashType type, Resource resource, byte[] file) {
    boolean whole = resource.end() == Resource.WHOLE;
    int end = whole ? file.length : (int) Math.min(resource.end(), file.length);
    int start = (int) Math.min(resource.start(), end);
    if (!whole && resource.end() != end) {
      throw changed(resource.file()); // shorter than it was when its length was compared
    }
    HashType.Running hash = type.start();
    hash.update(file, start, end - start);
    return hash.digest();
  }

  static void requireEqual(Resource resource, HashType type, byte[] calculated) {
    if (!Arrays.equals(calculated, resource.digest())) {
      Resource found = new Resource(resource.file(), resource.start(), resource.end(), calculated);
      throw new ArtifactRejected(
          "file "
              + ResourceNames.quote(resource.name())
              + " is not the signed one: expected "
              + type.word()
              + ":"
              + resource.hex()
              + ", calculated "
              + type.word()
              + ":"
              + found.hex());
    }
  }

  private static ArtifactRejected changed(String file) {
    return new ArtifactRejected(
        "file " + ResourceNames.quote(file) + " was changed while it was read");
  }
}
