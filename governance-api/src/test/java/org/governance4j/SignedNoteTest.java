package org.governance4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final String TEXT = "first\n\nthird, with € and 😀\n";

  private final TestSigner log = TestSigner.first("example.com/log");
  private final TestSigner witness = TestSigner.second("example.com/witness");
  private final SignedNote note = log.note(TEXT).withSignature(witness.line(TEXT));

  @Test
  // @Rule("N8")
  void a_note_reads_back_byte_by_byte() {
    assertEquals(note, SignedNote.parse(note.toString()));
    assertEquals(note, SignedNote.parse(note.encode()));
    assertEquals(note.hashCode(), SignedNote.parse(note.encode()).hashCode());
    assertArrayEquals(note.encode(), SignedNote.parse(note.encode()).encode());
    assertEquals(TEXT, note.text());
    assertEquals(List.of(log.line(TEXT), witness.line(TEXT)), note.signatures());
    assertNotEquals(note, log.note(TEXT));
    assertTrue(note.toString().startsWith(TEXT + "\n— example.com/log "), note.toString());
  }

  @Test
  void a_signature_line_reads_back() {
    NoteSignature line = log.line(TEXT);
    assertEquals(line, NoteSignature.parse(line.toString()));
    assertEquals(line.hashCode(), NoteSignature.parse(line.toString()).hashCode());
    assertEquals("example.com/log", line.name());
    assertEquals(log.key().keyId(), line.keyId());
    line.signature()[0]++;
    assertEquals(log.line(TEXT), line);
  }

  @Test
  void the_signers_that_are_known_are_returned_in_the_order_of_their_lines() {
    NoteVerifier first = log.verifier();
    NoteVerifier second = witness.verifier();
    assertEquals(List.of(first), note.verify(List.of(first)));
    assertEquals(List.of(second), note.verify(List.of(second)));
    assertEquals(List.of(first, second), note.verify(List.of(second, first)));
  }

  @Test
  void a_note_that_nobody_known_has_signed_is_refused() {
    refuses(note, List.of());
    refuses(note, List.of(TestSigner.first("example.com/other").verifier()));
    refuses(note, List.of(TestSigner.second("example.com/log").verifier()));
    refuses(note, List.of(NoteVerifier.none()));
  }

  @Test
  // @Rule("N9")
  void a_wrong_signature_of_a_known_key_spoils_the_note() {
    SignedNote forged =
        note.withSignature(
            new NoteSignature(
                witness.name(), witness.key().keyId(), log.sign(TEXT.getBytes(UTF_8))));
    assertEquals(1, forged.verify(List.of(log.verifier())).size());
    refuses(forged, List.of(witness.verifier()));
    refuses(forged, List.of(log.verifier(), witness.verifier()));
  }

  @Test
  // @Rule("N9")
  void a_second_line_of_the_same_key_must_be_valid_too() {
    String good = log.line(TEXT) + "\n";
    String bad = log.line("another text\n") + "\n";
    List<NoteVerifier> known = List.of(log.verifier());
    assertEquals(known, SignedNote.parse(TEXT + "\n" + good + good).verify(known));
    refuses(SignedNote.parse(TEXT + "\n" + good + bad), known);
    refuses(SignedNote.parse(TEXT + "\n" + bad + good), known);
  }

  @Test
  void two_verifiers_for_one_signature_are_ambiguous() {
    refuses(note, List.of(log.verifier(), witness.verifier(), log.verifier()));
    SignedNote other = witness.note(TEXT);
    assertEquals(
        1, other.verify(List.of(log.verifier(), log.verifier(), witness.verifier())).size());
  }

  @Test
  void a_renewed_signature_replaces_the_old_one() {
    NoteSignature renewed = new NoteSignature(log.name(), log.key().keyId(), new byte[] {1});
    assertEquals(List.of(witness.line(TEXT), renewed), note.withSignature(renewed).signatures());
    assertEquals(log.line(TEXT), note.signatures().get(0));
  }

  @Test
  void up_to_a_hundred_signatures_are_read() {
    StringBuilder many = new StringBuilder(TEXT).append('\n').append(log.line(TEXT)).append('\n');
    for (int i = 1; i < 100; i++) {
      many.append(new NoteSignature("n" + i, i, new byte[3268])).append('\n');
    }
    SignedNote hundred = SignedNote.parse(many.toString());
    assertEquals(100, hundred.signatures().size());
    hundred.verify(List.of(log.verifier()));
    NoteSignature one = new NoteSignature("one-more", 1, new byte[1]);
    assertThrows(NoteRejected.class, () -> hundred.withSignature(one));
    assertThrows(NoteRejected.class, () -> SignedNote.parse(hundred + one.toString() + "\n"));
  }

  @Test
  void every_flipped_bit_makes_another_note_or_none() {
    SignedNote small = log.note("log\n1\n");
    byte[] bytes = small.encode();
    List<NoteVerifier> known = List.of(log.verifier());
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] bad = bytes.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(
          NoteRejected.class, () -> SignedNote.parse(bad).verify(known), new String(bad, UTF_8));
    }
  }

  @Test
  void every_part_of_a_note_is_none() {
    SignedNote small = log.note("log\n1\n");
    byte[] bytes = small.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThrows(NoteRejected.class, () -> SignedNote.parse(part));
    }
  }

  @Test
  void what_is_not_utf_8_is_refused() {
    byte[] bytes = note.encode();
    bytes[0] = (byte) 0xff;
    assertThrows(NoteRejected.class, () -> SignedNote.parse(bytes));
    assertThrows(NoteRejected.class, () -> SignedNote.parse(new byte[1_000_001]));
    String lone = note.toString().replace("😀", "\ud83d");
    assertThrows(NoteRejected.class, () -> SignedNote.parse(lone));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no newline", "\n\n", "tab\there\n", "nul\0\n", "cr\r\n", "\ud800\n"})
  void some_texts_cannot_be_signed(String text) {
    if (text.equals("\n\n")) {
      assertEquals(text, SignedNote.parse(log.note(text).toString()).text());
    } else {
      assertThrows(NoteRejected.class, () -> log.note(text));
    }
  }

  @ParameterizedTest
  // @Rule("N8")
  @ValueSource(
      strings = {
        "",
        "— ",
        "— name",
        "— name ",
        "- name AAAAAAA=",
        "—name AAAAAAA=",
        "—  AAAAAAA=",
        "— name  AAAAAAA=",
        "— name AAAAAAA",
        "— name AAAAAAB=",
        "— name AAAAAA==",
        "— name AAAAAAA= ",
        "— na+me AAAAAAA=",
        "— na\u00a0me AAAAAAA=",
        "— name AAAA_AA=",
        " — name AAAAAAA="
      })
  void a_malformed_line_is_refused(String line) {
    assertThrows(NoteRejected.class, () -> NoteSignature.parse(line));
    assertThrows(NoteRejected.class, () -> SignedNote.parse("x\n\n" + line + "\n"));
  }

  @Test
  void the_shortest_signature_has_one_byte() {
    assertEquals(1, NoteSignature.parse("— name AAAAAAA=").signature().length);
    assertThrows(NoteRejected.class, () -> new NoteSignature("name", 0, new byte[0]));
    assertThrows(NoteRejected.class, () -> new NoteSignature("na me", 0, new byte[1]));
  }

  @Test
  void the_message_says_who_signed_and_who_is_known() {
    String message =
        assertThrows(NoteRejected.class, () -> log.note(TEXT).verify(List.of(witness.verifier())))
            .getMessage();
    assertTrue(message.contains(log.key().vkey().split("\\+")[1]), message);
    assertTrue(message.contains("example.com/witness+"), message);
  }

  @Test
  void text_is_verified_as_utf_8() {
    byte[] text = TEXT.getBytes(UTF_8);
    log.verifier().verify(text, log.line(TEXT).signature());
  }

  private static void refuses(SignedNote note, List<NoteVerifier> known) {
    assertThrows(NoteRejected.class, () -> note.verify(known));
  }
}
