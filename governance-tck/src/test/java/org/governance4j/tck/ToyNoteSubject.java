package org.governance4j.tck;

import java.nio.charset.StandardCharsets;

/** The contract of note verifiers, held against the toy. */
@Faulty
class ToyNoteSubject extends NoteVerifierContract implements Faulty.Subject {
  private ToyNoteVerifier.Fault fault = ToyNoteVerifier.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyNoteVerifier.Fault.valueOf(name);
  }

  @Override
  protected Example example() {
    String text = "example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    ToyKey key = ToyKey.first();
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    return new Example(
        new ToyNoteVerifier(fault, key.verifier("example.org/log"), signature), text, signature);
  }
}
