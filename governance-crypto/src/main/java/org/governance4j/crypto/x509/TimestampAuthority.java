package org.governance4j.crypto.x509;

import java.time.Instant;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * An authority whose timestamps are trusted for a time.
 *
 * <p>The last certificate of its chain is the anchor. If the first is that of a signer, which is to
 * say no CA, then it alone may sign; else whomever the CAs of the chain name may.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class TimestampAuthority {
  private final List<Certificate> chain;
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final TrustAnchors trust;

  /**
   * Trusts an authority.
   *
   * @param chain the signer or the lowest CA first, the anchor last
   * @param from the first instant of which its timestamps are trusted; null if there is none
   * @param to the last one; null if there is none
   * @throws ArtifactRejected if the chain is empty or has more than 10 certificates
   */
  public TimestampAuthority(List<Certificate> chain, @Nullable Instant from, @Nullable Instant to) {
    if (chain.isEmpty() || chain.size() > CertificateChain.MAX_CERTIFICATES) {
      throw new ArtifactRejected(
          "a timestamp authority has "
              + chain.size()
              + " certificates, not from 1 to "
              + CertificateChain.MAX_CERTIFICATES);
    }
    this.chain = List.copyOf(chain);
    this.from = from;
    this.to = to;
    this.trust = TrustAnchors.of(chain.subList(chain.size() - 1, chain.size()), chain);
  }

  /** Its certificates, the anchor last. */
  public List<Certificate> chain() {
    return chain;
  }

  /** The first instant of which its timestamps are trusted, or null. */
  public @Nullable Instant from() {
    return from;
  }

  /** The last instant of which its timestamps are trusted, or null. */
  public @Nullable Instant to() {
    return to;
  }

  /** The only one who may sign, or null if the CAs of the chain say who may. */
  @Nullable Certificate signer() {
    return chain.get(0).isCa() ? null : chain.get(0);
  }

  /** Why this signer's timestamp of that instant is not trusted, or null. */
  @Nullable String fault(Certificate signer, List<Certificate> embedded, Instant time) {
    if ((from != null && time.isBefore(from)) || (to != null && time.isAfter(to))) {
      return "its authority is trusted from "
          + (from == null ? "ever" : from)
          + " to "
          + (to == null ? "ever" : to);
    }
    try {
      Purpose.TIME_STAMPING.check(trust.validate(signer, embedded, time));
      return null;
    } catch (ArtifactRejected e) {
      return e.getMessage();
    }
  }

  @Override
  public String toString() {
    return "TimestampAuthority[" + chain.get(0).subject() + ", from " + from + " to " + to + "]";
  }
}
