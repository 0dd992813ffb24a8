package org.governance4j.crypto.x509;

import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;

/** What a path is good for, judged after it was found valid. */
public enum Purpose {
  /** Signing models (OMS): the leaf has key usage digitalSignature or the purpose codeSigning. */
  MODEL_SIGNING {
    @Override
    boolean allows(Certificate leaf) {
      return leaf.hasKeyUsage(KeyUsage.DIGITAL_SIGNATURE)
          || leaf.hasExtendedKeyUsage(CODE_SIGNING_OID);
    }

    @Override
    String needs() {
      return "neither the key usage digitalSignature nor the purpose codeSigning";
    }

    @Override
    boolean binds(Certificate leaf) {
      return leaf.hasExtendedKeyUsage(CODE_SIGNING_OID);
    }

    @Override
    String oid() {
      return CODE_SIGNING_OID;
    }
  },

  /** A certificate of Fulcio: the leaf is no CA and has the purpose codeSigning. */
  CODE_SIGNING {
    @Override
    boolean allows(Certificate leaf) {
      return !leaf.isCa()
          && leaf.hasExtendedKeyUsage(CODE_SIGNING_OID)
          && (leaf.extension(Extensions.KEY_USAGE) == null
              || leaf.hasKeyUsage(KeyUsage.DIGITAL_SIGNATURE));
    }

    @Override
    String needs() {
      return "not the purpose codeSigning, or no key usage digitalSignature, or is a CA";
    }

    @Override
    boolean binds(Certificate leaf) {
      return true;
    }

    @Override
    String oid() {
      return CODE_SIGNING_OID;
    }
  },

  /** A timestamp authority (RFC 3161): the leaf has the purpose timeStamping alone, critical. */
  TIME_STAMPING {
    @Override
    boolean allows(Certificate leaf) {
      return leaf.extendedKeyUsage().equals(Set.of(TIME_STAMPING_OID))
          && leaf.isCritical(Extensions.EXTENDED_KEY_USAGE)
          && (leaf.extension(Extensions.KEY_USAGE) == null
              || leaf.hasKeyUsage(KeyUsage.DIGITAL_SIGNATURE)
              || leaf.hasKeyUsage(KeyUsage.CONTENT_COMMITMENT));
    }

    @Override
    String needs() {
      return "not the purpose timeStamping alone and critical, or no key usage for signatures";
    }

    @Override
    boolean binds(Certificate leaf) {
      return true;
    }

    @Override
    String oid() {
      return TIME_STAMPING_OID;
    }
  };

  private static final String CODE_SIGNING_OID = "1.3.6.1.5.5.7.3.3";
  private static final String TIME_STAMPING_OID = "1.3.6.1.5.5.7.3.8";
  private static final String ANY_PURPOSE_OID = "2.5.29.37.0";

  /**
   * Judges a path that {@link TrustAnchors#validate} gave.
   *
   * @throws ArtifactRejected if the leaf has not the purpose, or a CA of the path is restricted to
   *     others
   */
  public void check(List<Certificate> path) {
    Certificate leaf = path.get(0);
    if (!allows(leaf)) {
      throw new ArtifactRejected(leaf + " has " + needs());
    }
    if (!binds(leaf)) {
      return;
    }
    for (Certificate ca : path.subList(1, path.size())) {
      if (sigstore() && !isConforming(ca)) {
        throw new ArtifactRejected(
            ca + " has no critical basic constraints or does not state the key usage keyCertSign");
      }
      if (!ca.extendedKeyUsage().isEmpty()
          && !ca.hasExtendedKeyUsage(oid())
          && !ca.hasExtendedKeyUsage(ANY_PURPOSE_OID)) {
        throw new ArtifactRejected(ca + " is restricted to other purposes");
      }
    }
  }

  /** What RFC 5280 demands of those who make a CA, though not of those who judge it. */
  private static boolean isConforming(Certificate ca) {
    return ca.isCritical(Extensions.BASIC_CONSTRAINTS) && ca.hasKeyUsage(KeyUsage.KEY_CERT_SIGN);
  }

  private boolean sigstore() {
    return this != MODEL_SIGNING;
  }

  abstract boolean allows(Certificate leaf);

  /** What a leaf has that is refused, as the end of a sentence. */
  abstract String needs();

  /** Whether the purposes of the CAs matter, as the leaf relies on its own. */
  abstract boolean binds(Certificate leaf);

  abstract String oid();
}
