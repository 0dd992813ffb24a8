package org.governance4j.crypto;

import java.util.Arrays;
import java.util.Collection;
import org.governance4j.ArtifactRejected;
import org.governance4j.SignatureBundle;

/** Trusts one identity that Sigstore's services have vouched for. */
final class OmsKeylessTrust implements OmsTrust {

  private final CertificateIdentity identity;
  private final SigstoreVerifier verifier;
  private final int maxBundleBytes;

  OmsKeylessTrust(TrustedRoot root, CertificateIdentity identity, int maxBundleBytes) {
    this.identity = identity;
    this.verifier = SigstoreVerifier.of(root, identity);
    this.maxBundleBytes = maxBundleBytes;
  }

  @Override
  public Signatory signatory(OmsClaim claim) {
    OmsBundle bundle = claim.bundle();
    if (!(bundle.material() instanceof OmsMaterial.Keyless)) {
      throw new ArtifactRejected(
          "the bundle was signed with "
              + bundle.material().describe()
              + ", trusted is the identity "
              + identity);
    }
    SignedPayload verified =
        verifier
            .verifyDsse(SignatureBundle.of(claim.text(), maxBundleBytes))
            .payload()
            .orElseThrow(() -> new ArtifactRejected("the bundle has no signed payload"));
    // Two readers have read the bundle: what follows must be what was verified.
    if (!verified.type().equals(OmsBundle.PAYLOAD_TYPE)
        || !Arrays.equals(verified.bytes(), bundle.payload())) {
      throw new ArtifactRejected("the payload of the bundle is not the verified one");
    }
    return new Signatory(identity.subject() + " (" + identity.issuer() + ")", null);
  }

  @Override
  public boolean isEnough(Collection<Signatory> signed) {
    return !signed.isEmpty();
  }

  @Override
  public String demand() {
    return "a signature of " + identity;
  }

  @Override
  public String toString() {
    return identity.toString();
  }
}
