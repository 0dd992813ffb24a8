package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.KeyUnavailable;
import org.governance4j.json.JsonMembers;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

/** The signatures on which verifiers disagree: C2SP CCTV, ed25519vectors.json. */
class Ed25519EdgeCasesTest {

  @Test
  @Rule("N7")
  void nothing_with_a_low_order_part_or_a_second_spelling_is_accepted() throws IOException {
    List<String> accepted = new ArrayList<>();
    int vectors = 0;
    for (JsonValue item :
        ((JsonValue.Arr) Vectors.value("ledger/cctv/ed25519vectors.json")).items()) {
      JsonMembers vector = JsonMembers.of((JsonValue.Obj) item, "vector");
      List<String> flags =
          vector.value("flags") == JsonValue.NULL ? List.of() : vector.strings("flags");
      boolean expected = flags.isEmpty();
      if (accepts(vector) != expected) {
        accepted.add(vector.integer("number") + " " + flags);
      }
      vectors++;
    }
    assertEquals(List.of(), accepted);
    assertEquals(914, vectors);
  }

  private static boolean accepts(JsonMembers vector) {
    byte[] spki = Ed25519SecretKey.spki(hex(vector.string("key")));
    try {
      return VerificationKey.of(spki)
          .accepts(vector.string("msg").getBytes(UTF_8), hex(vector.string("sig")));
    } catch (KeyUnavailable e) {
      return false;
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
