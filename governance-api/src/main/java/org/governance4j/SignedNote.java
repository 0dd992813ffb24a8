package org.governance4j;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with signatures under it: C2SP signed-note. Checkpoints of ledgers are such notes.
 *
 * <p>The text ends in a newline; a blank line and one {@link NoteSignature} per line follow. The
 * note is split at its last blank line, so the text may contain blank lines itself.
 *
 * <ul>
 *   <li>well-formed UTF-8, no ASCII control character but newline
 *   <li>at least one signature, at most 100; at most 1,000,000 bytes in all
 *   <li>one spelling only: {@link #encode} gives back exactly the bytes that were read
 * </ul>
 *
 * <p>A parsed note is not a verified one. Do not act on {@link #text} before {@link #verify} has
 * returned.
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class SignedNote {
  private static final int MAX_SIGNATURES = 100;
  private static final int MAX_BYTES = 1_000_000;

  private final String text;
  private final List<NoteSignature> signatures;

  private SignedNote(String text, List<NoteSignature> signatures) {
    if (!text.endsWith("\n") || !StrictText.isNoteText(text)) {
      throw new NoteRejected(
          "A note's text ends in a newline and has no other control characters.");
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new NoteRejected(
          "A note has 1 to " + MAX_SIGNATURES + " signatures, found " + signatures.size() + ".");
    }
    this.text = text;
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Puts a first signature under a text.
   *
   * @param text with its final newline
   * @throws NoteRejected if the text cannot stand in a note
   */
  public static SignedNote of(String text, NoteSignature signature) {
    return new SignedNote(text, List.of(signature));
  }

  /**
   * Reads a note.
   *
   * @throws NoteRejected if it is malformed
   */
  public static SignedNote parse(byte[] note) {
    String string = note.length > MAX_BYTES ? null : StrictText.utf8(note);
    if (string == null) {
      throw new NoteRejected("A note is UTF-8 of at most " + MAX_BYTES + " bytes.");
    }
    return parse(string);
  }

  /**
   * Reads a note.
   *
   * @throws NoteRejected if it is malformed
   */
  public static SignedNote parse(String note) {
    int blank = note.lastIndexOf("\n\n");
    if (note.length() > MAX_BYTES || blank < 0 || !note.endsWith("\n")) {
      throw new NoteRejected("A note is a text, a blank line and lines of signatures.");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (int from = blank + 2; from < note.length(); ) {
      if (signatures.size() == MAX_SIGNATURES) {
        throw new NoteRejected("A note has at most " + MAX_SIGNATURES + " signatures.");
      }
      int end = note.indexOf('\n', from);
      signatures.add(NoteSignature.parse(note.substring(from, end)));
      from = end + 1;
    }
    return new SignedNote(note.substring(0, blank + 1), signatures);
  }

  /** The signed text, with its final newline. */
  public String text() {
    return text;
  }

  /** The signatures in their order, verified or not. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /**
   * This note with one more signature. It comes last, and takes the place of an older one of the
   * same key: a witness that signs again only renews its word.
   *
   * @throws NoteRejected if there are too many
   */
  public SignedNote withSignature(NoteSignature signature) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.removeIf(old -> old.isFrom(signature.name(), signature.keyId()));
    all.add(signature);
    return new SignedNote(text, all);
  }

  /**
   * Checks every signature of a known key and returns whose they are, in the order of their lines:
   * at least one. Signatures of unknown keys are ignored, as the specification demands; so a caller
   * who needs certain signers looks for them in the result.
   *
   * @throws NoteRejected if no known key signed, if any signature of a known key is not valid, or
   *     if two of the verifiers have the name and id of one signature
   */
  public List<NoteVerifier> verify(Collection<? extends NoteVerifier> known) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<NoteVerifier> verified = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      NoteVerifier signer = null;
      for (NoteVerifier candidate : known) {
        if (signature.isFrom(candidate.name(), candidate.keyId())) {
          if (signer != null) {
            throw new NoteRejected("Two verifiers are known for " + id(signature) + ".");
          }
          signer = candidate;
        }
      }
      if (signer != null) {
        signer.verify(bytes, signature.signature());
        if (!verified.contains(signer)) {
          verified.add(signer);
        }
      }
    }
    if (verified.isEmpty()) {
      throw new NoteRejected(
          "No known key signed this note; known: "
              + known.stream().map(v -> v.name() + "+" + NoteKey.hexId(v.keyId())).toList()
              + ", signed by: "
              + signatures.stream().limit(16).map(SignedNote::id).toList()
              + ".");
    }
    return List.copyOf(verified);
  }

  /** The note's bytes, in UTF-8. */
  public byte[] encode() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String id(NoteSignature signature) {
    return signature.name() + "+" + NoteKey.hexId(signature.keyId());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedNote that
        && text.equals(that.text)
        && signatures.equals(that.signatures);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + signatures.hashCode();
  }

  /** The whole note. */
  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature).append('\n'));
    return note.toString();
  }
}
