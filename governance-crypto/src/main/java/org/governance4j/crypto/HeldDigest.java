package org.governance4j.crypto;

import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.governance4j.crypto.hash.Blake3;
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
      case BLAKE2B -> {
        Blake2bDigest blake2b = new Blake2bDigest(8 * type.bytes());
        blake2b.update(bytes, from, length);
        byte[] hash = new byte[type.bytes()];
        blake2b.doFinal(hash, 0);
        yield hash;
      }
      case BLAKE3 -> Blake3.hash().update(bytes, from, length).digest();
    };
  }
}
