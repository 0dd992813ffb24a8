package org.governance4j.crypto.x509;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.governance4j.ArtifactRejected;

/**
 * Builds and validates the path from a certificate to one that is trusted; see {@link
 * TrustAnchors}, which is for who asks more than once.
 */
public final class CertificateChain {

  /** The longest path, leaf and anchor included. */
  public static final int MAX_CERTIFICATES = 10;

  private CertificateChain() {}

  /**
   * A path that is valid at an instant.
   *
   * @return the leaf first, the anchor last; the leaf alone if it is itself an anchor
   * @throws ArtifactRejected if there is none; says why the longest attempt came to an end
   */
  public static List<Certificate> validate(
      Certificate leaf,
      Collection<Certificate> intermediates,
      Collection<Certificate> anchors,
      Instant at) {
    return TrustAnchors.of(anchors).validate(leaf, intermediates, at);
  }
}
