package org.governance4j.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.governance4j.Digest;
import org.governance4j.KeyAlgorithm;

/**
 * An ECDSA key on P-256. The nonce is derived from key and message (RFC 6979): a weak source of
 * randomness at signing time cannot give the key away.
 */
final class EcdsaP256SecretKey implements SecretKey {

  private final byte[] scalar;
  private final byte[] point;

  private EcdsaP256SecretKey(BigInteger d) {
    this.scalar = BigIntegers.asUnsignedByteArray(P256.SCALAR_BYTES, d);
    this.point = new FixedPointCombMultiplier().multiply(P256.DOMAIN.getG(), d).getEncoded(false);
  }

  /** Takes a scalar from 1 to the order minus 1. */
  static EcdsaP256SecretKey of(BigInteger d) throws Pem.Malformed {
    if (d.signum() <= 0 || d.compareTo(P256.DOMAIN.getN()) >= 0) {
      throw new Pem.Malformed("its scalar is not from 1 to the order of P-256");
    }
    return new EcdsaP256SecretKey(d);
  }

  static EcdsaP256SecretKey generate(SecureRandom random) {
    // FIPS 186-5 A.2.2, by rejection: uniform from 1 to n - 1.
    BigInteger n = P256.DOMAIN.getN();
    return new EcdsaP256SecretKey(
        BigIntegers.createRandomInRange(BigInteger.ONE, n.subtract(BigInteger.ONE), random));
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ECDSA_P256;
  }

  @Override
  public byte[] publicKey() {
    return EcdsaP256PublicKey.spki(point);
  }

  @Override
  public byte[] sign(byte[] message) {
    ECDSASigner ecdsa = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    ecdsa.init(true, new ECPrivateKeyParameters(new BigInteger(1, scalar), P256.DOMAIN));
    BigInteger[] rs = ecdsa.generateSignature(Digest.sha256(message).bytes());
    ASN1EncodableVector sequence = new ASN1EncodableVector(2);
    sequence.add(new ASN1Integer(rs[0]));
    sequence.add(new ASN1Integer(rs[1]));
    return der(new DERSequence(sequence));
  }

  @Override
  public byte[] pkcs8() {
    ECPrivateKey key =
        new ECPrivateKey(256, new BigInteger(1, scalar), new DERBitString(point), null);
    try {
      return der(
          new PrivateKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
              key));
    } catch (IOException e) {
      throw new UncheckedIOException("a key in memory cannot be encoded", e);
    }
  }

  private static byte[] der(ASN1Object object) {
    try {
      return object.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException("a value in memory cannot be encoded", e);
    }
  }

  @Override
  public void wipe() {
    Arrays.fill(scalar, (byte) 0);
  }
}
