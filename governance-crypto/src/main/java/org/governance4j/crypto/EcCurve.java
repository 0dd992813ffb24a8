package org.governance4j.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.governance4j.KeyAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The curves that ECDSA is used on, in the form with the fast field arithmetic, each with the hash
 * that goes with it and with how its public keys are written (RFC 5480, the uncompressed point).
 */
final class EcCurve {
  static final EcCurve P256 =
      new EcCurve(
          "P-256",
          KeyAlgorithm.ECDSA_P256,
          SECObjectIdentifiers.secp256r1,
          32,
          "SHA-256",
          SHA256Digest::new,
          "3059301306072a8648ce3d020106082a8648ce3d030107034200");
  static final EcCurve P384 =
      new EcCurve(
          "P-384",
          KeyAlgorithm.ECDSA_P384,
          SECObjectIdentifiers.secp384r1,
          48,
          "SHA-384",
          SHA384Digest::new,
          "3076301006072a8648ce3d020106052b81040022036200");
  static final EcCurve P521 =
      new EcCurve(
          "P-521",
          KeyAlgorithm.ECDSA_P521,
          SECObjectIdentifiers.secp521r1,
          66,
          "SHA-512",
          SHA512Digest::new,
          "30819b301006072a8648ce3d020106052b8104002303818600");

  private static final List<EcCurve> CURVES = List.of(P256, P384, P521);

  private final String name;
  private final KeyAlgorithm algorithm;
  private final ASN1ObjectIdentifier oid;
  private final int fieldBytes;
  private final String hash;
  private final Supplier<Digest> nonceHash;
  private final byte[] spkiPrefix;

  // Set up when first used: each takes milliseconds, and most callers need one.
  private volatile @Nullable ECNamedDomainParameters domain;

  private EcCurve(
      String name,
      KeyAlgorithm algorithm,
      ASN1ObjectIdentifier oid,
      int fieldBytes,
      String hash,
      Supplier<Digest> nonceHash,
      String spkiPrefix) {
    this.name = name;
    this.algorithm = algorithm;
    this.oid = oid;
    this.fieldBytes = fieldBytes;
    this.hash = hash;
    this.nonceHash = nonceHash;
    this.spkiPrefix = HexFormat.of().parseHex(spkiPrefix);
  }

  /** The curve with this object identifier, or null; anything else than a name is none. */
  static @Nullable EcCurve of(@Nullable ASN1Encodable parameters) {
    for (EcCurve curve : CURVES) {
      if (curve.oid.equals(parameters)) {
        return curve;
      }
    }
    return null;
  }

  /** The curve of an algorithm; the caller has excluded the other algorithms. */
  static EcCurve of(KeyAlgorithm algorithm) {
    return algorithm == KeyAlgorithm.ECDSA_P256
        ? P256
        : algorithm == KeyAlgorithm.ECDSA_P384 ? P384 : P521;
  }

  String curveName() {
    return name;
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }

  ASN1ObjectIdentifier oid() {
    return oid;
  }

  ECNamedDomainParameters domain() {
    ECNamedDomainParameters known = domain;
    if (known == null) {
      known = new ECNamedDomainParameters(oid, CustomNamedCurves.getByOID(oid));
      domain = known;
    }
    return known;
  }

  /** Bytes of a coordinate, and of a scalar. */
  int fieldBytes() {
    return fieldBytes;
  }

  /** What the JDK calls the hash. */
  String hash() {
    return hash;
  }

  byte[] hash(byte[] message) {
    try {
      return MessageDigest.getInstance(hash).digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + hash, e);
    }
  }

  /** The hash that derives nonces (RFC 6979). */
  Digest nonceHash() {
    return nonceHash.get();
  }

  /** The SubjectPublicKeyInfo of an uncompressed point, its leading 4 included. */
  byte[] spki(byte[] point) {
    byte[] spki = Arrays.copyOf(spkiPrefix, spkiPrefix.length + point.length);
    System.arraycopy(point, 0, spki, spkiPrefix.length, point.length);
    return spki;
  }
}
