package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;

/**
 * Checks ML-DSA-44 cosignatures, signature type 0x06 of C2SP tlog-cosignature (v1.1.0-rc.1): a time
 * in seconds (8 bytes, big-endian) and 2420 bytes of pure ML-DSA-44 with an empty context over the
 * structure {@code cosigned_message}, which names the cosigner, the time, the log and the subtree.
 *
 * <p>A checkpoint is the subtree from 0 to its size. Extension lines are not signed: under a
 * checkpoint of another log they are ignored, but a log that signs its own checkpoints must not
 * have any.
 *
 * <p>Immutable, safe for any number of threads.
 */
public final class MlDsaNoteVerifier extends KeyVerifier implements TimedNoteVerifier {
  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(UTF_8);
  private static final int MAX_NAME_BYTES = 255;

  private final byte[] name;
  private final VerificationKey publicKey;

  MlDsaNoteVerifier(NoteKey key) {
    super(key);
    this.name = key.name().getBytes(UTF_8);
    this.publicKey = VerificationKey.of(MlDsa.ML_DSA_44.spki(key.publicKey()));
  }

  @Override
  public Optional<Instant> verifyTime(byte[] noteText, byte[] signature) {
    Checkpoint checkpoint = NoteVerifiers.checkpoint(noteText);
    if (!checkpoint.extensions().isEmpty() && checkpoint.origin().equals(key.name())) {
      throw new NoteRejected(
          "An ML-DSA-44 signature does not cover extension lines, found "
              + checkpoint.extensions().size()
              + " in a checkpoint of the signer.");
    }
    return verifySubtree(checkpoint.origin(), 0, checkpoint.size(), checkpoint.root(), signature);
  }

  /**
   * Returns when a cosignature of a subtree says it was made, if it is this key's over this
   * subtree; empty if its time is 0, as it must be where the start is not.
   *
   * @param origin the name of the log, 1 to 255 bytes in UTF-8
   * @param start the first leaf of the subtree
   * @param end the leaf after its last
   * @param root the hash of the subtree
   * @param signature what follows the key id on a signature line: the time and the signature
   * @throws NoteRejected if it is not, {@code [start, end)} is not a subtree, or the time is not 0
   *     where the start is not
   */
  public Optional<Instant> verifySubtree(
      String origin, long start, long end, Digest root, byte[] signature) {
    byte[] log = origin.getBytes(UTF_8);
    if (log.length == 0 || log.length > MAX_NAME_BYTES) {
      throw new NoteRejected(
          "An ML-DSA-44 signature is over an origin of 1 to "
              + MAX_NAME_BYTES
              + " bytes, found "
              + log.length
              + ".");
    }
    requireSubtree(start, end, root);
    if (signature.length != Long.BYTES + MlDsa.ML_DSA_44.signatureBytes()) {
      throw NoteVerifiers.refusal(key);
    }
    Instant time = NoteVerifiers.seconds(ByteBuffer.wrap(signature).getLong(), key);
    long seconds = time.getEpochSecond();
    if (start != 0 && seconds != 0) {
      throw new NoteRejected(
          "A cosignature of a subtree that begins at " + start + " has the time 0, not " + seconds);
    }
    byte[] message =
        ByteBuffer.allocate(
                LABEL.length + 1 + name.length + 1 + log.length + 3 * Long.BYTES + Digest.LENGTH)
            .put(LABEL)
            .put((byte) name.length)
            .put(name)
            .putLong(seconds)
            .put((byte) log.length)
            .put(log)
            .putLong(start)
            .putLong(end)
            .put(root.bytes())
            .array();
    if (!publicKey.accepts(message, Arrays.copyOfRange(signature, Long.BYTES, signature.length))) {
      throw NoteVerifiers.refusal(key);
    }
    return seconds == 0 ? Optional.empty() : Optional.of(time);
  }

  /** A subtree begins at a multiple of the smallest power of two that it fits in. */
  private static void requireSubtree(long start, long end, Digest root) {
    long width = end - start;
    long ceiling = width <= 1 ? 1 : Long.highestOneBit(width - 1) << 1;
    // For a width above 2^62 the ceiling is 2^63, a negative long, but ceiling - 1 is right again.
    boolean aligned = start >= 0 && width >= 0 && (start & (ceiling - 1)) == 0;
    if (!aligned || (width == 0 && !root.equals(MerkleTree.emptyRoot()))) {
      throw new NoteRejected(
          "[" + start + ", " + end + ") with the hash " + root.hex() + " is not a subtree.");
    }
  }
}
