package org.governance4j.crypto.hash;

import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.governance4j.InvalidData;

/** The hashes that OpenSSF Model Signing 1.0 knows for the files of a model. */
public enum HashType {
  /** SHA-256, FIPS 180-4. */
  SHA256("sha256", 32),
  /** BLAKE2b with 64 bytes of output and without key, RFC 7693. */
  BLAKE2B("blake2b", 64),
  /** BLAKE3 with 32 bytes of output. */
  BLAKE3("blake3", 32);

  private final String word;
  private final int bytes;

  HashType(String word, int bytes) {
    this.word = word;
    this.bytes = bytes;
  }

  /** Its name in a statement. */
  public String word() {
    return word;
  }

  /** The length of a digest in bytes. */
  public int bytes() {
    return bytes;
  }

  /**
   * The hash of that name.
   *
   * @throws InvalidData if there is none
   */
  public static HashType of(String word) {
    for (HashType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    throw new InvalidData(
        "hash type must be sha256, blake2b or blake3, found " + ResourceNames.quote(word));
  }

  /** A hash to which bytes are added one after the other. */
  public Running start() {
    return switch (this) {
      case SHA256 -> new Jdk(FileBytes.sha256());
      case BLAKE2B -> new Blake2b(new Blake2bDigest(8 * bytes));
      case BLAKE3 -> new Tree(Blake3.hash());
    };
  }

  /** A hash that is being calculated, for one thread. */
  public sealed interface Running {

    /** Adds bytes. */
    void update(byte[] bytes, int offset, int count);

    /** The hash of all that was added; the end. */
    byte[] digest();
  }

  private record Jdk(MessageDigest hash) implements Running {
    @Override
    public void update(byte[] bytes, int offset, int count) {
      hash.update(bytes, offset, count);
    }

    @Override
    public byte[] digest() {
      return hash.digest();
    }
  }

  private record Blake2b(Blake2bDigest hash) implements Running {
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

  private record Tree(Blake3 hash) implements Running {
    @Override
    public void update(byte[] bytes, int offset, int count) {
      hash.update(bytes, offset, count);
    }

    @Override
    public byte[] digest() {
      return hash.digest();
    }
  }
}
