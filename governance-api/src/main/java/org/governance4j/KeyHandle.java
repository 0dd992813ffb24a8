package org.governance4j;

/**
 * Signs without giving out the key: a key file, a token or a key service.
 *
 * <p>Safe for any number of threads; may block when the key lives elsewhere.
 */
public interface KeyHandle extends AutoCloseable {

  /** What its signatures are. */
  KeyAlgorithm algorithm();

  /** The public key as an X.509 SubjectPublicKeyInfo in DER; a copy. */
  byte[] publicKey();

  /**
   * Signs a message.
   *
   * @return the signature in the algorithm's encoding
   * @throws KeyUnavailable if the key was closed or cannot be reached
   */
  byte[] sign(byte[] message);

  /** Wipes or releases the key; it cannot sign any more. */
  @Override
  void close();

  /** A key that refuses to sign. */
  static KeyHandle none() {
    return NoKey.INSTANCE;
  }
}
