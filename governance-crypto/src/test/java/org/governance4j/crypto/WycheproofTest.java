package org.governance4j.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.KeyUnavailable;
import org.governance4j.json.JsonMembers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every judged vector of C2SP Wycheproof v1 for the algorithms here. */
class WycheproofTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ed25519_test.json",
        "ecdsa_secp256r1_sha256_test.json",
        "ecdsa_secp384r1_sha384_test.json",
        "rsa_signature_2048_sha256_test.json",
        "rsa_signature_3072_sha256_test.json",
        "rsa_signature_4096_sha256_test.json"
      })
  void agrees_with_every_vector(String file) throws IOException {
    JsonMembers suite = Vectors.object("wycheproof/" + file);
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (JsonMembers group : suite.objects("testGroups")) {
      byte[] spki = hex(group.string("publicKeyDer"));
      boolean usable = !file.startsWith("rsa") || exponent(group) >= 65_537;
      for (JsonMembers test : group.objects("tests")) {
        boolean accepted = accepts(spki, hex(test.string("msg")), hex(test.string("sig")));
        if (accepted != (usable && test.string("result").equals("valid"))) {
          wrong.add(
              "tcId " + test.integer("tcId") + " " + test.string("comment") + ": " + accepted);
        }
        judged++;
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(suite.integer("numberOfTests"), judged);
    assertTrue(judged > 100);
  }

  /** Keys with a smaller exponent than 65,537 are no keys here. */
  private static long exponent(JsonMembers group) {
    return Long.parseLong(group.object("publicKey").string("publicExponent"), 16);
  }

  private static boolean accepts(byte[] spki, byte[] message, byte[] signature) {
    try {
      return VerificationKey.of(spki).accepts(message, signature);
    } catch (KeyUnavailable e) {
      return false;
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
