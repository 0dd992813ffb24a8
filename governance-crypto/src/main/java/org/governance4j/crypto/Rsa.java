package org.governance4j.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/** What RSA keys are in use here, and what of a message they sign: EMSA-PKCS1-v1_5 with SHA-256. */
final class Rsa {
  static final int MIN_BITS = 2048;
  static final int MAX_BITS = 4096;

  /** The size of the keys that are made here: 128 bits of strength (NIST SP 800-57). */
  static final int NEW_BITS = 3072;

  static final BigInteger F4 = BigInteger.valueOf(65_537);

  /** The JDK computes with no longer exponents where the modulus has more than 3,072 bits. */
  private static final int MAX_EXPONENT_BITS = 64;

  /** DigestInfo of RFC 8017 section 9.2 up to the 32 bytes of the hash. */
  private static final byte[] SHA256_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private Rsa() {}

  /** Refuses keys that are too weak to trust or too large to be meant. */
  static void check(BigInteger modulus, BigInteger exponent) throws Pem.Malformed {
    int bits = modulus.signum() > 0 ? modulus.bitLength() : 0;
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new Pem.Malformed(
          "its RSA modulus has " + bits + " bits, not " + MIN_BITS + " to " + MAX_BITS);
    }
    if (!modulus.testBit(0)) {
      throw new Pem.Malformed("its RSA modulus is even");
    }
    if (!exponent.testBit(0)
        || exponent.compareTo(F4) < 0
        || exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new Pem.Malformed(
          "its RSA public exponent is not an odd number of at least "
              + F4
              + " and at most "
              + MAX_EXPONENT_BITS
              + " bits");
    }
  }

  /** What is padded and signed for a message with this SHA-256. */
  static byte[] digestInfo(byte[] sha256) {
    byte[] info = Arrays.copyOf(SHA256_INFO, SHA256_INFO.length + sha256.length);
    System.arraycopy(sha256, 0, info, SHA256_INFO.length, sha256.length);
    return info;
  }

  /** The only encoded message of that length: 00 01 FF … FF 00 DigestInfo. */
  static byte[] encoded(byte[] sha256, int length) {
    byte[] info = digestInfo(sha256);
    byte[] encoded = new byte[length];
    Arrays.fill(encoded, 2, length - info.length - 1, (byte) 0xff);
    encoded[1] = 1;
    System.arraycopy(info, 0, encoded, length - info.length, info.length);
    return encoded;
  }
}
