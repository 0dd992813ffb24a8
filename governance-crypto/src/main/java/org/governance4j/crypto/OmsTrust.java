package org.governance4j.crypto;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Whose signatures a verifier trusts, and what it takes for them to suffice. */
interface OmsTrust {

  /**
   * Who of the trusted signed a bundle.
   *
   * @throws org.governance4j.ArtifactRejected if nobody did; says why
   */
  Signatory signatory(OmsClaim claim);

  /** Whether the signatures of these over the same claim suffice. */
  boolean isEnough(Collection<Signatory> signed);

  /** For a refusal: what would suffice. */
  String demand();

  /**
   * Somebody who signed.
   *
   * @param name for people
   * @param key null if it is not one of the trusted keys that stands for the signer
   */
  record Signatory(String name, @Nullable VerificationKey key) {}
}
