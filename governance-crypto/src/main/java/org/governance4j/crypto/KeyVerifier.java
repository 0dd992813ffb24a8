package org.governance4j.crypto;

import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;

/** What the verifiers of all signature types have in common: the key that they are made from. */
abstract class KeyVerifier implements NoteVerifier {
  final NoteKey key;

  KeyVerifier(NoteKey key) {
    this.key = key;
  }

  @Override
  public final String name() {
    return key.name();
  }

  @Override
  public final int keyId() {
    return key.keyId();
  }

  @Override
  public final String vkey() {
    return key.vkey();
  }

  /** The verifier key text. */
  @Override
  public final String toString() {
    return vkey();
  }
}
