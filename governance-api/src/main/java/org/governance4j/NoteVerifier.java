package org.governance4j;

/**
 * Checks one party's signatures on notes: a log's, a witness's, a person's.
 *
 * <p>Whoever holds a verifier trusts its key; it comes from configuration, never from the note. The
 * one given here is plain Ed25519.
 *
 * <p>Implementations are immutable and safe for any number of threads.
 */
public interface NoteVerifier {
  /** The name on the signature lines this verifier is responsible for. */
  String name();

  /** The key id on those lines, four bytes read big-endian. */
  int keyId();

  /** The key as verifier key text, see {@link NoteKey}. */
  String vkey();

  /**
   * Returns if the signature is this key's over this text; there is no result to ignore.
   *
   * @param noteText the text with its final newline, in UTF-8
   * @param signature what follows the key id on the signature line
   * @throws NoteRejected if it is not, or anything about the signature is malformed
   */
  void verify(byte[] noteText, byte[] signature);

  /**
   * The verifier of a key of type {@link NoteKey#ED25519}: RFC 8032 section 5.1.7 over the note
   * text.
   *
   * <p>Implementations of Ed25519 disagree about odd keys and signatures, and a signer could use
   * that to show one verifier a valid note and another an invalid one. This one refuses whatever
   * they disagree about, and otherwise checks the equation without the cofactor:
   *
   * <ul>
   *   <li>a public key or an R that is not a canonical encoding, or is a point of low order
   *   <li>a scalar S that is not below the order of the group
   *   <li>a signature that has not exactly 64 bytes
   * </ul>
   *
   * <p>Uses the JDK's own provider (module {@code jdk.crypto.ec}), whatever others are installed.
   *
   * @throws NoteRejected if the text is malformed, of another type, or its key is refused
   */
  static NoteVerifier ed25519(String vkey) {
    return new Ed25519NoteVerifier(NoteKey.parse(vkey));
  }

  /** The verifier that trusts nobody: named {@code none}, it refuses every signature. */
  static NoteVerifier none() {
    return NoNoteVerifier.INSTANCE;
  }
}
