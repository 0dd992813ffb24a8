package org.governance4j.crypto.x509;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 and Ed25519ph. */
final class Ed25519Key implements KeyCheck {
  private final StrictEd25519 key;

  private Ed25519Key(StrictEd25519 key) {
    this.key = key;
  }

  static Ed25519Key of(byte[] point) throws BadDer {
    StrictEd25519 key = point.length == Ed25519.PUBLIC_KEY_SIZE ? StrictEd25519.of(point, 0) : null;
    if (key == null) {
      throw new BadDer("its Ed25519 key is not a canonical point of prime order");
    }
    return new Ed25519Key(key);
  }

  @Override
  public PublicKey.Kind kind() {
    return PublicKey.Kind.ED25519;
  }

  @Override
  public int bits() {
    return 255;
  }

  @Override
  public boolean verify(SignatureScheme scheme, byte[] message, byte[] signature) {
    if (scheme instanceof SignatureScheme.Ed25519ph) {
      return key.verifyDigest(DigestAlgorithm.SHA512.of(message), signature);
    }
    return scheme instanceof SignatureScheme.Ed25519 && key.verify(message, signature);
  }

  @Override
  public boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature) {
    return scheme instanceof SignatureScheme.Ed25519ph && key.verifyDigest(digest, signature);
  }
}
