package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.governance4j.ArtifactRejected;
import org.governance4j.JsonValue;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.json.CanonicalJson;

/**
 * Signatures over files as {@code cosign sign-blob --key} makes and {@code cosign verify-blob
 * --key} checks them, without a transparency log.
 *
 * <p>What is signed is the hash of the content: SHA-256 with RSA (PKCS #1 v1.5) and with ECDSA on
 * P-256, SHA-384 on P-384, SHA-512 on P-521, in DER; an Ed25519 key signs SHA-512 as Ed25519ph (RFC
 * 8032 section 5.1), which is what cosign does by default. Cosign has no ML-DSA.
 *
 * <p>Content is read as a stream once, and may be of any length, except for keys outside of this
 * process ({@link KeyHandle}s that are not a {@link SoftwareKey}): these are given the whole
 * content of at most {@value #MAX_BYTES_ELSEWHERE} bytes, and cannot make Ed25519ph. A signature
 * says nothing about bytes that are read from the same file later.
 *
 * <p>Stateless; safe for any number of threads.
 */
public final class CosignBlob {

  /** The most bytes that are held in memory for a key outside of this process: 64 MiB. */
  public static final int MAX_BYTES_ELSEWHERE = 64 * 1024 * 1024;

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  /** Base64 of the longest signature, of RSA with 4,096 bits, and a line end. */
  private static final int MAX_SIGNATURE_TEXT = 1024;

  private CosignBlob() {}

  /**
   * Signs content.
   *
   * @return the signature in base64, one line without its end: the file of {@code
   *     --output-signature}
   * @throws IOException if the content cannot be read
   * @throws KeyUnavailable if the key cannot sign, is of an algorithm that cosign has not, or
   *     cannot sign content of this length
   */
  public static String sign(KeyHandle key, InputStream content) throws IOException {
    return Base64.getEncoder().encodeToString(signed(key, content).signature());
  }

  /**
   * Signs content.
   *
   * @return a Sigstore bundle 0.3 with the content's digest, the signature, and as the key's hint
   *     the SHA-256 of its SubjectPublicKeyInfo in base64
   * @throws IOException if the content cannot be read
   * @throws KeyUnavailable if the key cannot sign, is of an algorithm that cosign has not, or
   *     cannot sign content of this length
   */
  public static SignatureBundle signBundle(KeyHandle key, InputStream content) throws IOException {
    Signed signed = signed(key, content);
    JsonValue hint = Base64Text.of(VerificationKey.of(key).id().bytes());
    return SignatureBundle.of(
        CanonicalJson.write(
            JsonValue.object()
                .with("mediaType", JsonValue.of(MEDIA_TYPE))
                .with(
                    "verificationMaterial",
                    JsonValue.object().with("publicKey", JsonValue.object().with("hint", hint)))
                .with(
                    "messageSignature",
                    JsonValue.object()
                        .with(
                            "messageDigest",
                            JsonValue.object()
                                .with("algorithm", JsonValue.of(signed.hash().sigstoreName()))
                                .with("digest", Base64Text.of(signed.digest())))
                        .with("signature", Base64Text.of(signed.signature())))));
  }

  /**
   * Returns if the signature is this key's over this content.
   *
   * @param signature in base64, in one line; white space after it is ignored
   * @throws IOException if the content cannot be read
   * @throws ArtifactRejected if it is not, or is malformed
   * @throws KeyUnavailable if the key is of an algorithm that cosign has not
   */
  public static void verify(VerificationKey key, byte[] signature, InputStream content)
      throws IOException {
    BlobHash hash = BlobHash.of(key.algorithm());
    byte[] bytes = decode(signature);
    if (!key.acceptsHash(hash.digest(content), bytes)) {
      throw new ArtifactRejected(
          "the signature over the content is not one of the expected key " + key);
    }
  }

  private record Signed(BlobHash hash, byte[] digest, byte[] signature) {}

  private static Signed signed(KeyHandle key, InputStream content) throws IOException {
    BlobHash hash = BlobHash.of(key.algorithm());
    if (key instanceof SoftwareKey here) {
      byte[] digest = hash.digest(content);
      return new Signed(hash, digest, here.signHash(digest));
    }
    if (hash.prehash()) {
      throw new KeyUnavailable(
          "a key of " + key.algorithm().word() + " outside of this process cannot make Ed25519ph");
    }
    byte[] all = content.readNBytes(MAX_BYTES_ELSEWHERE + 1);
    if (all.length > MAX_BYTES_ELSEWHERE) {
      throw new KeyUnavailable(
          "the content has more than the "
              + MAX_BYTES_ELSEWHERE
              + " bytes that a key outside of this process is given");
    }
    return new Signed(hash, hash.digest(all), key.sign(all));
  }

  private static byte[] decode(byte[] signature) {
    if (signature.length > MAX_SIGNATURE_TEXT) {
      throw new ArtifactRejected(
          "the signature has "
              + signature.length
              + " bytes of base64, the limit is "
              + MAX_SIGNATURE_TEXT);
    }
    String text = new String(signature, US_ASCII).stripTrailing();
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length > 0 && Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new ArtifactRejected("the signature is not one line of base64", e);
    }
    throw new ArtifactRejected("the signature is not one line of canonical base64");
  }
}
