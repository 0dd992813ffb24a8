package org.governance4j.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.governance4j.KeyAlgorithm;

/**
 * An ECDSA key. The nonce is derived from key and message (RFC 6979): a weak source of randomness
 * at signing time cannot give the key away.
 */
final class EcdsaSecretKey implements SecretKey {

  private final EcCurve curve;
  private final byte[] scalar;
  private final byte[] point;

  private EcdsaSecretKey(EcCurve curve, BigInteger d) {
    this.curve = curve;
    this.scalar = BigIntegers.asUnsignedByteArray(curve.fieldBytes(), d);
    this.point =
        new FixedPointCombMultiplier().multiply(curve.domain().getG(), d).getEncoded(false);
  }

  /** Takes a scalar from 1 to the order minus 1. */
  static EcdsaSecretKey of(EcCurve curve, BigInteger d) throws Pem.Malformed {
    if (d.signum() <= 0 || d.compareTo(curve.domain().getN()) >= 0) {
      throw new Pem.Malformed("its scalar is not from 1 to the order of " + curve.curveName());
    }
    return new EcdsaSecretKey(curve, d);
  }

  static EcdsaSecretKey generate(EcCurve curve, SecureRandom random) {
    // FIPS 186-5 A.2.2, by rejection: uniform from 1 to n - 1.
    BigInteger n = curve.domain().getN();
    return new EcdsaSecretKey(
        curve, BigIntegers.createRandomInRange(BigInteger.ONE, n.subtract(BigInteger.ONE), random));
  }

  @Override
  public KeyAlgorithm algorithm() {
    return curve.algorithm();
  }

  @Override
  public byte[] publicKey() {
    return curve.spki(point);
  }

  @Override
  public byte[] sign(byte[] message) {
    return signHash(curve.hash(message));
  }

  @Override
  public byte[] signHash(byte[] hash) {
    ECDSASigner ecdsa = new ECDSASigner(new HMacDSAKCalculator(curve.nonceHash()));
    ecdsa.init(true, new ECPrivateKeyParameters(new BigInteger(1, scalar), curve.domain()));
    BigInteger[] rs = ecdsa.generateSignature(hash);
    return new EcdsaSignature(rs[0], rs[1]).der();
  }

  @Override
  public byte[] pkcs8() {
    int bits = curve.domain().getN().bitLength();
    ECPrivateKey key =
        new ECPrivateKey(bits, new BigInteger(1, scalar), new DERBitString(point), null);
    try {
      return new PrivateKeyInfo(
              new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()), key)
          .getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("a key in memory cannot be encoded", e);
    }
  }

  @Override
  public void wipe() {
    Arrays.fill(scalar, (byte) 0);
  }
}
