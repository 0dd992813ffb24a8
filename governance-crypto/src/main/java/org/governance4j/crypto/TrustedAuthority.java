package org.governance4j.crypto;

import java.util.List;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.TimestampAuthority;
import org.governance4j.crypto.x509.TrustAnchors;

/**
 * A certificate authority of a trusted root, or a timestamp authority.
 *
 * @param chain the certificates, the root last
 * @param anchors the same for finding paths
 */
record TrustedAuthority(List<Certificate> chain, TrustAnchors anchors, Validity validity) {

  static TrustedAuthority of(List<Certificate> chain, Validity validity) {
    int last = chain.size() - 1;
    return new TrustedAuthority(
        List.copyOf(chain),
        TrustAnchors.of(chain.subList(last, last + 1), chain.subList(0, last)),
        validity);
  }

  TimestampAuthority forTimestamps() {
    return new TimestampAuthority(chain, validity.start(), validity.end());
  }
}
