package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DsseEnvelopeTest {

  private static final String TYPE = "application/vnd.in-toto+json";
  // All three of the characters whose base64 differs between the alphabets.
  private static final byte[] PAYLOAD = "{\"a\":\"ûÿ¾ü~~~???\"}".getBytes(UTF_8);

  private static final SoftwareKey ONE = Model.key(1);
  private static final SoftwareKey TWO = Model.key(2);
  private static final SoftwareKey ECDSA = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256);
  private static final SoftwareKey ML_DSA = SoftwareKey.generate(KeyAlgorithm.ML_DSA_65);

  @Test
  @Rule("K20")
  void the_signature_is_over_type_and_payload_each_behind_its_length() {
    byte[] pae = "DSSEv1 5 a\u00e9\u20ac 3 x y".replace("5", "6").getBytes(UTF_8);
    assertArrayEquals(pae, Dsse.pae("a\u00e9\u20ac", "x y".getBytes(UTF_8)));
    DsseEnvelope envelope =
        DsseEnvelope.parse(json("a\u00e9\u20ac", "eCB5", signature(ONE.sign(pae), "\"whatever\"")));
    VerifiedPayload payload = envelope.verify("a\u00e9\u20ac", Signers.anyOf(key(ONE)));
    assertArrayEquals("x y".getBytes(UTF_8), payload.bytes());
  }

  @Test
  @Rule("K22")
  void what_is_handed_on_is_what_was_verified() {
    byte[] payload = PAYLOAD.clone();
    DsseEnvelope signed = DsseEnvelope.sign(TYPE, payload, List.of(ONE, TWO));
    payload[0] ^= 1;
    DsseEnvelope read = DsseEnvelope.parse(signed.json());
    assertArrayEquals(signed.json(), read.json());
    VerifiedPayload verified = read.verify(TYPE, Signers.anyOf(key(TWO), key(ECDSA)));
    assertArrayEquals(PAYLOAD, verified.bytes());
    assertEquals(TYPE, verified.type());
    assertEquals(List.of(Signer.of(key(TWO))), verified.signers());
    verified.bytes()[0] ^= 1;
    assertArrayEquals(PAYLOAD, verified.bytes(), "a copy");
    assertRejected(() -> read.verify("text/plain", Signers.anyOf(key(ONE))), "text/plain");
    assertRejected(() -> read.verify(TYPE, Signers.anyOf(key(ECDSA))), "found those of 0");
    assertFalse(read.toString().contains("~~~"));
  }

  @Test
  @Rule("K22")
  void an_empty_payload_is_a_payload() {
    DsseEnvelope envelope =
        DsseEnvelope.parse(DsseEnvelope.sign("", new byte[0], List.of(ONE)).json());
    assertEquals(0, envelope.verify("", Signers.anyOf(key(ONE))).bytes().length);
  }

  @ParameterizedTest
  @Rule("K21")
  @ValueSource(strings = {"", ",\"keyid\":null", ",\"keyid\":\"\"", ",\"keyid\":\"SOMEBODY\""})
  void a_keyid_decides_nothing(String keyid) {
    String other = key(TWO).id().hex();
    byte[] signed = ONE.sign(Dsse.pae(TYPE, PAYLOAD));
    String item = "{\"sig\":\"" + base64(signed) + "\"" + keyid.replace("SOMEBODY", other) + "}";
    DsseEnvelope envelope = DsseEnvelope.parse(json(TYPE, base64(PAYLOAD), item));
    assertArrayEquals(PAYLOAD, envelope.verify(TYPE, Signers.anyOf(key(ONE))).bytes());
    assertRejected(() -> envelope.verify(TYPE, Signers.anyOf(key(TWO))), "found those of 0");
  }

  @Test
  @Rule("K21")
  void both_alphabets_of_base64_are_read_and_unknown_members_ignored() {
    byte[] signed = ONE.sign(Dsse.pae(TYPE, PAYLOAD));
    String payload = Base64.getUrlEncoder().encodeToString(PAYLOAD);
    assertTrue(payload.indexOf('-') >= 0 || payload.indexOf('_') >= 0, payload);
    String item =
        "{\"cert\":[1],\"sig\":\"" + Base64.getUrlEncoder().encodeToString(signed) + "\"}";
    String text = new String(json(TYPE, payload, item), UTF_8);
    DsseEnvelope envelope =
        DsseEnvelope.parse(
            text.replace("{\"payload\"", "{\"more\":{},\"payload\"").getBytes(UTF_8));
    assertArrayEquals(PAYLOAD, envelope.verify(TYPE, Signers.anyOf(key(ONE))).bytes());
  }

  @ParameterizedTest
  @Rule("K21")
  @CsvSource({
    "payload, 'eCB', base64",
    "payload, 'eCB=', base64",
    "payload, 'eC B5', base64",
    "payload, 'eC-5eC+5', base64",
    "payload, 'eCB6eB==', canonical",
    "payload, 'eCB6eA', canonical",
    "payload, '!', base64",
    "sig, '', must not be empty",
    "sig, 'AB', base64",
  })
  void base64_has_one_spelling_in_each_alphabet(String member, String value, String reason) {
    String text = new String(json(TYPE, "eCB5", signature(new byte[] {0, 1, 2}, "\"\"")), UTF_8);
    String changed =
        member.equals("payload") ? text.replace("eCB5", value) : text.replace("AAEC", value);
    assertRejected(() -> DsseEnvelope.parse(changed.getBytes(UTF_8)), reason);
  }

  @ParameterizedTest
  @Rule("K21")
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":{\"sig\":\"AAEC\"}}",
        "{\"payload\":\"\",\"payloadType\":1,\"signatures\":[{\"sig\":\"AAEC\"}]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AAEC\",\"keyid\":1}]}",
        "{\"payload\":\"\",\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AAEC\"}]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AAEC\"}]} {}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{}]}",
        "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[\"AAEC\"]}",
      })
  void what_is_no_envelope_is_refused(String text) {
    assertRejected(() -> DsseEnvelope.parse(text.getBytes(UTF_8)), "DSSE envelope cannot be read");
  }

  @Test
  @Rule("K25")
  void limits_hold_at_their_ends() {
    byte[] signed = ONE.sign(Dsse.pae(TYPE, PAYLOAD));
    List<String> items = new ArrayList<>(Collections.nCopies(63, signature(new byte[64], "null")));
    items.add(signature(signed, "\"\""));
    byte[] most = json(TYPE, base64(PAYLOAD), String.join(",", items));
    assertEquals(64, DsseEnvelope.parse(most).signatureCount());
    DsseEnvelope.parse(most).verify(TYPE, Signers.anyOf(key(ONE)));
    items.add(items.get(0));
    byte[] tooMany = json(TYPE, base64(PAYLOAD), String.join(",", items));
    assertRejected(() -> DsseEnvelope.parse(tooMany), "1 to 64 items, found 65");

    DsseEnvelope.parse(most, most.length);
    assertRejected(() -> DsseEnvelope.parse(most, most.length - 1), "the limit is");

    // The array stands in the envelope, which is one level.
    for (int depth : new int[] {63, 64}) {
      String nested = "[".repeat(depth) + "]".repeat(depth);
      byte[] deep =
          new String(json(TYPE, "", signature(signed, "null")), UTF_8)
              .replace("{\"payload\"", "{\"x\":" + nested + ",\"payload\"")
              .getBytes(UTF_8);
      if (depth == 63) {
        assertEquals(1, DsseEnvelope.parse(deep).signatureCount());
      } else {
        assertRejected(() -> DsseEnvelope.parse(deep), "cannot be read");
      }
    }
  }

  @Test
  @Rule("K23")
  void a_threshold_counts_different_keys() {
    byte[] signed = ONE.sign(Dsse.pae(TYPE, PAYLOAD));
    byte[] ecdsa = ECDSA.sign(Dsse.pae(TYPE, PAYLOAD));
    Signers two =
        Signers.atLeast(2, Signer.of(key(ONE)), Signer.of(key(TWO)), Signer.of(key(ECDSA)));
    String again =
        signature(signed, "\"a\"")
            + ","
            + signature(signed, "\"b\"")
            + ","
            + signature(signed, "null");
    DsseEnvelope repeated = DsseEnvelope.parse(json(TYPE, base64(PAYLOAD), again));
    assertRejected(() -> repeated.verify(TYPE, two), "2 of 3 trusted signers");
    assertRejected(() -> repeated.verify(TYPE, two), "found those of 1");

    DsseEnvelope enough =
        DsseEnvelope.parse(json(TYPE, base64(PAYLOAD), again + "," + signature(ecdsa, "null")));
    assertEquals(
        List.of(Signer.of(key(ONE)), Signer.of(key(ECDSA))), enough.verify(TYPE, two).signers());
  }

  @Test
  @Rule("K23")
  void a_key_that_is_trusted_twice_counts_once() {
    Signer one = Signer.of(key(ONE));
    // Equal, but another object, from the bytes.
    Signer same = Signer.of(VerificationKey.of(ONE.publicKey()));
    assertThrows(IllegalArgumentException.class, () -> Signers.atLeast(2, one, same));
    assertEquals(List.of(one), Signers.atLeast(1, one, same).signers());
    assertThrows(
        IllegalArgumentException.class,
        () -> Signers.atLeast(2, Signer.of(key(ECDSA)), Signer.both(key(ECDSA), key(ML_DSA))));
    assertThrows(IllegalArgumentException.class, () -> Signers.atLeast(0, one));
    assertThrows(IllegalArgumentException.class, () -> Signers.atLeast(2, one));
    assertThrows(IllegalArgumentException.class, Signers::anyOf);
  }

  @Test
  @Rule("K24")
  void a_hybrid_signer_has_signed_only_if_both_keys_have() {
    Signers hybrid = Signers.atLeast(1, Signer.both(key(ECDSA), key(ML_DSA)));
    DsseEnvelope.sign(TYPE, PAYLOAD, List.of(ECDSA, ML_DSA)).verify(TYPE, hybrid);
    DsseEnvelope.sign(TYPE, PAYLOAD, List.of(ML_DSA, ONE, ECDSA)).verify(TYPE, hybrid);
    for (SoftwareKey alone : List.of(ECDSA, ML_DSA)) {
      DsseEnvelope half = DsseEnvelope.sign(TYPE, PAYLOAD, List.of(alone, ONE));
      assertRejected(() -> half.verify(TYPE, hybrid), "found those of 0");
      // Half of one signer and another whole one are one, not two.
      Signers both = Signers.atLeast(2, Signer.both(key(ECDSA), key(ML_DSA)), Signer.of(key(ONE)));
      assertRejected(() -> half.verify(TYPE, both), "found those of 1");
    }
    assertThrows(
        IllegalArgumentException.class, () -> Signer.both(key(ECDSA), key(ONE)), "no ML-DSA");
    assertThrows(
        IllegalArgumentException.class, () -> Signer.both(key(ML_DSA), key(ECDSA)), "the order");
  }

  @Test
  @Rule("K23")
  void nobody_signs_with_one_key_twice_or_with_none() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DsseEnvelope.sign(TYPE, PAYLOAD, List.of(ONE, Model.key(1))));
    assertThrows(IllegalArgumentException.class, () -> DsseEnvelope.sign(TYPE, PAYLOAD, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> DsseEnvelope.sign("\ud800", PAYLOAD, List.<KeyHandle>of(ONE)));
  }

  @Test
  @Rule("K20")
  void every_changed_bit_of_payload_or_signature_is_noticed() {
    byte[] signature = ONE.sign(Dsse.pae(TYPE, PAYLOAD));
    Signers trusted = Signers.anyOf(key(ONE));
    for (int bit = 0; bit < (PAYLOAD.length + signature.length) * 8; bit++) {
      byte[] payload = PAYLOAD.clone();
      byte[] changed = signature.clone();
      int at = bit / 8;
      if (at < payload.length) {
        payload[at] ^= (byte) (1 << bit % 8);
      } else {
        changed[at - payload.length] ^= (byte) (1 << bit % 8);
      }
      DsseEnvelope envelope =
          DsseEnvelope.parse(json(TYPE, base64(payload), signature(changed, "null")));
      assertRejected(() -> envelope.verify(TYPE, trusted), "found those of 0");
    }
  }

  private static VerificationKey key(SoftwareKey key) {
    return key.verificationKey();
  }

  private static String signature(byte[] bytes, String keyid) {
    return "{\"keyid\":" + keyid + ",\"sig\":\"" + base64(bytes) + "\"}";
  }

  private static byte[] json(String type, String payload, String signatures) {
    return ("{\"payload\":\""
            + payload
            + "\",\"payloadType\":\""
            + type
            + "\",\"signatures\":["
            + signatures
            + "]}")
        .getBytes(UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void assertRejected(Runnable act, String reason) {
    ArtifactRejected refusal = assertThrows(ArtifactRejected.class, act::run);
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }
}
