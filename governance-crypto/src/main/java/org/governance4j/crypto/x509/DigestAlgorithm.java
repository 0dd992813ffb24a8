package org.governance4j.crypto.x509;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The digests of FIPS 180-4 that signatures are made over. SHA-1 and SHA-224 are here for formats
 * that name them; certificates and timestamps refuse them.
 */
public enum DigestAlgorithm {
  /** SHA-1, which is broken. */
  SHA1("SHA-1", 20, "1.3.14.3.2.26", "06052b0e03021a"),
  /** SHA-224. */
  SHA224("SHA-224", 28, "2.16.840.1.101.3.4.2.4", "0609608648016503040204"),
  /** SHA-256. */
  SHA256("SHA-256", 32, "2.16.840.1.101.3.4.2.1", "0609608648016503040201"),
  /** SHA-384. */
  SHA384("SHA-384", 48, "2.16.840.1.101.3.4.2.2", "0609608648016503040202"),
  /** SHA-512. */
  SHA512("SHA-512", 64, "2.16.840.1.101.3.4.2.3", "0609608648016503040203"),
  /** SHA-512/224. */
  SHA512_224("SHA-512/224", 28, "2.16.840.1.101.3.4.2.5", "0609608648016503040205"),
  /** SHA-512/256. */
  SHA512_256("SHA-512/256", 32, "2.16.840.1.101.3.4.2.6", "0609608648016503040206");

  private final String word;
  private final int bytes;
  private final String oid;
  private final byte[] oidDer;

  DigestAlgorithm(String word, int bytes, String oid, String oidDer) {
    this.word = word;
    this.bytes = bytes;
    this.oid = oid;
    this.oidDer = HexFormat.of().parseHex(oidDer);
  }

  /** The name in the standard and of the JDK, for example {@code SHA-256}. */
  public String word() {
    return word;
  }

  /** The length of its values. */
  public int bytes() {
    return bytes;
  }

  /** The digest of a message. */
  public byte[] of(byte[] message) {
    return start().digest(message);
  }

  /** Whether it withstands collisions: not SHA-1, and at least 256 bits. */
  boolean strong() {
    return bytes >= SHA256.bytes;
  }

  /** What the JDK calls RSA with PKCS#1 v1.5 over it, for example {@code SHA256withRSA}. */
  String rsaName() {
    return word.replaceFirst("-", "") + "withRSA";
  }

  String oid() {
    return oid;
  }

  /** The DER of a DigestInfo (PKCS#1) up to the value, which is the only spelling accepted. */
  public byte[] digestInfoPrefix() {
    int algorithm = oidDer.length + 2;
    byte[] prefix = new byte[algorithm + 6];
    prefix[0] = Der.SEQUENCE;
    prefix[1] = (byte) (algorithm + 4 + bytes);
    prefix[2] = Der.SEQUENCE;
    prefix[3] = (byte) algorithm;
    System.arraycopy(oidDer, 0, prefix, 4, oidDer.length);
    prefix[4 + oidDer.length] = Der.NULL;
    prefix[prefix.length - 2] = Der.OCTET_STRING;
    prefix[prefix.length - 1] = (byte) bytes;
    return prefix;
  }

  static @Nullable DigestAlgorithm ofOid(String oid) {
    for (DigestAlgorithm digest : values()) {
      if (digest.oid.equals(oid)) {
        return digest;
      }
    }
    return null;
  }

  /** The digest of the JDK, to which bytes are added. */
  public MessageDigest start() {
    try {
      return MessageDigest.getInstance(word);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(word + " is in every JDK", e);
    }
  }
}
