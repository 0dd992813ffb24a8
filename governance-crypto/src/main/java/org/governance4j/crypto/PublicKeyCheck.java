package org.governance4j.crypto;

import org.governance4j.KeyAlgorithm;

/** The public half of a key pair: says whether a signature is one of its. Safe for threads. */
interface PublicKeyCheck {

  KeyAlgorithm algorithm();

  /** Never throws for bad bytes: whatever is not a signature of the message is not accepted. */
  boolean accepts(byte[] message, byte[] signature);

  /** The same for {@link SecretKey#signHash}; what cannot be signed is not accepted. */
  default boolean acceptsHash(byte[] hash, byte[] signature) {
    return false;
  }
}
