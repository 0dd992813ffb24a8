package org.governance4j.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.junit.jupiter.api.Test;

/** What every {@link NoteVerifier} must do. */
public abstract class NoteVerifierContract {

  /** For tests that an implementer extends. */
  protected NoteVerifierContract() {}

  /**
   * A verifier with a signature that it accepts; from a published test vector, where there is one.
   *
   * @param verifier the verifier
   * @param text the note's text with its final newline; a checkpoint's where the key signs only
   *     those
   * @param signature what follows the key id on the signature line
   */
  public record Example(NoteVerifier verifier, String text, byte[] signature) {}

  /** A verifier with a signature that it accepts. */
  protected abstract Example example() throws Exception;

  @Test
  @Rule("N1")
  void a_signature_of_the_key_is_accepted() throws Exception {
    Example example = example();
    byte[] text = example.text().getBytes(UTF_8);
    byte[] signature = example.signature().clone();

    example.verifier().verify(text, signature);

    assertArrayEquals(example.text().getBytes(UTF_8), text, "the text was changed");
    assertArrayEquals(example.signature(), signature, "the signature was changed");
  }

  @Test
  @Rule("N2")
  void a_changed_text_is_refused() throws Exception {
    Example example = example();
    byte[] text = example.text().getBytes(UTF_8);
    for (int i = 0; i < text.length; i++) {
      byte[] changed = text.clone();
      changed[i] ^= 1;
      refuses(example, changed, example.signature(), "byte " + i + " of the text was changed");
    }
    refuses(example, Arrays.copyOf(text, text.length - 1), example.signature(), "a shorter text");
    refuses(example, (example.text() + "x").getBytes(UTF_8), example.signature(), "a longer text");
    refuses(example, new byte[0], example.signature(), "no text");
  }

  @Test
  @Rule("N2")
  void a_changed_signature_is_refused() throws Exception {
    Example example = example();
    byte[] text = example.text().getBytes(UTF_8);
    byte[] signature = example.signature();
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      refuses(example, text, changed, "byte " + i + " of the signature was changed");
    }
  }

  @Test
  @Rule("N3")
  void a_signature_of_another_length_is_refused() throws Exception {
    Example example = example();
    byte[] text = example.text().getBytes(UTF_8);
    byte[] signature = example.signature();
    for (int length : new int[] {0, 1, 4, signature.length / 2, signature.length - 1}) {
      refuses(example, text, Arrays.copyOf(signature, length), "cut to " + length + " bytes");
    }
    refuses(example, text, Arrays.copyOf(signature, signature.length + 1), "one byte more");
    refuses(example, text, new byte[64], "64 zeros");
    refuses(example, text, new byte[100_000], "far too long");
  }

  @Test
  @Rule("N4")
  void its_name_and_id_are_those_of_its_key() throws Exception {
    NoteVerifier verifier = example().verifier();

    NoteKey key = NoteKey.parse(verifier.vkey());

    assertEquals(key.name(), verifier.name());
    assertEquals(key.keyId(), verifier.keyId());
  }

  @Test
  @Rule("N5")
  void it_opens_a_note_that_its_key_signed_and_no_other() throws Exception {
    Example example = example();
    NoteVerifier verifier = example.verifier();
    SignedNote note = note(example, verifier.name(), verifier.keyId());

    assertEquals(List.of(verifier), note.verify(List.of(verifier)));
    SignedNote otherName = note(example, verifier.name() + "-x", verifier.keyId());
    assertThrows(NoteRejected.class, () -> otherName.verify(List.of(verifier)), "another name");
    SignedNote otherId = note(example, verifier.name(), verifier.keyId() ^ 1);
    assertThrows(NoteRejected.class, () -> otherId.verify(List.of(verifier)), "another key id");
  }

  @Test
  @Rule("N6")
  void one_verifier_serves_several_threads() throws Exception {
    Example example = example();
    byte[] text = example.text().getBytes(UTF_8);
    byte[] wrong = example.text().replace('\n', ' ').getBytes(UTF_8);
    Threads.each(
        thread -> {
          for (int i = 0; i < 25; i++) {
            example.verifier().verify(text, example.signature());
            refuses(example, wrong, example.signature(), "another text");
          }
          return thread;
        });
  }

  private static SignedNote note(Example example, String name, int keyId) {
    return SignedNote.of(example.text(), new NoteSignature(name, keyId, example.signature()));
  }

  private static void refuses(Example example, byte[] text, byte[] signature, String why) {
    assertThrows(NoteRejected.class, () -> example.verifier().verify(text, signature), why);
  }
}
