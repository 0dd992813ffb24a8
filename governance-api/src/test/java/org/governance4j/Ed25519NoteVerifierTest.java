package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519NoteVerifierTest {
  private static final byte[] TEXT = "a note\n".getBytes(UTF_8);

  // The order of the base point, RFC 8032 section 5.1.
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final TestSigner signer = TestSigner.first("signer");
  private final NoteVerifier verifier = signer.verifier();

  // RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        + "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        + "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void the_signatures_of_the_rfc_are_valid(String key, String message, String signature) {
    verifier(key).verify(TestSigner.hex(message), TestSigner.hex(signature));
  }

  @Test
  void it_answers_for_its_key() {
    assertEquals("signer", verifier.name());
    assertEquals(signer.key().keyId(), verifier.keyId());
    assertEquals(signer.key().vkey(), verifier.vkey());
    assertEquals(signer.key().vkey(), verifier.toString());
  }

  @Test
  void any_flipped_bit_of_the_signature_is_refused() {
    byte[] valid = signer.sign(TEXT);
    verifier.verify(TEXT, valid);
    for (int bit = 0; bit < 512; bit++) {
      byte[] bad = valid.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      refuses(bad);
    }
  }

  @Test
  void another_text_and_another_key_are_refused() {
    byte[] valid = signer.sign(TEXT);
    assertThrows(NoteRejected.class, () -> verifier.verify("b note\n".getBytes(UTF_8), valid));
    assertThrows(
        NoteRejected.class, () -> TestSigner.second("signer").verifier().verify(TEXT, valid));
  }

  @Test
  void a_signature_has_64_bytes() {
    byte[] valid = signer.sign(TEXT);
    for (int length = 0; length < 64; length++) {
      refuses(Arrays.copyOf(valid, length));
    }
    refuses(Arrays.copyOf(valid, 65));
    refuses(Arrays.copyOf(valid, 128));
  }

  @Test
  // @Rule("N7")
  void a_scalar_raised_by_the_group_s_order_is_refused() {
    byte[] signature = signer.sign(TEXT);
    BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64)));
    byte[] raised = reversed(s.add(L).toByteArray());
    System.arraycopy(Arrays.copyOf(raised, 32), 0, signature, 32, 32);
    refuses(signature);
  }

  @Test
  // @Rule("N7")
  void a_signature_without_a_nonce_is_refused_though_the_jdk_takes_it() throws Exception {
    // With the neutral point as R the equation S B = R + h A holds for S = h a.
    byte[] r = TestSigner.hex("01" + "00".repeat(31));
    byte[] hash = sha512(TestSigner.hex(TestSigner.SEED_1));
    byte[] secret = Arrays.copyOf(hash, 32);
    secret[0] &= (byte) 0xf8;
    secret[31] = (byte) (secret[31] & 0x7f | 0x40);
    byte[] h = sha512(r, TestSigner.hex(TestSigner.PUBLIC_1), TEXT);
    BigInteger s =
        new BigInteger(1, reversed(h)).multiply(new BigInteger(1, reversed(secret))).mod(L);
    byte[] signature = Arrays.copyOf(r, 64);
    byte[] scalar = reversed(s.toByteArray());
    System.arraycopy(scalar, 0, signature, 32, Math.min(scalar.length, 32));

    Signature jdk = Signature.getInstance("Ed25519");
    byte[] x509 = TestSigner.hex("302a300506032b6570032100" + TestSigner.PUBLIC_1);
    jdk.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
    jdk.update(TEXT);
    assertTrue(jdk.verify(signature));
    refuses(signature);
  }

  // The points of order 1, 2, 4 and 8 with either sign of x; the y of order 8 are those of the list
  // in
  // "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko, 2020), table 1.
  @ParameterizedTest
  // @Rule("N7")
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
      })
  void a_point_of_low_order_is_neither_key_nor_commitment(String point) {
    refusesPoint(point);
  }

  // p, p + 1, p + 18 = 2^255 - 1, with either sign.
  @ParameterizedTest
  // @Rule("N7")
  @ValueSource(
      strings = {
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void a_second_spelling_of_a_point_is_neither_key_nor_commitment(String point) {
    refusesPoint(point);
  }

  @Test
  void half_of_all_numbers_are_no_point_and_no_key() {
    // x^2 = (y^2 - 1) / (d y^2 + 1) has no root for y = 2 (by hand with Euler's criterion).
    assertThrows(NoteRejected.class, () -> verifier("02" + "00".repeat(31)));
  }

  @Test
  void a_key_of_another_type_is_refused() {
    String cosigner = NoteKey.of("x", 4, TestSigner.hex(TestSigner.PUBLIC_1)).vkey();
    assertThrows(NoteRejected.class, () -> NoteVerifier.ed25519(cosigner));
  }

  @Test
  void the_verifier_that_trusts_nobody_refuses_everything() {
    NoteVerifier none = NoteVerifier.none();
    assertEquals("none", none.name());
    assertEquals("none", none.toString());
    assertThrows(NoteRejected.class, () -> none.verify(TEXT, signer.sign(TEXT)));
    SignedNote note = SignedNote.of("x\n", new NoteSignature("none", none.keyId(), new byte[64]));
    assertThrows(NoteRejected.class, () -> note.verify(List.of(none)));
  }

  private static byte[] sha512(byte[]... parts) throws Exception {
    MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
    for (byte[] part : parts) {
      sha512.update(part);
    }
    return sha512.digest();
  }

  private void refusesPoint(String point) {
    assertThrows(NoteRejected.class, () -> verifier(point));
    byte[] signature = signer.sign(TEXT);
    System.arraycopy(TestSigner.hex(point), 0, signature, 0, 32);
    refuses(signature);
    refuses(Arrays.copyOf(TestSigner.hex(point), 64));
  }

  private void refuses(byte[] signature) {
    assertThrows(NoteRejected.class, () -> verifier.verify(TEXT, signature));
  }

  private static NoteVerifier verifier(String publicKey) {
    return NoteVerifier.ed25519(NoteKey.of("x", NoteKey.ED25519, TestSigner.hex(publicKey)).vkey());
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = bytes[bytes.length - 1 - i];
    }
    return result;
  }
}
