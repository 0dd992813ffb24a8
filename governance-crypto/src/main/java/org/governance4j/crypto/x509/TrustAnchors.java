package org.governance4j.crypto.x509;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.governance4j.ArtifactRejected;

/**
 * Certificates that are trusted, and intermediate ones that come with them.
 *
 * <p>Paths are built and validated after RFC 5280 section 6, with less trust than it asks for: an
 * anchor, which may be an intermediate certificate or the leaf itself, must be valid at the instant
 * and have the rights of a CA like any other; no signature is over less than SHA-256 and no RSA key
 * has less than 2048 bits; names must be spelled alike in DER. Names that a CA is restricted to are
 * heeded ({@link NameConstraints}); a critical extension that is not processed here is refused, and
 * so is every constraint on policies. Revocation is not looked at.
 *
 * <p>The certificates of one object are few and its own, so which of them signed which other is
 * remembered. Nothing is remembered of those that come later. Immutable apart from that; safe for
 * any number of threads.
 */
public final class TrustAnchors {

  private final Set<Certificate> anchors;
  private final Set<Certificate> intermediates;
  private final Map<Link, Boolean> known = new ConcurrentHashMap<>();

  private TrustAnchors(Collection<Certificate> anchors, Collection<Certificate> intermediates) {
    this.anchors = new LinkedHashSet<>(anchors);
    this.intermediates = new LinkedHashSet<>(intermediates);
    this.intermediates.removeAll(this.anchors);
  }

  /** Trusts these. */
  public static TrustAnchors of(Collection<Certificate> anchors) {
    return new TrustAnchors(anchors, List.of());
  }

  /** Trusts the first; the others may stand between them and a leaf. */
  public static TrustAnchors of(
      Collection<Certificate> anchors, Collection<Certificate> intermediates) {
    return new TrustAnchors(anchors, intermediates);
  }

  /**
   * A path to an anchor that is valid at an instant.
   *
   * @param more intermediate certificates from elsewhere, in any order, trusted for nothing
   * @return the leaf first, the anchor last, at most {@value CertificateChain#MAX_CERTIFICATES}
   * @throws ArtifactRejected if there is none; says why the longest attempt came to an end
   */
  public List<Certificate> validate(Certificate leaf, Collection<Certificate> more, Instant at) {
    return new PathSearch(this, leaf, more, at).path();
  }

  Set<Certificate> anchors() {
    return anchors;
  }

  Set<Certificate> intermediates() {
    return intermediates;
  }

  /** Whether one certificate is signed by another of these. */
  boolean isSigned(Certificate subject, Certificate issuer) {
    return owns(subject) && owns(issuer)
        ? known.computeIfAbsent(new Link(subject, issuer), Link::holds)
        : subject.isSignedBy(issuer);
  }

  private boolean owns(Certificate certificate) {
    return anchors.contains(certificate) || intermediates.contains(certificate);
  }

  private record Link(Certificate subject, Certificate issuer) {
    boolean holds() {
      return subject.isSignedBy(issuer);
    }
  }
}
