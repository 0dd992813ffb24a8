package org.governance4j.crypto;

import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.governance4j.KeyAlgorithm;

/** ECDSA verification with the hash of the curve (FIPS 186-5), signatures in strict DER. */
final class EcdsaPublicKey implements PublicKeyCheck {

  private final EcCurve curve;
  private final ECPublicKeyParameters key;

  private EcdsaPublicKey(EcCurve curve, ECPublicKeyParameters key) {
    this.curve = curve;
    this.key = key;
  }

  /** Reads what {@link EcCurve#ofSpki} recognised as one of its keys. */
  static EcdsaPublicKey of(EcCurve curve, byte[] spki) throws Pem.Malformed {
    try {
      return new EcdsaPublicKey(
          curve,
          new ECPublicKeyParameters(
              curve.domain().getCurve().decodePoint(curve.point(spki)), curve.domain()));
    } catch (IllegalArgumentException e) {
      throw new Pem.Malformed("its point is not on the curve " + curve.curveName());
    }
  }

  @Override
  public KeyAlgorithm algorithm() {
    return curve.algorithm();
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    return acceptsHash(curve.hash(message), signature);
  }

  @Override
  public boolean acceptsHash(byte[] hash, byte[] signature) {
    EcdsaSignature parsed = EcdsaSignature.parse(signature, curve.fieldBytes());
    if (parsed == null) {
      return false;
    }
    ECDSASigner ecdsa = new ECDSASigner();
    ecdsa.init(false, key);
    return ecdsa.verifySignature(hash, parsed.r(), parsed.s());
  }
}
