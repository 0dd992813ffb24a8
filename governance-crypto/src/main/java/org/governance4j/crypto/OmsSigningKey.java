package org.governance4j.crypto;

import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;

/**
 * A key with what its bundles bring to verify them.
 *
 * @param key that signs
 * @param publicKey its public half
 * @param material the key's name, or its certificates
 */
record OmsSigningKey(KeyHandle key, VerificationKey publicKey, OmsMaterial material) {

  static OmsSigningKey of(KeyHandle key) {
    VerificationKey publicKey = VerificationKey.of(key);
    return new OmsSigningKey(key, publicKey, new OmsMaterial.Key(publicKey.omsHint(), null));
  }

  OmsBundle sign(byte[] payload) {
    byte[] signedBytes = OmsBundle.signedBytes(payload);
    byte[] signature = key.sign(signedBytes);
    // A key service may have rotated its key, or a fault may have hit the arithmetic.
    if (!publicKey.accepts(signedBytes, signature)) {
      throw new KeyUnavailable(
          "the key " + publicKey + " made a signature that its public key does not accept");
    }
    return new OmsBundle(material, payload, signature);
  }
}
