package org.governance4j.crypto;

import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;

/** Signature type 0x02: ECDSA on P-256 with SHA-256 over the note text. */
final class EcdsaNoteVerifier implements NoteVerifier {
  private final NoteKey key;
  private final EcdsaP256PublicKey publicKey;

  EcdsaNoteVerifier(NoteKey key) {
    this.key = key;
    this.publicKey = NoteVerifiers.p256(key);
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public int keyId() {
    return key.keyId();
  }

  @Override
  public String vkey() {
    return key.vkey();
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    if (!publicKey.accepts(noteText, signature)) {
      throw NoteVerifiers.refusal(key);
    }
  }

  /** The verifier key text. */
  @Override
  public String toString() {
    return vkey();
  }
}
