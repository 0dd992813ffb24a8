package org.governance4j.crypto;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.CertificateChain;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.TimestampAuthority;
import org.governance4j.crypto.x509.TimestampToken;

/** Trusts whoever has a certificate that leads to one of the anchors. */
final class OmsCertificateTrust implements OmsTrust {

  private final List<Certificate> anchors;
  private final Clock clock;
  private final List<TimestampAuthority> authorities;
  private final boolean legacy;

  OmsCertificateTrust(
      List<Certificate> anchors,
      Clock clock,
      List<TimestampAuthority> authorities,
      boolean legacy) {
    this.anchors = anchors;
    this.clock = clock;
    this.authorities = authorities;
    this.legacy = legacy;
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
    PublicKey key = PublicKey.ofSpki(leaf.spki());
    byte[] signedBytes = OmsBundle.signedBytes(bundle.payload());
    if (!key.verify(key.usualScheme(), signedBytes, bundle.signature())
        && !(legacy && LegacySignature.accepts(key, bundle.payload(), bundle.signature()))) {
      throw new ArtifactRejected("the signature is not valid for the key of its certificate");
    }
    requirePurpose(leaf);
    CertificateChain.validate(
        leaf,
        certificates.subList(1, certificates.size()),
        anchors,
        time(chain.timestamps(), bundle.signature()));
    return new Signatory(name(leaf), null);
  }

  private static void requirePurpose(Certificate leaf) {
  }

  /** When the signature existed: proven if somebody trusted says so, else the time is now. */
  private Instant time(List<byte[]> timestamps, byte[] signature) {
    if (authorities.isEmpty() || timestamps.isEmpty()) {
      return clock.instant();
    }
    ArtifactRejected first = null;
    for (byte[] timestamp : timestamps) {
      try {
        return TimestampToken.verify(timestamp, signature, authorities);
      } catch (ArtifactRejected e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private static String name(Certificate leaf) {
    return "certificate:" ;
  }

  @Override
  public boolean isEnough(Collection<Signatory> signed) {
    return !signed.isEmpty();
  }

  @Override
  public String demand() {
    return "a certificate under a trusted one";
  }
}
