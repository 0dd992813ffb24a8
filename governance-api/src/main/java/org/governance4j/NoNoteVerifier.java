package org.governance4j;

/**
 * Refuses everything, see {@link NoteVerifier#none()}. Not an enum: those have a name of their own.
 */
final class NoNoteVerifier implements NoteVerifier {
  static final NoNoteVerifier INSTANCE = new NoNoteVerifier();

  private NoNoteVerifier() {}

  @Override
  public String name() {
    return "none";
  }

  @Override
  public int keyId() {
    return 0;
  }

  @Override
  public String vkey() {
    return "none";
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    throw new NoteRejected("No key is trusted to sign this note.");
  }

  @Override
  public String toString() {
    return "none";
  }
}
