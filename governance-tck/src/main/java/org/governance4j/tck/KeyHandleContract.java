package org.governance4j.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link KeyHandle} must do. Its signatures are checked by the Java platform, not by the
 * implementation itself.
 */
public abstract class KeyHandleContract {

  /** What could be a secret: as long as 16 bytes in hex or 24 in base64. */
  private static final Pattern ENCODED = Pattern.compile("[0-9A-Za-z+/_-]{32,}={0,2}");

  /** For tests that an implementer extends. */
  protected KeyHandleContract() {}

  /** A key that can sign; the contract closes it. */
  protected abstract KeyHandle create() throws Exception;

  /**
   * The provider that checks signatures; null means the platform's own. To be overridden where the
   * platform lacks the algorithm (ML-DSA before Java 24), with a provider from elsewhere.
   */
  protected @Nullable Provider provider() {
    return null;
  }

  @Test
  @Rule("K1")
  void a_signature_verifies_under_the_public_key() throws Exception {
    try (KeyHandle key = create()) {
      assertTrue(verifies(key, message(), key.sign(message())), "a message");
      assertTrue(verifies(key, new byte[0], key.sign(new byte[0])), "the empty message");
      byte[] megabyte = new byte[1 << 20];
      Arrays.fill(megabyte, (byte) 'a');
      assertTrue(verifies(key, megabyte, key.sign(megabyte)), "a message of 1 MiB");
    }
  }

  @Test
  @Rule("K1")
  void signing_leaves_the_message_as_it_is() throws Exception {
    try (KeyHandle key = create()) {
      byte[] message = message();
      key.sign(message);
      assertArrayEquals(message(), message);
    }
  }

  @Test
  @Rule("K2")
  void a_closed_key_does_not_sign() throws Exception {
    KeyHandle key = create();
    key.sign(message());
    key.close();

    assertThrows(KeyUnavailable.class, () -> key.sign(message()));
    key.close();
    assertThrows(KeyUnavailable.class, () -> key.sign(message()), "after closing twice");
  }

  @Test
  @Rule("K3")
  void the_public_key_is_a_copy() throws Exception {
    try (KeyHandle key = create()) {
      byte[] expected = key.publicKey().clone();
      Arrays.fill(key.publicKey(), (byte) 0);

      assertArrayEquals(expected, key.publicKey());
      assertTrue(verifies(key, message(), key.sign(message())), "it still signs");
    }
  }

  @Test
  @Rule("K4")
  void its_text_shows_no_secret() throws Exception {
    KeyHandle key = create();
    byte[] publicKey = key.publicKey();
    assertNoSecret(key.toString(), publicKey);
    key.close();
    assertNoSecret(key.toString(), publicKey);
    KeyUnavailable refusal = assertThrows(KeyUnavailable.class, () -> key.sign(message()));
    assertNoSecret(refusal.toString(), publicKey);
  }

  @Test
  @Rule("K5")
  void several_threads_sign_with_one_key() throws Exception {
    try (KeyHandle key = create()) {
      Threads.each(
          thread -> {
            for (int i = 0; i < 25; i++) {
              byte[] message = ("message " + i + " of thread " + thread).getBytes(UTF_8);
              assertTrue(verifies(key, message, key.sign(message)));
            }
            return thread;
          });
    }
  }

  /** Made anew each time, so that a key that changes it is found out. */
  private static byte[] message() {
    return "example.org/log\n4\nroot\n".getBytes(UTF_8);
  }

  private boolean verifies(KeyHandle key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    String factory = keyFactory(key.algorithm());
    String algorithm = signature(key.algorithm());
    Provider provider = provider();
    KeyFactory keys;
    Signature verifier;
    try {
      keys =
          provider == null
              ? KeyFactory.getInstance(factory)
              : KeyFactory.getInstance(factory, provider);
      verifier =
          provider == null
              ? Signature.getInstance(algorithm)
              : Signature.getInstance(algorithm, provider);
    } catch (NoSuchAlgorithmException e) {
      return abort("this Java platform cannot check " + algorithm + " signatures");
    }
    verifier.initVerify(keys.generatePublic(new X509EncodedKeySpec(key.publicKey())));
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // A malformed signature is as little a signature as a wrong one.
      return false;
    }
  }

  private static String keyFactory(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> "Ed25519";
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> "EC";
      case RSA -> "RSA";
      case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> algorithm.word().toUpperCase(Locale.ROOT);
    };
  }

  private static String signature(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_P256 -> "SHA256withECDSA";
      case ECDSA_P384 -> "SHA384withECDSA";
      case ECDSA_P521 -> "SHA512withECDSA";
      case RSA -> "SHA256withRSA";
      case ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> keyFactory(algorithm);
    };
  }

  /** Fails on anything long in hex or base64 that is not a part of the public key. */
  private static void assertNoSecret(String text, byte[] publicKey) {
    String hex = HexFormat.of().formatHex(publicKey);
    Matcher encoded = ENCODED.matcher(text);
    while (encoded.find()) {
      String found = encoded.group();
      boolean known = hex.contains(found.toLowerCase(Locale.ROOT)) || inBase64(publicKey, found);
      assertTrue(known, "the text of a key holds what could be its secret");
    }
  }

  /** Base64 has three spellings of the same bytes, by where they begin. */
  private static boolean inBase64(byte[] bytes, String found) {
    String wanted = found.replace("=", "").replace('-', '+').replace('_', '/');
    for (int from = 0; from < Math.min(3, bytes.length); from++) {
      byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
      if (Base64.getEncoder().encodeToString(rest).contains(wanted)) {
        return true;
      }
    }
    return false;
  }
}
