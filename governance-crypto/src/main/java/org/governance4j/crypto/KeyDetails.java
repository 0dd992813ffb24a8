package org.governance4j.crypto;

import java.util.Map;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;
import org.jspecify.annotations.Nullable;

/** The names that Sigstore has for kinds of keys together with how they sign. */
final class KeyDetails {

  private static final SignatureScheme RSA_SHA256 =
      new SignatureScheme.RsaPkcs1(DigestAlgorithm.SHA256);
  private static final SignatureScheme ECDSA_SHA256 =
      new SignatureScheme.Ecdsa(DigestAlgorithm.SHA256);

  private static final Map<String, SignatureScheme> SCHEMES =
      Map.ofEntries(
          Map.entry("PKCS1_RSA_PKCS1V5", RSA_SHA256),
          Map.entry("PKCS1_RSA_PSS", pss(DigestAlgorithm.SHA256)),
          Map.entry("PKIX_RSA_PKCS1V5", RSA_SHA256),
          Map.entry("PKIX_RSA_PSS", pss(DigestAlgorithm.SHA256)),
          Map.entry("PKIX_RSA_PKCS1V15_2048_SHA256", RSA_SHA256),
          Map.entry("PKIX_RSA_PKCS1V15_3072_SHA256", RSA_SHA256),
          Map.entry("PKIX_RSA_PKCS1V15_4096_SHA256", RSA_SHA256),
          Map.entry("PKIX_RSA_PSS_2048_SHA256", pss(DigestAlgorithm.SHA256)),
          Map.entry("PKIX_RSA_PSS_3072_SHA256", pss(DigestAlgorithm.SHA256)),
          Map.entry("PKIX_RSA_PSS_4096_SHA256", pss(DigestAlgorithm.SHA256)),
          Map.entry("PKIX_ECDSA_P256_HMAC_SHA_256", ECDSA_SHA256),
          Map.entry("PKIX_ECDSA_P256_SHA_256", ECDSA_SHA256),
          Map.entry("PKIX_ECDSA_P384_SHA_256", ECDSA_SHA256),
          Map.entry("PKIX_ECDSA_P521_SHA_256", ECDSA_SHA256),
          Map.entry("PKIX_ECDSA_P384_SHA_384", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA384)),
          Map.entry("PKIX_ECDSA_P521_SHA_512", new SignatureScheme.Ecdsa(DigestAlgorithm.SHA512)),
          Map.entry("PKIX_ED25519", new SignatureScheme.Ed25519()),
          Map.entry("PKIX_ED25519_PH", new SignatureScheme.Ed25519ph()),
          Map.entry("ML_DSA_44", new SignatureScheme.MlDsa()),
          Map.entry("ML_DSA_65", new SignatureScheme.MlDsa()),
          Map.entry("ML_DSA_87", new SignatureScheme.MlDsa()));

  private KeyDetails() {}

  /** How keys of that name sign; null if the name is not known here. */
  static @Nullable SignatureScheme scheme(String name) {
    return SCHEMES.get(name);
  }

  /** The key in these bytes, which are a SubjectPublicKeyInfo unless the name says otherwise. */
  static PublicKey key(String name, byte[] bytes) {
    return PublicKey.ofSpki(name.startsWith("PKCS1_") ? ofRsaPublicKey(bytes) : bytes);
  }

  /** Puts the RSAPublicKey of PKCS#1 into a SubjectPublicKeyInfo. */
  private static byte[] ofRsaPublicKey(byte[] key) {
    byte[] bits = new byte[key.length + 1];
    System.arraycopy(key, 0, bits, 1, key.length);
    byte[] algorithm = {
      0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    byte[] string = der(0x03, bits);
    byte[] body = new byte[algorithm.length + string.length];
    System.arraycopy(algorithm, 0, body, 0, algorithm.length);
    System.arraycopy(string, 0, body, algorithm.length, string.length);
    return der(0x30, body);
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    int lengthBytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    byte[] der = new byte[2 + lengthBytes + length];
    der[0] = (byte) tag;
    der[1] = (byte) (lengthBytes == 0 ? length : 0x80 | lengthBytes);
    for (int i = 0; i < lengthBytes; i++) {
      der[2 + i] = (byte) (length >>> 8 * (lengthBytes - 1 - i));
    }
    System.arraycopy(content, 0, der, 2 + lengthBytes, length);
    return der;
  }

  private static SignatureScheme pss(DigestAlgorithm digest) {
    return new SignatureScheme.RsaPss(digest, digest, digest.bytes());
  }
}
