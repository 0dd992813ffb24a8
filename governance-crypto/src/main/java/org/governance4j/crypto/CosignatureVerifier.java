package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;

/**
 * Signature type 0x04: a time in seconds (8 bytes, big-endian) and an Ed25519 signature over two
 * lines that hold it, followed by the note text. Ed25519 is as strict as {@link
 * NoteVerifier#ed25519}.
 */
final class CosignatureVerifier extends KeyVerifier implements TimedNoteVerifier {
  private static final int LENGTH = Long.BYTES + 64;

  private final NoteVerifier ed25519;

  CosignatureVerifier(NoteKey key) {
    super(key);
    this.ed25519 =
        NoteVerifier.ed25519(NoteKey.of(key.name(), NoteKey.ED25519, key.publicKey()).vkey());
  }

  @Override
  public Optional<Instant> verifyTime(byte[] noteText, byte[] signature) {
    if (signature.length != LENGTH) {
      throw NoteVerifiers.refusal(key);
    }
    Instant time = NoteVerifiers.seconds(ByteBuffer.wrap(signature).getLong(), key);
    byte[] head = ("cosignature/v1\ntime " + time.getEpochSecond() + "\n").getBytes(UTF_8);
    byte[] message = Arrays.copyOf(head, head.length + noteText.length);
    System.arraycopy(noteText, 0, message, head.length, noteText.length);
    ed25519.verify(message, Arrays.copyOfRange(signature, Long.BYTES, LENGTH));
    return Optional.of(time);
  }
}
