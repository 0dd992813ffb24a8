package org.governance4j.crypto;

import java.util.Arrays;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * Whose key made a bundle's signature.
 *
 * @param key verifies it
 * @param certificate in DER, which log entries must name; null for a key without one
 */
record BundleSigner(PublicKey key, byte @Nullable [] certificate) {

  /** Whether this is the signer that a log entry names. */
  boolean is(String label, byte[] der) {
    return switch (label) {
      case "CERTIFICATE" -> certificate != null && Arrays.equals(certificate, der);
      case "PUBLIC KEY" -> certificate == null && Arrays.equals(key.spki(), der);
      default -> false;
    };
  }

  /** How the key signs unless something else is said. */
  SignatureScheme scheme() {
    return key.usualScheme();
  }
}
