package org.governance4j.ledger;

import java.io.IOException;
import java.util.Arrays;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of a directory as it stands at each moment. The file is read whenever it is asked
 * for, as a writer may have replaced it; parsed it is only when its bytes are others than before.
 *
 * <p>Safe for any number of threads.
 */
final class PublishedCheckpoint {
  private final Disk disk;
  private volatile @Nullable Read last;

  PublishedCheckpoint(Disk disk) {
    this.disk = disk;
  }

  /**
   * A checkpoint, parsed but not verified.
   *
   * @param bytes the file; not to be changed
   */
  record Read(byte[] bytes, SignedNote note, Checkpoint checkpoint) {
    /** How many entries are published. */
    long size() {
      return checkpoint.size();
    }
  }

  /**
   * Reads it.
   *
   * @throws LedgerUnavailable if there is none
   * @throws NoteRejected if it is malformed; the message names the file
   */
  Read read() throws IOException {
    byte[] bytes = disk.read(LedgerLog.CHECKPOINT, 0, LedgerLog.MAX_CHECKPOINT_BYTES + 1);
    if (bytes == null) {
      throw new LedgerUnavailable(disk + " is not a ledger directory: it has no checkpoint");
    }
    Read known = last;
    if (known != null && Arrays.equals(known.bytes, bytes)) {
      return known;
    }
    try {
      SignedNote note = SignedNote.parse(bytes);
      Read read = new Read(bytes, note, Checkpoint.parse(note.text()));
      last = read;
      return read;
    } catch (NoteRejected e) {
      throw new NoteRejected(disk + "/checkpoint: " + e.getMessage(), e);
    }
  }
}
