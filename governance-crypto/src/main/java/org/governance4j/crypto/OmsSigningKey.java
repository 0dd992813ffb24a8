package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.Certificates;

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

  OmsSigningKey withCertificates(byte[] pem) {
    List<byte[]> chain = new ArrayList<>();
    try {
      List<Certificate> certificates = Certificates.readPem(pem);
      if (certificates.isEmpty() || certificates.size() > OmsMaterialReader.MAX_CERTIFICATES) {
        throw new KeyUnavailable(
            "the chain has "
                + certificates.size()
                + " certificates, allowed are 1 to "
                + OmsMaterialReader.MAX_CERTIFICATES);
      }
      if (!Arrays.equals(certificates.get(0).spki(), publicKey.spki())) {
        throw new KeyUnavailable(
            "the first certificate is not one of the key " + publicKey + " that is to sign");
      }
      OmsCertificateTrust.requirePurpose(certificates.get(0));
      certificates.forEach(certificate -> chain.add(certificate.encoded()));
    } catch (ArtifactRejected e) {
      throw new KeyUnavailable("the certificate cannot be used: " + e.getMessage(), e);
    }
    return new OmsSigningKey(
        key, publicKey, new OmsMaterial.Chain(List.copyOf(chain), List.of()));
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
