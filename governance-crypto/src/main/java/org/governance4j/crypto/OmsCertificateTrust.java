package org.governance4j.crypto;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.CertificateChain;
import org.governance4j.crypto.x509.Certificates;
import org.governance4j.crypto.x509.KeyUsage;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.TimestampAuthority;
import org.governance4j.crypto.x509.TimestampToken;

/** Trusts whoever has a certificate that leads to one of the anchors. */
final class OmsCertificateTrust implements OmsTrust {

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final List<Certificate> anchors;
  private final OmsOptions options;
  private final List<TimestampAuthority> authorities;

  OmsCertificateTrust(List<Certificate> anchors, OmsOptions options) {
    this.anchors = anchors;
    this.options = options;
    TrustedRoot root = options.timestamps();
    this.authorities = root == null ? List.of() : root.timestampAuthorities();
  }

  /** The certificates of a user, who must give at least one. */
  static List<Certificate> anchors(byte[] pem) {
    try {
      return Certificates.readPem(pem);
    } catch (ArtifactRejected e) {
      throw new KeyUnavailable("the trusted certificates cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public Signatory signatory(OmsClaim claim) {
    OmsBundle bundle = claim.bundle();
    if (!(bundle.material() instanceof OmsMaterial.Chain chain)) {
      throw new ArtifactRejected(
          "the bundle was signed with "
              + bundle.material().describe()
              + ", trusted are certificates");
    }
    List<Certificate> certificates = new ArrayList<>();
    for (byte[] der : chain.certificates()) {
      certificates.add(Certificate.parse(der));
    }
    Certificate leaf = certificates.get(0);
    PublicKey key = leaf.publicKey();
    byte[] signature = bundle.signature();
    if (!key.verify(key.usualScheme(), OmsBundle.signedBytes(bundle.payload()), signature)
        && !(options.legacy() && LegacySignature.accepts(key, bundle.payload(), signature))) {
      throw new ArtifactRejected("the signature is not valid for the key of its certificate");
    }
    requirePurpose(leaf);
    CertificateChain.validate(
        leaf,
        certificates.subList(1, certificates.size()),
        anchors,
        time(chain.timestamps(), signature));
    return new Signatory(leaf.toString(), null);
  }

  /** OMS 1.0: the key must be one for signatures. */
  static void requirePurpose(Certificate leaf) {
    if (!leaf.hasKeyUsage(KeyUsage.DIGITAL_SIGNATURE) && !leaf.hasExtendedKeyUsage(CODE_SIGNING)) {
      throw new ArtifactRejected(
          leaf
              + " is for neither digital signatures (key usage) nor code signing (extended key"
              + " usage)");
    }
  }

  /** When the signature existed: as somebody trusted says, else there is no proof but now. */
  private Instant time(List<byte[]> tokens, byte[] signature) {
    if (authorities.isEmpty() || tokens.isEmpty()) {
      return options.clock().instant();
    }
    ArtifactRejected first = null;
    for (byte[] token : tokens) {
      try {
        return TimestampToken.parse(token).verify(signature, authorities);
      } catch (ArtifactRejected e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IllegalStateException("there was a time stamp") : first;
  }

  @Override
  public boolean isEnough(Collection<Signatory> signed) {
    return !signed.isEmpty();
  }

  @Override
  public String demand() {
    return "a certificate that leads to one of " + anchors;
  }

  @Override
  public String toString() {
    return anchors.toString();
  }
}
