package org.governance4j.crypto.x509;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RSA verification (RFC 8017): PKCS#1 v1.5 by encoding what is expected and comparing, so that
 * there is nothing to parse, and PSS.
 *
 * <p>Both work on the digest, which may come from elsewhere; the JDK's signatures need the message.
 */
final class RsaKey implements KeyCheck {
  static final int MIN_BITS = 2048;

  /** Above this a key is taken for an attempt to keep the machine busy. */
  static final int MAX_BITS = 16384;

  private static final int MAX_EXPONENT_BITS = 64;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private final BigInteger modulus;
  private final BigInteger exponent;
  private final @Nullable PssParameters only;

  /** A key that is restricted to these parameters of PSS, or to none. */
  private RsaKey(BigInteger modulus, BigInteger exponent, @Nullable PssParameters only) {
    this.modulus = modulus;
    this.exponent = exponent;
    this.only = only;
  }

  /** Reads an RSAPublicKey. */
  static RsaKey of(byte[] der, @Nullable PssParameters only) throws BadDer {
    Der outer = Der.of(der);
    Der integers = outer.sequence();
    outer.end();
    BigInteger modulus = integers.integer();
    BigInteger exponent = integers.integer();
    integers.end();
    int bits = modulus.bitLength();
    if (modulus.signum() <= 0 || !modulus.testBit(0) || bits < MIN_BITS || bits > MAX_BITS) {
      throw new BadDer(
          "its RSA modulus has " + bits + " bits, not from " + MIN_BITS + " to " + MAX_BITS);
    }
    if (exponent.compareTo(THREE) < 0
        || !exponent.testBit(0)
        || exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new BadDer("its RSA exponent is not an odd number from 3 to 2^64");
    }
    return new RsaKey(modulus, exponent, only);
  }

  @Override
  public PublicKey.Kind kind() {
    return PublicKey.Kind.RSA;
  }

  @Override
  public int bits() {
    return modulus.bitLength();
  }

  @Override
  public boolean verify(SignatureScheme scheme, byte[] message, byte[] signature) {
    if (scheme instanceof SignatureScheme.RsaPkcs1 pkcs1) {
      return verifyDigest(scheme, pkcs1.digest().of(message), signature);
    }
    return scheme instanceof SignatureScheme.RsaPss pss
        && verifyDigest(scheme, pss.digest().of(message), signature);
  }

  @Override
  public boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature) {
    byte[] encoded = open(signature);
    if (encoded == null) {
      return false;
    }
    if (scheme instanceof SignatureScheme.RsaPkcs1 pkcs1) {
      return only == null
          && digest.length == pkcs1.digest().bytes()
          && MessageDigest.isEqual(encoded, pkcs1(pkcs1.digest(), digest, encoded.length));
    }
    return scheme instanceof SignatureScheme.RsaPss pss
        && (only == null || only.allow(pss))
        && digest.length == pss.digest().bytes()
        && Pss.holds(pss, digest, encoded, modulus.bitLength() - 1);
  }

  /** The encoded message, as long as the modulus; null if this can be no signature. */
  private byte @Nullable [] open(byte[] signature) {
    int length = (modulus.bitLength() + 7) / 8;
    if (signature.length != length) {
      return null;
    }
    BigInteger s = new BigInteger(1, signature);
    if (s.compareTo(modulus) >= 0) {
      return null;
    }
    byte[] m = s.modPow(exponent, modulus).toByteArray();
    byte[] encoded = new byte[length];
    int from = Math.max(0, m.length - length);
    System.arraycopy(m, from, encoded, length - (m.length - from), m.length - from);
    return encoded;
  }

  /** EMSA-PKCS1-v1_5; the smallest modulus has room for the longest digest. */
  private static byte[] pkcs1(DigestAlgorithm algorithm, byte[] digest, int length) {
    byte[] prefix = algorithm.digestInfoPrefix();
    byte[] encoded = new byte[length];
    int info = length - prefix.length - digest.length;
    Arrays.fill(encoded, (byte) 0xff);
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[info - 1] = 0;
    System.arraycopy(prefix, 0, encoded, info, prefix.length);
    System.arraycopy(digest, 0, encoded, info + prefix.length, digest.length);
    return encoded;
  }
}
