package org.governance4j.crypto.x509;

import java.security.MessageDigest;
import java.util.Arrays;
import org.governance4j.ArtifactRejected;

/**
 * A public key, equal to another if the bytes of their SubjectPublicKeyInfo are.
 *
 * <p>ECDSA keys are uncompressed points of P-256, P-384 or P-521 given by name (RFC 5480); Ed25519
 * keys canonical points of prime order (RFC 8410); RSA keys have 2048 to 16384 bits (RFC 3279, and
 * RFC 4055, whose parameters bind); ML-DSA keys are written as in RFC 9881. All in DER, so a key
 * has one spelling.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class PublicKey {

  /** More than any key here needs. */
  private static final int MAX_SPKI_BYTES = 1 << 14;

  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String EC = "1.2.840.10045.2.1";
  private static final String ED25519 = "1.3.101.112";

  private final byte[] spki;
  private final KeyCheck check;

  private PublicKey(byte[] spki, KeyCheck check) {
    this.spki = spki;
    this.check = check;
  }

  /**
   * Takes a SubjectPublicKeyInfo in DER, copied.
   *
   * @throws ArtifactRejected if it is not a key of an algorithm known here; the message is a
   *     sentence that starts with "public key"
   */
  public static PublicKey ofSpki(byte[] spki) {
    try {
      return read(spki.clone());
    } catch (BadDer e) {
      throw new ArtifactRejected("public key cannot be used: " + e.reason());
    }
  }

  /** Takes a SubjectPublicKeyInfo that nobody changes. */
  static PublicKey read(byte[] spki) throws BadDer {
    if (spki.length > MAX_SPKI_BYTES) {
      throw new BadDer("it has " + spki.length + " bytes, the limit is " + MAX_SPKI_BYTES);
    }
    Der outer = Der.of(spki);
    Der info = outer.sequence();
    outer.end();
    Der algorithm = info.sequence();
    byte[] key = info.wholeBits();
    info.end();
    KeyCheck check = check(algorithm, key);
    algorithm.end();
    return new PublicKey(spki, check);
  }

  private static KeyCheck check(Der algorithm, byte[] key) throws BadDer {
    String oid = algorithm.oid();
    switch (oid) {
      case EC:
        if (!algorithm.next(Der.OID)) {
          throw new BadDer("its curve is not given by name");
        }
        String name = algorithm.oid();
        EcdsaKey.Curve curve = EcdsaKey.Curve.ofOid(name);
        if (curve == null) {
          throw new BadDer("its curve " + name + " is not P-256, P-384 or P-521");
        }
        return EcdsaKey.of(curve, key);
      case ED25519:
        return Ed25519Key.of(key);
      case RSA:
        AlgorithmId.nothing(algorithm);
        return RsaKey.of(key, null);
      case PssParameters.OID:
        return RsaKey.of(key, algorithm.more() ? PssParameters.read(algorithm) : null);
      default:
        MlDsaKey.ParameterSet set = MlDsaKey.ParameterSet.ofOid(oid);
        if (set == null) {
          throw new BadDer("its algorithm " + oid + " is not known here");
        }
        return MlDsaKey.of(set, key);
    }
  }

  /** The algorithm of the key. */
  public Kind kind() {
    return check.kind();
  }

  /** The bits of the field or of the modulus; of ML-DSA those of the key. */
  public int bits() {
    return check.bits();
  }

  /** The SubjectPublicKeyInfo in DER; a copy. */
  public byte[] spki() {
    return spki.clone();
  }

  /** SHA-256 of the SubjectPublicKeyInfo: the log id of RFC 6962; a new array. */
  public byte[] id() {
    return DigestAlgorithm.SHA256.of(spki);
  }

  /**
   * The scheme that Sigstore and OMS take for a key unless they say otherwise: the curve fixes the
   * digest, RSA is PKCS#1 v1.5 with SHA-256.
   */
  public SignatureScheme usualScheme() {
    return switch (kind()) {
      case ECDSA_P256 -> new SignatureScheme.Ecdsa(DigestAlgorithm.SHA256);
      case ECDSA_P384 -> new SignatureScheme.Ecdsa(DigestAlgorithm.SHA384);
      case ECDSA_P521 -> new SignatureScheme.Ecdsa(DigestAlgorithm.SHA512);
      case ED25519 -> new SignatureScheme.Ed25519();
      case RSA -> new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA256);
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> new SignatureScheme.MlDsa();
    };
  }

  /**
   * Whether this is a signature of the message by the key. Never throws for bad bytes; false too if
   * the scheme does not go with the key.
   */
  public boolean verify(SignatureScheme scheme, byte[] message, byte[] signature) {
    return check.verify(scheme, message, signature);
  }

  /**
   * Whether this is a signature of the message with this digest. False too for the schemes that
   * need the message, which are Ed25519 and ML-DSA, and for a digest of another length than the
   * scheme's.
   */
  public boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature) {
    return check.verifyDigest(scheme, digest, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && MessageDigest.isEqual(spki, key.spki);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spki);
  }

  @Override
  public String toString() {
    return "PublicKey[" + kind() + ", " + bits() + " bits]";
  }

  /** The algorithms. */
  public enum Kind {
    /** ECDSA on P-256. */
    ECDSA_P256,
    /** ECDSA on P-384. */
    ECDSA_P384,
    /** ECDSA on P-521. */
    ECDSA_P521,
    /** Ed25519, also prehashed. */
    ED25519,
    /** RSA, PKCS#1 v1.5 and PSS. */
    RSA,
    /** ML-DSA-44. */
    ML_DSA_44,
    /** ML-DSA-65. */
    ML_DSA_65,
    /** ML-DSA-87. */
    ML_DSA_87
  }
}
