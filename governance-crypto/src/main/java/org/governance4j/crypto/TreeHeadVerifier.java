package org.governance4j.crypto;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;

/**
 * Signature type 0x05: a time in milliseconds (8 bytes, big-endian), and the digitally-signed
 * struct of TLS 1.2 (SHA-256, ECDSA, a length in 2 bytes, DER) over the TreeHeadSignature of RFC
 * 6962 section 3.5, which has neither the origin nor extension lines in it.
 */
final class TreeHeadVerifier extends KeyVerifier implements TimedNoteVerifier {
  /** Time, hash and signature algorithm, length. */
  private static final int HEAD = Long.BYTES + 1 + 1 + Short.BYTES;

  private static final byte SHA256 = 4;
  private static final byte ECDSA = 3;

  private static final byte VERSION_1 = 0;
  private static final byte TREE_HASH = 1;

  private final EcdsaPublicKey publicKey;

  TreeHeadVerifier(NoteKey key) {
    super(key);
    this.publicKey = NoteVerifiers.p256(key);
  }

  @Override
  public Optional<Instant> verifyTime(byte[] noteText, byte[] signature) {
    Checkpoint checkpoint = NoteVerifiers.checkpoint(noteText);
    if (!checkpoint.origin().equals(key.name())) {
      throw new NoteRejected(
          "A tree head signature does not cover the origin, so the checkpoint must be of "
              + key.name()
              + ", the key's name.");
    }
    if (!checkpoint.extensions().isEmpty()) {
      throw new NoteRejected(
          "A tree head signature does not cover extension lines, found "
              + checkpoint.extensions().size()
              + ".");
    }
    ByteBuffer read = ByteBuffer.wrap(signature);
    long millis = signature.length < HEAD ? -1 : read.getLong();
    if (millis < 0
        || read.get() != SHA256
        || read.get() != ECDSA
        || Short.toUnsignedInt(read.getShort()) != read.remaining()) {
      throw NoteVerifiers.refusal(key);
    }
    byte[] message =
        ByteBuffer.allocate(2 + 2 * Long.BYTES + Digest.LENGTH)
            .put(VERSION_1)
            .put(TREE_HASH)
            .putLong(millis)
            .putLong(checkpoint.size())
            .put(checkpoint.root().bytes())
            .array();
    if (!publicKey.accepts(message, Arrays.copyOfRange(signature, HEAD, signature.length))) {
      throw NoteVerifiers.refusal(key);
    }
    return Optional.of(Instant.ofEpochMilli(millis));
  }
}
