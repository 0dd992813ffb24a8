package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;

/**
 * The secret half of a key pair in memory, with what its algorithm does with it. Not safe for
 * threads: {@link SoftwareKey} keeps {@link #wipe} apart from the rest.
 */
interface SecretKey {

  KeyAlgorithm algorithm();

  /** The public half as SubjectPublicKeyInfo. */
  byte[] publicKey();

  byte[] sign(byte[] message);

  /**
   * Signs a message of which only the hash is here: that of the algorithm, and for Ed25519 SHA-512,
   * which makes it Ed25519ph (RFC 8032 section 5.1).
   *
   * @throws KeyUnavailable if the algorithm cannot
   */
  default byte[] signHash(byte[] hash) {
    throw new KeyUnavailable("keys of " + algorithm().word() + " cannot sign a hash");
  }

  /** The key as PKCS#8 PrivateKeyInfo in DER; the caller wipes it. */
  byte[] pkcs8();

  /** Overwrites the secret. */
  void wipe();
}
