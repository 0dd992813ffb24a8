package org.governance4j.crypto;

import java.time.Instant;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.Purpose;
import org.governance4j.crypto.x509.SignedCertificateTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a signer's certificate comes from an authority of a trusted root, was valid whenever
 * the signature existed, is for signing code and is known to a certificate transparency log.
 */
final class CertificateChecks {

  private final TrustedRoot root;
  private final boolean logged;

  /**
   * Makes the checks.
   *
   * @param logged whether a certificate transparency log must know the certificate
   */
  CertificateChecks(TrustedRoot root, boolean logged) {
    this.root = root;
    this.logged = logged;
  }

  /**
   * Returns if all of this holds.
   *
   * @param certificates the leaf first
   * @param times when the signature existed, at least one
   * @throws ArtifactRejected if it does not
   */
  void require(List<Certificate> certificates, List<Instant> times) {
    Certificate leaf = certificates.get(0);
    List<Certificate> others = certificates.subList(1, certificates.size());
    for (Certificate other : others) {
      if (other.selfIssued()) {
        throw new ArtifactRejected(
            "the bundle brings a root certificate, which only the trusted root may do");
      }
    }
    List<Certificate> path = path(leaf, others, times.get(0));
    for (Instant time : times.subList(1, times.size())) {
      path(leaf, others, time);
    }
    if (logged) {
      requireLogged(leaf, path.get(1));
    }
  }

  /** The way from the leaf to an authority that could be relied on at that time. */
  private List<Certificate> path(Certificate leaf, List<Certificate> others, Instant at) {
    ArtifactRejected last = null;
    for (TrustedAuthority authority : root.certificateAuthorities()) {
      if (!authority.validity().covers(at)) {
        continue;
      }
      try {
        List<Certificate> path = authority.anchors().validate(leaf, others, at);
        Purpose.CODE_SIGNING.check(path);
        if (path.size() < 2) {
          throw new ArtifactRejected("it is one of the authority itself");
        }
        return path;
      } catch (ArtifactRejected e) {
        last = e;
      }
    }
    throw new ArtifactRejected(
        "the signer's certificate does not come from an authority that was trusted at "
            + at
            + (last == null ? "" : ": " + last.getMessage()),
        last);
  }

  private void requireLogged(Certificate leaf, Certificate issuer) {
    List<SignedCertificateTimestamp> timestamps = SignedCertificateTimestamp.embeddedIn(leaf);
    boolean found = false;
    for (SignedCertificateTimestamp timestamp : timestamps) {
      TrustedLog log = log(timestamp);
      if (log != null) {
        if (!timestamp.isSignedBy(log.key(), leaf, issuer)) {
          throw new ArtifactRejected(
              "the signed certificate timestamp of the log " + log.baseUrl() + " is wrong");
        }
        found = true;
      }
    }
    if (!found) {
      throw new ArtifactRejected(
          "the signer's certificate has no signed certificate timestamp of a log that was trusted"
              + " then, but "
              + timestamps.size()
              + " of others");
    }
  }

  private @Nullable TrustedLog log(SignedCertificateTimestamp timestamp) {
    for (TrustedLog log : root.certificateLogs()) {
      if (log.hasId(timestamp.logId()) && log.validAt(timestamp.timestamp())) {
        return log;
      }
    }
    return null;
  }
}
