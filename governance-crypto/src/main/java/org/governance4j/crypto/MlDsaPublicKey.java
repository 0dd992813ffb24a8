package org.governance4j.crypto;

import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.governance4j.KeyAlgorithm;

/** ML-DSA verification (FIPS 204 algorithm 3) with an empty context. */
final class MlDsaPublicKey implements PublicKeyCheck {

  private final MlDsa set;
  private final MLDSAPublicKeyParameters key;

  private MlDsaPublicKey(MlDsa set, MLDSAPublicKeyParameters key) {
    this.set = set;
    this.key = key;
  }

  /** Any bytes of the right number are a key: 32 of a seed and coefficients of 10 bits each. */
  static MlDsaPublicKey of(MlDsa set, byte[] publicKey) {
    return new MlDsaPublicKey(set, new MLDSAPublicKeyParameters(set.parameters(), publicKey));
  }

  @Override
  public KeyAlgorithm algorithm() {
    return set.algorithm();
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    if (signature.length != set.signatureBytes()) {
      return false;
    }
    try {
      MLDSASigner verifier = new MLDSASigner();
      verifier.init(false, key);
      verifier.update(message, 0, message.length);
      return verifier.verifySignature(signature);
    } catch (RuntimeException e) {
      // The bytes are the signer's: what the library chokes on is no signature.
      return false;
    }
  }
}
