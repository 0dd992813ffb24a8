package org.governance4j.crypto;

import java.security.MessageDigest;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.HashType;

/** A hash to which bytes are added one after the other, on one thread. */
interface RunningHash {

  void update(byte[] bytes, int offset, int count);

  byte[] digest();

  /** The hash of no bytes yet. */
  static RunningHash of(HashType type) {
    return switch (type) {
      case SHA256 -> new Jdk(FileBytes.sha256());
      case BLAKE2B -> new BouncyCastle(new Blake2bDigest(8 * type.bytes()));
      case BLAKE3 -> new BouncyCastle(new Blake3Digest(8 * type.bytes()));
    };
  }

  /** By the JDK. */
  record Jdk(MessageDigest hash) implements RunningHash {
    @Override
    public void update(byte[] bytes, int offset, int count) {
      hash.update(bytes, offset, count);
    }

    @Override
    public byte[] digest() {
      return hash.digest();
    }
  }

  /** By Bouncy Castle. */
  record BouncyCastle(Digest hash) implements RunningHash {
    @Override
    public void update(byte[] bytes, int offset, int count) {
      hash.update(bytes, offset, count);
    }

    @Override
    public byte[] digest() {
      byte[] digest = new byte[hash.getDigestSize()];
      hash.doFinal(digest, 0);
      return digest;
    }
  }
}
