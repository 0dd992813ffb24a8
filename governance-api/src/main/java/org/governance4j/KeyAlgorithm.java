package org.governance4j;

/** The signature algorithms that keys of this library have. */
public enum KeyAlgorithm {
  /** Ed25519 (RFC 8032), 64-byte signatures. */
  ED25519("ed25519"),
  /** ECDSA on P-256 with SHA-256, DER signatures. */
  ECDSA_P256("ecdsa-p256"),
  /** ML-DSA-44 (FIPS 204), empty context. */
  ML_DSA_44("ml-dsa-44"),
  /** ML-DSA-65 (FIPS 204), empty context. */
  ML_DSA_65("ml-dsa-65");

  private final String word;

  KeyAlgorithm(String word) {
    this.word = word;
  }

  /** The word for it on the command line and in files. */
  public String word() {
    return word;
  }
}
