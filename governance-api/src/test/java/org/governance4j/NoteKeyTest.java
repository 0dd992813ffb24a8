package org.governance4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteKeyTest {
  // The public key of RFC 8032 test 1, its id by
  // { printf 'example.com/log\n\001'; printf '%s' d75a98... | xxd -r -p; } | sha256sum | cut -c1-8
  private static final String VKEY =
      "example.com/log+cc714670+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

  // Public keys of live services, as they print them: sum.golang.org (Ed25519), Rekor v1 (ECDSA)
  // and
  // the Certificate Transparency log Rome 2024h1 (RFC 6962 tree heads).
  private static final String GO =
      "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  private static final String REKOR =
      "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBc"
          + "K5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";
  private static final String ROME =
      "rome.ct.filippo.io/2024h1+78f4abae+BTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAFzPC3fap+uINc1RQ4e"
          + "RbYMUt84+bKkA8GDLN8KwVdzAgYhYSv4kS8XSheGLAHCWhIJTJbuC3sL88bNMTtrsBM=";

  @Test
  void a_key_gets_the_id_of_the_specification() {
    NoteKey key = TestSigner.first("example.com/log").key();
    assertEquals(VKEY, key.vkey());
    assertEquals(NoteKey.parse(VKEY), key);
    assertEquals(NoteKey.parse(VKEY).hashCode(), key.hashCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {GO, REKOR, ROME})
  void the_keys_of_live_services_read_and_write_back(String vkey) {
    NoteKey key = NoteKey.parse(vkey);
    assertEquals(vkey, key.toString());
    assertEquals(key, NoteKey.of(key.name(), key.type(), key.publicKey()));
  }

  @Test
  void its_parts_can_be_read() {
    NoteKey key = NoteKey.parse(GO);
    assertEquals("sum.golang.org", key.name());
    assertEquals(0x033de0ae, key.keyId());
    assertEquals(NoteKey.ED25519, key.type());
    assertEquals(32, key.publicKey().length);
    key.publicKey()[0]++;
    assertEquals(GO, key.vkey());
  }

  @Test
  void no_part_and_no_other_spelling_of_a_key_is_a_key() {
    for (int i = 0; i < GO.length(); i++) {
      for (int j = i; j <= GO.length(); j++) {
        if (j - i < GO.length()) {
          refuses(GO.substring(i, j));
        }
      }
      refuses(GO.substring(0, i) + (char) (GO.charAt(i) + 1) + GO.substring(i + 1));
      refuses(GO.substring(0, i) + (char) (GO.charAt(i) - 1) + GO.substring(i + 1));
      refuses(GO.substring(0, i) + " " + GO.substring(i));
    }
    refuses(GO.replace("033de0ae", "033DE0AE"));
    refuses(GO + "AA==");
    refuses(GO + "\n");
  }

  @Test
  void a_public_key_has_the_length_of_its_type() {
    for (int type : new int[] {NoteKey.ED25519, NoteKey.COSIGNATURE}) {
      assertThrows(NoteRejected.class, () -> NoteKey.of("x", type, new byte[31]));
      assertThrows(NoteRejected.class, () -> NoteKey.of("x", type, new byte[33]));
    }
    assertThrows(NoteRejected.class, () -> NoteKey.of("x", NoteKey.ML_DSA_44, new byte[1311]));
    assertEquals(1312, NoteKey.of("x", NoteKey.ML_DSA_44, new byte[1312]).publicKey().length);
    assertThrows(NoteRejected.class, () -> NoteKey.of("x", 0, new byte[32]));
    assertThrows(NoteRejected.class, () -> NoteKey.of("x", 256, new byte[32]));
    assertThrows(NoteRejected.class, () -> NoteKey.of("x", NoteKey.ECDSA, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a+b",
        "a\nb",
        "a\tb",
        "a\u0001b",
        "a\u0085b",
        "a\u00a0b",
        "a\u1680b",
        "a\u2007b",
        "a\u2028b",
        "a\u202fb",
        "a\u205fb",
        "a\u3000b",
        "\ud800",
        "a\udc00"
      })
  void a_name_without_spaces_plus_and_controls_is_asked_for(String name) {
    assertThrows(NoteRejected.class, () -> TestSigner.first(name).key());
  }

  @Test
  void a_name_may_be_any_other_text_of_up_to_255_bytes() {
    assertEquals("é😀", NoteKey.parse(TestSigner.first("é😀").key().vkey()).name());
    TestSigner.first("é".repeat(127) + "x").key();
    assertThrows(NoteRejected.class, () -> TestSigner.first("é".repeat(128)).key());
  }

  @Test
  void the_caller_s_array_is_not_kept() {
    byte[] bytes = TestSigner.hex(TestSigner.PUBLIC_1);
    NoteKey key = NoteKey.of("x", NoteKey.ED25519, bytes);
    bytes[0]++;
    assertArrayEquals(TestSigner.hex(TestSigner.PUBLIC_1), key.publicKey());
  }

  private static void refuses(String vkey) {
    assertThrows(NoteRejected.class, () -> NoteKey.parse(vkey), vkey);
  }
}
