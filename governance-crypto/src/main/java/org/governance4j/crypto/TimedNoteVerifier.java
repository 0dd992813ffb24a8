package org.governance4j.crypto;

import java.time.Instant;
import java.util.Optional;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;

/**
 * Checks signatures on checkpoints that say when they were made: cosignatures of witnesses, and the
 * tree heads of RFC 6962. The time is the signer's word, covered by the signature.
 *
 * <p>Implementations are immutable and safe for any number of threads.
 */
public interface TimedNoteVerifier extends NoteVerifier {

  /**
   * Returns when the signature says it was made, if it is this key's over this text.
   *
   * @param noteText the text with its final newline, in UTF-8
   * @param signature what follows the key id on the signature line
   * @return the time, to the second or to the millisecond; empty if a cosignature of ML-DSA-44
   *     carries the time 0, by which its signer states no time
   * @throws NoteRejected as {@link #verify}
   */
  Optional<Instant> verifyTime(byte[] noteText, byte[] signature);

  @Override
  default void verify(byte[] noteText, byte[] signature) {
    verifyTime(noteText, signature);
  }
}
