package org.governance4j.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * RSASSA-PKCS1-v1_5 verification with SHA-256 (RFC 8017 section 8.2.2), by comparison with the only
 * right encoding: nothing in the padding is parsed, so nothing in it can be forged.
 */
final class RsaPublicKey implements PublicKeyCheck {

  /** Enough for the largest modulus with the largest exponent. */
  private static final int MAX_SPKI_BYTES = 1024;

  private final BigInteger modulus;
  private final BigInteger exponent;

  private RsaPublicKey(BigInteger modulus, BigInteger exponent) {
    this.modulus = modulus;
    this.exponent = exponent;
  }

  static RsaPublicKey of(BigInteger modulus, BigInteger exponent) throws Pem.Malformed {
    Rsa.check(modulus, exponent);
    return new RsaPublicKey(modulus, exponent);
  }

  /** Reads an RSA key in its only DER spelling; null if it is anything else. */
  static @Nullable RsaPublicKey ofSpki(byte[] spki) throws Pem.Malformed {
    RSAPublicKey key;
    try {
      if (spki.length > MAX_SPKI_BYTES
          || !Arrays.equals(ASN1Primitive.fromByteArray(spki).getEncoded("DER"), spki)) {
        return null;
      }
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
      AlgorithmIdentifier algorithm = info.getAlgorithm();
      if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
          || !DERNull.INSTANCE.equals(algorithm.getParameters())) {
        return null;
      }
      key = RSAPublicKey.getInstance(info.parsePublicKey());
    } catch (IOException | RuntimeException e) {
      return null;
    }
    RsaPublicKey read = of(key.getModulus(), key.getPublicExponent());
    // The key stands inside a BIT STRING, where the comparison above does not reach.
    return Arrays.equals(read.spki(), spki) ? read : null;
  }

  byte[] spki() {
    try {
      return new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              new RSAPublicKey(modulus, exponent))
          .getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("a key in memory cannot be encoded", e);
    }
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.RSA;
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    return acceptsHash(Digest.sha256(message).bytes(), signature);
  }

  @Override
  public boolean acceptsHash(byte[] hash, byte[] signature) {
    int length = (modulus.bitLength() + 7) / 8;
    BigInteger number = new BigInteger(1, signature);
    if (signature.length != length || number.compareTo(modulus) >= 0) {
      return false;
    }
    return number.modPow(exponent, modulus).equals(new BigInteger(1, Rsa.encoded(hash, length)));
  }
}
