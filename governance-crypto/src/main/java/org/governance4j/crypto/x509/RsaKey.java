package org.governance4j.crypto.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RSA verification (RFC 8017), PKCS#1 v1.5 and PSS, by the JDK.
 *
 * <p>The JDK needs the message. Where its digest alone is at hand, what a signature of PKCS#1 v1.5
 * must decrypt to is made and compared, so that there is nothing to parse. The same is asked of
 * those that the JDK accepts, as some of its releases take a second spelling of the digest's name.
 */
final class RsaKey implements KeyCheck {
  static final int MIN_BITS = 2048;

  /** Above this a key is taken for an attempt to keep the machine busy. */
  static final int MAX_BITS = 8192;

  private static final int MAX_EXPONENT_BITS = 64;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private final BigInteger modulus;
  private final BigInteger exponent;
  private final RSAPublicKey key;
  private final boolean pssOnly;
  private final @Nullable PssParameters only;

  private RsaKey(RSAPublicKey key, boolean pssOnly, @Nullable PssParameters only) {
    this.modulus = key.getModulus();
    this.exponent = key.getPublicExponent();
    this.key = key;
    this.pssOnly = pssOnly;
    this.only = only;
  }

  /** Reads the RSAPublicKey of a key for any scheme. */
  static RsaKey of(byte[] der) throws BadDer {
    return of(der, false, null);
  }

  /** Reads the RSAPublicKey of a key for PSS, restricted to these parameters or to none. */
  static RsaKey forPss(byte[] der, @Nullable PssParameters only) throws BadDer {
    return of(der, true, only);
  }

  private static RsaKey of(byte[] der, boolean pssOnly, @Nullable PssParameters only)
      throws BadDer {
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
    try {
      return new RsaKey(
          (RSAPublicKey)
              KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)),
          pssOnly,
          only);
    } catch (GeneralSecurityException e) {
      throw new BadDer("its RSA key cannot be used on this Java platform");
    }
  }

  /** The key of the JDK; null if it may make signatures of PSS only. */
  @Nullable RSAPublicKey anyScheme() {
    return pssOnly ? null : key;
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
      return !pssOnly
          && verify(pkcs1.digest().rsaName(), null, message, signature)
          && verifyDigest(scheme, pkcs1.digest().of(message), signature);
    }
    return scheme instanceof SignatureScheme.RsaPss pss
        && (only == null || only.allow(pss))
        && verify(
            "RSASSA-PSS",
            new PSSParameterSpec(
                pss.digest().word(),
                "MGF1",
                new MGF1ParameterSpec(pss.mask().word()),
                pss.saltBytes(),
                PSSParameterSpec.TRAILER_FIELD_BC),
            message,
            signature);
  }

  private boolean verify(
      String name, @Nullable PSSParameterSpec parameters, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(name);
      if (parameters != null) {
        verifier.setParameter(parameters);
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException | InvalidAlgorithmParameterException e) {
      // Of another length, or the key is too short for a salt of this length.
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(name + " is in every JDK", e);
    }
  }

  @Override
  public boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature) {
    if (!(scheme instanceof SignatureScheme.RsaPkcs1 pkcs1)
        || pssOnly
        || digest.length != pkcs1.digest().bytes()) {
      return false;
    }
    byte[] encoded = open(signature);
    return encoded != null
        && MessageDigest.isEqual(encoded, pkcs1(pkcs1.digest(), digest, encoded.length));
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
