package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    try {
      // A certificate that signed itself is often given as its own chain.
      Set<Certificate> certificates = new LinkedHashSet<>(Certificates.readPem(pem));
      if (certificates.size() > OmsMaterialReader.MAX_CERTIFICATES) {
        throw new KeyUnavailable(
            "the chain has "
                + certificates.size()
                + " certificates, the limit is "
                + OmsMaterialReader.MAX_CERTIFICATES);
      }
      Certificate leaf = certificates.iterator().next();
      if (!Arrays.equals(leaf.spki(), publicKey.spki())) {
        throw new KeyUnavailable(
            "the first certificate, "
                + leaf
                + ", is not one of the key "
                + publicKey
                + " that is to sign");
      }
      OmsCertificateTrust.requirePurpose(leaf);
      List<byte[]> chain = new ArrayList<>();
      certificates.forEach(certificate -> chain.add(certificate.encoded()));
      return new OmsSigningKey(
          key, publicKey, new OmsMaterial.Chain(List.copyOf(chain), List.of()));
    } catch (ArtifactRejected e) {
      throw new KeyUnavailable("the certificate cannot be used: " + e.getMessage(), e);
    }
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
