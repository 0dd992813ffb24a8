package org.governance4j.crypto;

import java.util.Arrays;

/**
 * The payload of a verified DSSE envelope, byte for byte as it was signed.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class SignedPayload {
  private final String type;
  private final byte[] bytes;

  SignedPayload(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes.clone();
  }

  /** What the bytes are, for example {@code application/vnd.in-toto+json}; signed with them. */
  public String type() {
    return type;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedPayload that
        && type.equals(that.type)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + Arrays.hashCode(bytes);
  }

  /** The type and the length. */
  @Override
  public String toString() {
    return "SignedPayload[" + type + ", " + bytes.length + " bytes]";
  }
}
