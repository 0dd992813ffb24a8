package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.json.JsonMembers;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CosignBlobTest {

  private static final byte[] CONTENT = "some content".getBytes(UTF_8);

  @ParameterizedTest
  @Rule("K26")
  @EnumSource(names = {"ED25519", "ECDSA_P256", "ECDSA_P384", "ECDSA_P521", "RSA"})
  void a_signature_is_one_line_and_holds_for_this_content_and_key_alone(KeyAlgorithm algorithm)
      throws IOException {
    try (SoftwareKey key = SoftwareKey.generate(algorithm);
        SoftwareKey other = SoftwareKey.generate(algorithm)) {
      String line = CosignBlob.sign(key, stream(CONTENT));
      assertFalse(line.contains("\n"));
      CosignBlob.verify(key.verificationKey(), line.getBytes(US_ASCII), stream(CONTENT));
      CosignBlob.verify(key.verificationKey(), (line + "\r\n").getBytes(US_ASCII), stream(CONTENT));
      assertRejected(other.verificationKey(), line, CONTENT, "expected key");
      assertRejected(key.verificationKey(), line, new byte[0], "expected key");
      assertRejected(key.verificationKey(), line.substring(1), CONTENT, "base64");
      assertRejected(key.verificationKey(), "A" + line, CONTENT, "base64");
      assertRejected(key.verificationKey(), "", CONTENT, "base64");
      assertRejected(key.verificationKey(), line.repeat(20), CONTENT, "");
      assertRejected(key.verificationKey(), "A".repeat(1025), CONTENT, "the limit is 1024");
    }
  }

  // RFC 8032 section 7.3, TEST abc.
  @Test
  @Rule("K26")
  void ed25519_keys_sign_a_hash_as_rfc_8032_says() throws IOException {
    byte[] seed =
        HexFormat.of().parseHex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    try (SoftwareKey key = SoftwareKey.insecureFromSeed(seed)) {
      byte[] signature =
          Base64.getDecoder().decode(CosignBlob.sign(key, stream("abc".getBytes(UTF_8))));
      assertEquals(
          "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
              + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406",
          HexFormat.of().formatHex(signature));
      // The two forms are kept apart: neither passes for the other.
      assertFalse(key.verificationKey().accepts("abc".getBytes(UTF_8), signature));
      String pure = Base64.getEncoder().encodeToString(key.sign("abc".getBytes(UTF_8)));
      assertRejected(key.verificationKey(), pure, "abc".getBytes(UTF_8), "expected key");
    }
  }

  @ParameterizedTest
  @Rule("K27")
  @CsvSource({
    "ED25519, SHA2_512, SHA-512",
    "ECDSA_P256, SHA2_256, SHA-256",
    "ECDSA_P384, SHA2_384, SHA-384",
    "ECDSA_P521, SHA2_512, SHA-512",
    "RSA, SHA2_256, SHA-256",
  })
  void a_bundle_has_digest_signature_and_the_hint_of_the_key(
      KeyAlgorithm algorithm, String name, String hash) throws Exception {
    try (SoftwareKey key = SoftwareKey.generate(algorithm)) {
      JsonMembers bundle = JsonMembers.parse(CosignBlob.signBundle(key, stream(CONTENT)).bytes());
      assertEquals("application/vnd.dev.sigstore.bundle.v0.3+json", bundle.string("mediaType"));
      assertEquals(
          base64(MessageDigest.getInstance("SHA-256").digest(key.publicKey())),
          bundle.object("verificationMaterial").object("publicKey").string("hint"));
      JsonMembers message = bundle.object("messageSignature");
      JsonMembers digest = message.object("messageDigest");
      assertEquals(name, digest.string("algorithm"));
      assertEquals(
          base64(MessageDigest.getInstance(hash).digest(CONTENT)), digest.string("digest"));
      CosignBlob.verify(
          key.verificationKey(), message.string("signature").getBytes(US_ASCII), stream(CONTENT));
    }
  }

  @Test
  @Rule("K26")
  void a_key_elsewhere_is_given_the_content() throws IOException {
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ECDSA_P384)) {
      KeyHandle elsewhere = new Elsewhere(key);
      String line = CosignBlob.sign(elsewhere, stream(CONTENT));
      CosignBlob.verify(key.verificationKey(), line.getBytes(US_ASCII), stream(CONTENT));
      assertThrows(
          KeyUnavailable.class,
          () -> CosignBlob.sign(elsewhere, new Zeros(CosignBlob.MAX_BYTES_ELSEWHERE + 1)));
      CosignBlob.sign(elsewhere, new Zeros(CosignBlob.MAX_BYTES_ELSEWHERE));
    }
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519)) {
      KeyUnavailable refusal =
          assertThrows(
              KeyUnavailable.class, () -> CosignBlob.sign(new Elsewhere(key), stream(CONTENT)));
      assertTrue(refusal.getMessage().contains("Ed25519ph"), refusal.getMessage());
    }
  }

  @Test
  @Rule("K26")
  void cosign_has_no_ml_dsa() {
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ML_DSA_44)) {
      assertThrows(KeyUnavailable.class, () -> CosignBlob.sign(key, stream(CONTENT)));
      assertThrows(
          KeyUnavailable.class,
          () -> CosignBlob.verify(key.verificationKey(), new byte[4], stream(CONTENT)));
    }
  }

  /** Not a {@link SoftwareKey}, as a token would be. */
  private record Elsewhere(SoftwareKey key) implements KeyHandle {
    @Override
    public KeyAlgorithm algorithm() {
      return key.algorithm();
    }

    @Override
    public byte[] publicKey() {
      return key.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      return key.sign(message);
    }

    @Override
    public void close() {
      key.close();
    }
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      int some = (int) Math.min(left, length);
      left -= some;
      return some == 0 && length > 0 ? -1 : some;
    }
  }

  private static InputStream stream(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void assertRejected(
      VerificationKey key, String signature, byte[] content, String reason) {
    ArtifactRejected refusal =
        assertThrows(
            ArtifactRejected.class,
            () -> CosignBlob.verify(key, signature.getBytes(US_ASCII), stream(content)));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }
}
