package org.governance4j.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyUnavailable;

/**
 * The hash that Sigstore's registry of signature algorithms pairs with a key's algorithm.
 *
 * @param name what the JDK calls it
 * @param sigstoreName what bundles call it
 * @param prehash whether the algorithm has another form for signing hashes
 */
record BlobHash(String name, String sigstoreName, boolean prehash) {
  private static final BlobHash SHA256 = new BlobHash("SHA-256", "SHA2_256", false);
  private static final BlobHash SHA384 = new BlobHash("SHA-384", "SHA2_384", false);
  private static final BlobHash SHA512 = new BlobHash("SHA-512", "SHA2_512", false);
  private static final BlobHash ED25519PH = new BlobHash("SHA-512", "SHA2_512", true);

  private static final int BUFFER_BYTES = 256 * 1024;

  static BlobHash of(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_P256, RSA -> SHA256;
      case ECDSA_P384 -> SHA384;
      case ECDSA_P521 -> SHA512;
      case ED25519 -> ED25519PH;
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
          throw new KeyUnavailable(
              "cosign signs files with ECDSA, Ed25519 and RSA keys, not with " + algorithm.word());
    };
  }

  byte[] digest(InputStream content) throws IOException {
    MessageDigest digest = start();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return digest.digest();
  }

  byte[] digest(byte[] content) {
    return start().digest(content);
  }

  private MessageDigest start() {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + name, e);
    }
  }
}
