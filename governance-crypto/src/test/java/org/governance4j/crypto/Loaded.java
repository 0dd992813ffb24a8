package org.governance4j.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.governance4j.Digest;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelTree;

/** Models to load, whose ranges are hashed here a second time. */
final class Loaded {

  static final LoadingOptions OPTIONS = LoadingOptions.defaults().withThreads(2);

  private Loaded() {}

  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static SignedFile whole(String name, HashType type, byte[] bytes) {
    return SignedFile.whole(name, type, hash(type, bytes, 0, bytes.length));
  }

  static SignedFile sharded(String name, HashType type, byte[] bytes, int shardSize) {
    List<SignedFile.Range> ranges = new ArrayList<>();
    for (int start = 0; start < bytes.length; start += shardSize) {
      int end = Math.min(bytes.length, start + shardSize);
      ranges.add(new SignedFile.Range(start, end, hash(type, bytes, start, end)));
    }
    return new SignedFile(name, type, ranges);
  }

  static byte[] hash(HashType type, byte[] bytes, int start, int end) {
    return switch (type) {
      case SHA256 -> {
        try {
          yield MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(bytes, start, end));
        } catch (NoSuchAlgorithmException e) {
          throw new AssertionError(e);
        }
      }
      case BLAKE2B -> finish(new Blake2bDigest(512), bytes, start, end);
      case BLAKE3 -> finish(new Blake3Digest(256), bytes, start, end);
    };
  }

  private static byte[] finish(
      org.bouncycastle.crypto.Digest hash, byte[] bytes, int start, int end) {
    hash.update(bytes, start, end - start);
    byte[] digest = new byte[hash.getDigestSize()];
    hash.doFinal(digest, 0);
    return digest;
  }

  /** The model of a folder or file, of which these were signed. */
  static VerifiedModel open(Path path, LoadingOptions options, SignedFile... signed)
      throws IOException {
    return VerifiedModel.of(
        "m",
        Digest.sha256(new byte[0]),
        "somebody",
        List.of(signed),
        ModelTree.list(path, List.of()),
        options);
  }

  /** All bytes of a file, read in pieces of that length. */
  static byte[] readAll(VerifiedModel model, String file, int piece) throws IOException {
    try (SeekableByteChannel channel = model.open(file)) {
      ByteBuffer all = ByteBuffer.allocate((int) channel.size());
      while (all.hasRemaining()) {
        all.limit(Math.min(all.capacity(), all.position() + piece));
        if (channel.read(all) < 0) {
          throw new AssertionError("ended at " + all.position() + " of " + channel.size());
        }
        all.limit(all.capacity());
      }
      return all.array();
    }
  }

  static byte[] readAll(VerifiedModel model, String file) throws IOException {
    return readAll(model, file, Integer.MAX_VALUE / 2);
  }

  static Path write(Path folder, String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    return Files.write(folder.resolve(name), bytes);
  }
}
