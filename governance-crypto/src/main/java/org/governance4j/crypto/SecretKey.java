package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;

/**
 * The secret half of a key pair in memory, with what its algorithm does with it. Not safe for
 * threads: {@link SoftwareKey} keeps {@link #wipe} apart from the rest.
 */
interface SecretKey {

  KeyAlgorithm algorithm();

  /** The public half as SubjectPublicKeyInfo. */
  byte[] publicKey();

  byte[] sign(byte[] message);

  /** The key as PKCS#8 PrivateKeyInfo in DER; the caller wipes it. */
  byte[] pkcs8();

  /** Overwrites the secret. */
  void wipe();
}
