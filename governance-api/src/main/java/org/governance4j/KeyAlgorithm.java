package org.governance4j;

/** The signature algorithms that keys of this library have. */
public enum KeyAlgorithm {
  /** Ed25519 (RFC 8032), 64-byte signatures. */
  ED25519("ed25519"),
  /** ECDSA on P-256 with SHA-256, DER signatures. */
  ECDSA_P256("ecdsa-p256"),
  /** ECDSA on P-384 with SHA-384, DER signatures. */
  ECDSA_P384("ecdsa-p384"),
  /** ECDSA on P-521 with SHA-512, DER signatures. */
  ECDSA_P521("ecdsa-p521"),
  /** RSA of 2,048 to 4,096 bits, PKCS #1 v1.5 with SHA-256. */
  RSA("rsa"),
  /** ML-DSA-44 (FIPS 204), empty context. */
  ML_DSA_44("ml-dsa-44"),
  /** ML-DSA-65 (FIPS 204), empty context. */
  ML_DSA_65("ml-dsa-65"),
  /** ML-DSA-87 (FIPS 204), empty context. */
  ML_DSA_87("ml-dsa-87");

  private final String word;

  KeyAlgorithm(String word) {
    this.word = word;
  }

  /** The word for it on the command line and in files. */
  public String word() {
    return word;
  }
}
