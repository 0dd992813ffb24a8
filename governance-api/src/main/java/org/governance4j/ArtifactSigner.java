package org.governance4j;

import java.io.IOException;

/**
 * Signs model and data artifacts, in a build or a release job.
 *
 * <p>Safe for any number of threads; blocks on I/O.
 */
public interface ArtifactSigner {

  /**
   * Signs a file or folder as it is now.
   *
   * @return the detached signature
   * @throws IOException if the artifact cannot be read
   * @throws ArtifactRejected if it cannot be signed: nothing in it, a link, a name that is not
   *     UTF-8
   * @throws KeyUnavailable if the key cannot sign
   */
  SignatureBundle sign(ArtifactSource source) throws IOException;

  /** A signer that refuses. */
  static ArtifactSigner none() {
    return source -> {
      throw new KeyUnavailable("no signer is configured");
    };
  }
}
