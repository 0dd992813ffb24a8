package org.governance4j.crypto.x509;

import java.util.Arrays;

/**
 * How a signature is made and written, beside the key. A scheme that does not go with a key
 * verifies nothing under it.
 *
 * <p>Immutable.
 */
public sealed interface SignatureScheme {

  /** ECDSA (FIPS 186-5) over a digest of any length, signatures as ECDSA-Sig-Value in DER. */
  record Ecdsa(DigestAlgorithm digest) implements SignatureScheme {}

  /** The same, signatures as r and s side by side (IEEE P1363), each as long as the field. */
  record EcdsaP1363(DigestAlgorithm digest) implements SignatureScheme {}

  /** Ed25519 (RFC 8032). */
  record Ed25519() implements SignatureScheme {}

  /** Ed25519ph (RFC 8032) with an empty context: signs the SHA-512 digest. */
  record Ed25519ph() implements SignatureScheme {}

  /** RSASSA-PKCS1-v1_5 (RFC 8017), the parameters of the digest spelled as NULL. */
  record RsaPkcs1(DigestAlgorithm digest) implements SignatureScheme {}

  /**
   * RSASSA-PSS (RFC 8017).
   *
   * @param mask the digest of the mask generation function MGF1
   * @param saltBytes the length of the salt, from 0
   */
  record RsaPss(DigestAlgorithm digest, DigestAlgorithm mask, int saltBytes)
      implements SignatureScheme {
    /** Refuses a negative length. */
    public RsaPss {
      if (saltBytes < 0) {
        throw new IllegalArgumentException("saltBytes must not be negative: " + saltBytes);
      }
    }
  }

  /**
   * ML-DSA (FIPS 204), pure.
   *
   * @param context at most 255 bytes, nearly always none; copied
   */
  record MlDsa(byte[] context) implements SignatureScheme {
    /** The longest context of FIPS 204. */
    public static final int MAX_CONTEXT_BYTES = 255;

    /** Refuses a context that is too long. */
    public MlDsa {
      if (context.length > MAX_CONTEXT_BYTES) {
        throw new IllegalArgumentException(
            "context has " + context.length + " bytes, the limit is " + MAX_CONTEXT_BYTES);
      }
      context = context.clone();
    }

    /** With an empty context. */
    public MlDsa() {
      this(new byte[0]);
    }

    @Override
    public byte[] context() {
      return context.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof MlDsa that && Arrays.equals(context, that.context);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(context);
    }
  }
}
