package org.governance4j.crypto.x509;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * One search for a path, from the leaf on and depth first, the likelier issuer first.
 *
 * <p>Certificates that sign each other round and round make far more paths than anyone can try. So
 * what is cheap to check is checked before a signature is, and the search gives up after a number
 * of steps that no honest set of certificates comes near.
 */
final class PathSearch {
  private static final int MAX_STEPS = 200;
  private static final int MAX_INTERMEDIATES = 100;

  private final TrustAnchors trust;
  private final Certificate leaf;
  private final Instant at;
  private final Set<Certificate> candidates = new LinkedHashSet<>();
  private final List<Certificate> path = new ArrayList<>();
  private String fault = "";
  private int faultDepth = -1;
  private int steps;

  PathSearch(TrustAnchors trust, Certificate leaf, Collection<Certificate> more, Instant at) {
    if (more.size() > MAX_INTERMEDIATES) {
      throw new ArtifactRejected(
          "there are "
              + more.size()
              + " intermediate certificates, the limit is "
              + MAX_INTERMEDIATES);
    }
    this.trust = trust;
    this.leaf = leaf;
    this.at = at;
    candidates.addAll(trust.anchors());
    candidates.addAll(trust.intermediates());
    candidates.addAll(more);
  }

  List<Certificate> path() {
    if (trust.anchors().isEmpty()) {
      throw new ArtifactRejected("there is no trusted certificate to judge " + leaf + " by");
    }
    String first = fault(leaf);
    if (first != null) {
      throw new ArtifactRejected(first);
    }
    leaf.publicKey(); // Refuses one that is too short or not known here.
    path.add(leaf);
    if (!complete()) {
      throw new ArtifactRejected("no path to a trusted certificate: " + fault);
    }
    return List.copyOf(path);
  }

  /** Whether the path ends in an anchor or could be continued to one. */
  private boolean complete() {
    Certificate last = path.get(path.size() - 1);
    if (trust.anchors().contains(last)) {
      String excluded = NameConstraints.fault(path);
      if (excluded == null) {
        return true;
      }
      note(excluded);
      return false;
    }
    List<Certificate> issuers = issuers(last);
    if (issuers.isEmpty()) {
      note("the issuer of " + last + ", which is " + last.issuer() + ", is not at hand");
    }
    for (Certificate issuer : issuers) {
      if (path.size() == CertificateChain.MAX_CERTIFICATES) {
        note("it would have more than " + CertificateChain.MAX_CERTIFICATES + " certificates");
        return false;
      }
      if (++steps > MAX_STEPS) {
        faultDepth = -1;
        note("none was found in " + MAX_STEPS + " steps");
        return false;
      }
      String wrong = fault(last, issuer);
      if (wrong != null) {
        note(wrong);
        continue;
      }
      path.add(issuer);
      if (complete()) {
        return true;
      }
      path.remove(path.size() - 1);
    }
    return false;
  }

  /** Those with the right name that are not on the path yet; anchors first, by key id. */
  private List<Certificate> issuers(Certificate subject) {
    List<Certificate> likely = new ArrayList<>();
    List<Certificate> others = new ArrayList<>();
    byte[] keyId = subject.extensions().authorityKeyId();
    for (Certificate candidate : candidates) {
      if (candidate.subjectName().equals(subject.issuerName()) && !isOnPath(candidate)) {
        byte[] id = candidate.extensions().subjectKeyId();
        boolean other = keyId != null && id != null && !Arrays.equals(keyId, id);
        (other ? others : likely).add(candidate);
      }
    }
    likely.addAll(others);
    return likely;
  }

  /** The same holder with the same key, under another certificate, is on the path as well. */
  private boolean isOnPath(Certificate candidate) {
    for (Certificate member : path) {
      if (member.equals(candidate)
          || (member.subjectName().equals(candidate.subjectName())
              && Arrays.equals(member.spki(), candidate.spki()))) {
        return true;
      }
    }
    return false;
  }

  /** What is wrong with any certificate, or null. */
  private @Nullable String fault(Certificate certificate) {
    if (!certificate.isValidAt(at)) {
      return certificate
          + " is valid from "
          + certificate.notBefore()
          + " to "
          + certificate.notAfter()
          + ", not at "
          + at;
    }
    String extension = certificate.extensions().unprocessed();
    return extension == null
        ? null
        : certificate + " has the critical extension " + extension + ", which is not known here";
  }

  /** What is wrong with one as the issuer of the last of the path, or null. */
  private @Nullable String fault(Certificate subject, Certificate issuer) {
    if (!issuer.isCa()) {
      return issuer + " is not a CA";
    }
    if (issuer.extensions().has(Extensions.KEY_USAGE)
        && !issuer.hasKeyUsage(KeyUsage.KEY_CERT_SIGN)) {
      return issuer + " has not the key usage keyCertSign";
    }
    int below = 0;
    for (Certificate member : path.subList(1, path.size())) {
      below += member.selfIssued() ? 0 : 1;
    }
    int limit = issuer.extensions().pathLength();
    if (limit >= 0 && below > limit) {
      return issuer + " allows " + limit + " CAs below it, there are " + below;
    }
    String wrong = fault(issuer);
    return wrong == null ? signatureFault(subject, issuer) : wrong;
  }

  private @Nullable String signatureFault(Certificate subject, Certificate issuer) {
    try {
      if (!Strength.suffices(subject.signatureScheme())) {
        return subject + " is signed over a digest weaker than SHA-256";
      }
      return trust.isSigned(subject, issuer)
          ? null
          : "the signature on " + subject + " is not by " + issuer;
    } catch (ArtifactRejected e) {
      return e.getMessage(); // A key or an algorithm that is not known: another issuer may do.
    }
  }

  private void note(String reason) {
    if (path.size() > faultDepth) {
      fault = reason;
      faultDepth = path.size();
    }
  }
}
