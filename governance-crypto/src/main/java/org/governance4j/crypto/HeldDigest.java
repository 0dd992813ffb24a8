package org.governance4j.crypto;

import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.HashType;

/** Hashes bytes in memory. */
final class HeldDigest {
  private HeldDigest() {}

  static byte[] of(HashType type, byte[] bytes, int from, int length) {
    return switch (type) {
      case SHA256 -> {
        MessageDigest sha256 = FileBytes.sha256();
        sha256.update(bytes, from, length);
        yield sha256.digest();
      }
      case BLAKE2B -> finish(type, new Blake2bDigest(8 * type.bytes()), bytes, from, length);
      case BLAKE3 -> finish(type, new Blake3Digest(8 * type.bytes()), bytes, from, length);
    };
  }

  private static byte[] finish(
      HashType type, org.bouncycastle.crypto.Digest digest, byte[] bytes, int from, int length) {
    digest.update(bytes, from, length);
    byte[] hash = new byte[type.bytes()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
