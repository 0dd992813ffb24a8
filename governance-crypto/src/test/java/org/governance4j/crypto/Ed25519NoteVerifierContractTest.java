package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;
import org.governance4j.tck.NoteVerifierContract;

/** The verifier of the api, held to its contract with signatures of this module's keys. */
class Ed25519NoteVerifierContractTest extends NoteVerifierContract {

  /** An Ed25519 SubjectPublicKeyInfo (RFC 8410) is 12 fixed bytes and the key. */
  private static final int SPKI_PREFIX = 12;

  @Override
  protected Example example() {
    String text = "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    try (SoftwareKey key = Model.key(1)) {
      byte[] spki = key.publicKey();
      byte[] point = Arrays.copyOfRange(spki, SPKI_PREFIX, spki.length);
      String vkey = NoteKey.of("example.com/log", NoteKey.ED25519, point).vkey();
      return new Example(NoteVerifier.ed25519(vkey), text, key.sign(text.getBytes(UTF_8)));
    }
  }
}
