package org.governance4j.crypto;

import org.governance4j.NoteKey;

/** Signature type 0x02: ECDSA on P-256 with SHA-256 over the note text. */
final class EcdsaNoteVerifier extends KeyVerifier {
  private final EcdsaPublicKey publicKey;

  EcdsaNoteVerifier(NoteKey key) {
    super(key);
    this.publicKey = NoteVerifiers.p256(key);
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    if (!publicKey.accepts(noteText, signature)) {
      throw NoteVerifiers.refusal(key);
    }
  }
}
