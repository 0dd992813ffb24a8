package org.governance4j;

import java.io.IOException;

/**
 * Verifies an artifact before it is loaded. The keys it trusts belong to the verifier, not to the
 * bundle.
 *
 * <p>Safe for any number of threads; blocks on I/O.
 */
public interface ArtifactVerifier {

  /**
   * Verifies a file or folder and hands over the very bytes that were verified, so that what is
   * loaded cannot be swapped after the check.
   *
   * @return what was verified
   * @throws ArtifactRejected if anything is not as it was signed, or the bundle cannot be judged
   * @throws IOException if the artifact cannot be read
   */
  VerifiedArtifact verify(ArtifactSource source, SignatureBundle bundle) throws IOException;

  /** A verifier that trusts no key and rejects everything. */
  static ArtifactVerifier none() {
    return (source, bundle) -> {
      throw new ArtifactRejected("no verifier is configured: " + source.path() + " is not trusted");
    };
  }
}
