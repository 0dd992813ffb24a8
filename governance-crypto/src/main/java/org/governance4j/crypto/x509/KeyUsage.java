package org.governance4j.crypto.x509;

/** What the key of a certificate may be used for (RFC 5280 section 4.2.1.3), in order of bits. */
public enum KeyUsage {
  /** Signatures other than on certificates and revocation lists. */
  DIGITAL_SIGNATURE,
  /** Non-repudiation. */
  CONTENT_COMMITMENT,
  /** Encryption of keys. */
  KEY_ENCIPHERMENT,
  /** Encryption of data. */
  DATA_ENCIPHERMENT,
  /** Key agreement. */
  KEY_AGREEMENT,
  /** Signatures on certificates. */
  KEY_CERT_SIGN,
  /** Signatures on revocation lists. */
  CRL_SIGN,
  /** Agreement for encryption only. */
  ENCIPHER_ONLY,
  /** Agreement for decryption only. */
  DECIPHER_ONLY
}
