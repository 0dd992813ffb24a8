package org.governance4j.crypto.x509;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.jspecify.annotations.Nullable;

/** ECDSA verification (FIPS 186-5) on the NIST curves; the point is uncompressed. */
final class EcdsaKey implements KeyCheck {

  private final Curve curve;
  private final ECPublicKeyParameters key;

  private EcdsaKey(Curve curve, ECPublicKeyParameters key) {
    this.curve = curve;
    this.key = key;
  }

  static EcdsaKey of(Curve curve, byte[] point) throws BadDer {
    // RFC 5480 leaves compressed points to the reader: without them a key has one spelling.
    if (point.length != 1 + 2 * curve.scalarBytes || point[0] != 4) {
      throw new BadDer("its point is not an uncompressed one of " + curve.word);
    }
    ECNamedDomainParameters domain = curve.domain();
    try {
      return new EcdsaKey(
          curve, new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain));
    } catch (IllegalArgumentException e) {
      throw new BadDer("its point is not on the curve " + curve.word);
    }
  }

  @Override
  public PublicKey.Kind kind() {
    return curve.kind;
  }

  @Override
  public int bits() {
    return curve.bits;
  }

  @Override
  public boolean verify(SignatureScheme scheme, byte[] message, byte[] signature) {
    if (scheme instanceof SignatureScheme.Ecdsa der) {
      return verifyDigest(scheme, der.digest().of(message), signature);
    }
    return scheme instanceof SignatureScheme.EcdsaP1363 p1363
        && verifyDigest(scheme, p1363.digest().of(message), signature);
  }

  @Override
  public boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature) {
    if (scheme instanceof SignatureScheme.Ecdsa der) {
      return verify(der.digest(), digest, der(signature));
    }
    return scheme instanceof SignatureScheme.EcdsaP1363 p1363
        && verify(p1363.digest(), digest, p1363(signature));
  }

  private boolean verify(DigestAlgorithm algorithm, byte[] digest, BigInteger @Nullable [] rs) {
    if (rs == null || digest.length != algorithm.bytes()) {
      return false;
    }
    ECDSASigner ecdsa = new ECDSASigner();
    ecdsa.init(false, key);
    // Refuses r and s that are not from 1 to n - 1.
    return ecdsa.verifySignature(digest, rs[0], rs[1]);
  }

  /** The integers of an ECDSA-Sig-Value, or null: only one spelling is accepted. */
  private BigInteger @Nullable [] der(byte[] signature) {
    if (signature.length > 2 * curve.scalarBytes + 9) {
      return null;
    }
    try {
      Der outer = Der.of(signature);
      Der integers = outer.sequence();
      outer.end();
      BigInteger r = integers.integer();
      BigInteger s = integers.integer();
      integers.end();
      return new BigInteger[] {r, s};
    } catch (BadDer e) {
      return null;
    }
  }

  private BigInteger @Nullable [] p1363(byte[] signature) {
    if (signature.length != 2 * curve.scalarBytes) {
      return null;
    }
    return new BigInteger[] {
      new BigInteger(1, Arrays.copyOf(signature, curve.scalarBytes)),
      new BigInteger(1, Arrays.copyOfRange(signature, curve.scalarBytes, signature.length))
    };
  }

  /** The curves, in the form with the fast field arithmetic; each is set up when first used. */
  enum Curve {
    P256("P-256", "1.2.840.10045.3.1.7", 256, PublicKey.Kind.ECDSA_P256),
    P384("P-384", "1.3.132.0.34", 384, PublicKey.Kind.ECDSA_P384),
    P521("P-521", "1.3.132.0.35", 521, PublicKey.Kind.ECDSA_P521);

    private final String word;
    private final String oid;
    private final int bits;
    private final int scalarBytes;
    private final PublicKey.Kind kind;

    Curve(String word, String oid, int bits, PublicKey.Kind kind) {
      this.word = word;
      this.oid = oid;
      this.bits = bits;
      this.scalarBytes = (bits + 7) / 8;
      this.kind = kind;
    }

    static @Nullable Curve ofOid(String oid) {
      for (Curve curve : values()) {
        if (curve.oid.equals(oid)) {
          return curve;
        }
      }
      return null;
    }

    private ECNamedDomainParameters domain() {
      return switch (this) {
        case P256 -> P256Domain.VALUE;
        case P384 -> P384Domain.VALUE;
        case P521 -> P521Domain.VALUE;
      };
    }
  }

  private static final class P256Domain {
    static final ECNamedDomainParameters VALUE = make(SECObjectIdentifiers.secp256r1);
  }

  private static final class P384Domain {
    static final ECNamedDomainParameters VALUE = make(SECObjectIdentifiers.secp384r1);
  }

  private static final class P521Domain {
    static final ECNamedDomainParameters VALUE = make(SECObjectIdentifiers.secp521r1);
  }

  private static ECNamedDomainParameters make(ASN1ObjectIdentifier oid) {
    return new ECNamedDomainParameters(oid, CustomNamedCurves.getByOID(oid));
  }
}
