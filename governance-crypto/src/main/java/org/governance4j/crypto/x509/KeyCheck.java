package org.governance4j.crypto.x509;

/** The part of a public key that knows its algorithm. Never throws for bad bytes. */
interface KeyCheck {

  PublicKey.Kind kind();

  /** The size of the key as its algorithm states it: of the field, or of the modulus. */
  int bits();

  boolean verify(SignatureScheme scheme, byte[] message, byte[] signature);

  boolean verifyDigest(SignatureScheme scheme, byte[] digest, byte[] signature);
}
