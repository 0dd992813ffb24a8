package org.governance4j;

/** Refuses everything, see {@link NoteVerifier#none()}. */
enum NoNoteVerifier implements NoteVerifier {
  INSTANCE;

  @Override
  public int keyId() {
    return 0;
  }

  @Override
  public String vkey() {
    return "none";
  }

  @Override
  public String toString() {
    return "none";
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    throw new NoteRejected("No key is trusted to sign this note.");
  }
}
