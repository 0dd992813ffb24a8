package org.governance4j;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 value (FIPS 180-4): 32 bytes.
 *
 * <p>It names an artifact, a schema, a ledger entry or a Merkle tree node. Every written form has
 * exactly one accepted spelling, so that two texts are equal when their digests are: lower-case
 * hexadecimal, and base64 of RFC 4648 section 4 with padding and zero trailing bits.
 *
 * <p>The order is that of the bytes read as one unsigned number.
 *
 * <p>Immutable: bytes are copied on the way in and out. Safe for any number of threads.
 */
public final class Digest implements Comparable<Digest> {
  /** The number of bytes of a digest. */
  public static final int LENGTH = 32;

  private static final String PREFIX = "sha256:";
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private Digest(byte[] owned) {
    this.bytes = owned;
  }

  /**
   * The digest with these bytes.
   *
   * @throws IllegalArgumentException unless there are exactly 32
   */
  public static Digest of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "A SHA-256 digest has 32 bytes, found " + bytes.length + ".");
    }
    return new Digest(bytes.clone());
  }

  /** The SHA-256 of the data. */
  public static Digest sha256(byte[] data) {
    return finish(sha256().digest(data));
  }

  /**
   * The SHA-256 of a part of the data.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the data
   */
  public static Digest sha256(byte[] data, int from, int length) {
    Objects.checkFromIndexSize(from, length, data.length);
    MessageDigest sha256 = sha256();
    sha256.update(data, from, length);
    return finish(sha256.digest());
  }

  /**
   * Reads {@code sha256:} and 64 lower-case hexadecimal digits, as {@link #toString} writes them.
   *
   * @throws InvalidData if the text is anything else
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new InvalidData(
          "A digest is written sha256:<64 hex digits>, found " + StrictText.quote(text) + ".");
    }
    return parseHex(text.substring(PREFIX.length()));
  }

  /**
   * Reads 64 lower-case hexadecimal digits.
   *
   * @throws InvalidData if the text is anything else
   */
  public static Digest parseHex(String hex) {
    byte[] bytes = StrictText.hex(hex);
    if (bytes == null || bytes.length != LENGTH) {
      throw new InvalidData(
          "A digest has 64 lower-case hex digits, found " + StrictText.quote(hex) + ".");
    }
    return new Digest(bytes);
  }

  /**
   * Reads 44 characters of canonical base64.
   *
   * @throws InvalidData if the text is anything else, non-zero trailing bits included
   */
  public static Digest parseBase64(String base64) {
    byte[] bytes = StrictText.base64(base64);
    if (bytes == null || bytes.length != LENGTH) {
      throw new InvalidData(
          "A digest has 44 characters of base64, found " + StrictText.quote(base64) + ".");
    }
    return new Digest(bytes);
  }

  /** The 64 lower-case hexadecimal digits. */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  /** The 44 characters of base64, padding included. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Writes the 32 bytes into the destination, without allocating.
   *
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public void copyTo(byte[] destination, int at) {
    System.arraycopy(bytes, 0, destination, at, LENGTH);
  }

  /** Feeds the bytes to a running hash without a copy. */
  void feed(MessageDigest hash) {
    hash.update(bytes);
  }

  /** Adopts the 32 bytes a hash has just returned, without a copy. */
  static Digest finish(byte[] fresh) {
    return new Digest(fresh);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, this one has not.", e);
    }
  }

  @Override
  public int compareTo(Digest other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** {@code sha256:} and the hexadecimal digits. */
  @Override
  public String toString() {
    return PREFIX + hex();
  }
}
