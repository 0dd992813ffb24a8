package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.governance4j.LedgerUnavailable;

/**
 * Room on the disk that is set aside while there is some: a file of zeros, {@code .state/reserve}.
 * When the disk is full it goes, and the last checkpoint takes its place.
 */
final class Reserve {
  static final String NAME = WriteAheadLog.DIRECTORY + "/reserve";

  private Reserve() {}

  /**
   * Sets it aside, if it is not yet.
   *
   * @throws LedgerUnavailable if there is no room for it
   */
  static void make(Disk disk, int bytes) throws IOException {
    // A file of the right length may be one that was never forced; then it is only less of a
    // reserve.
    byte[] end = bytes == 0 ? null : disk.read(NAME, bytes - 1L, 2);
    if (bytes == 0 || (end != null && end.length == 1)) {
      return;
    }
    try (Disk.Output file = disk.create(NAME, Disk.Access.PRIVATE)) {
      file.overwrite(0, ByteBuffer.allocate(bytes));
      file.force();
    } catch (DiskFull e) {
      LedgerUnavailable refusal =
          new LedgerUnavailable(
              disk
                  + " has no room for the "
                  + bytes
                  + " bytes that are set aside for the last checkpoint: free some space and open it"
                  + " again",
              e);
      try {
        // What there is of it is of no use, and somebody else's last room.
        disk.delete(NAME);
      } catch (IOException also) {
        refusal.addSuppressed(also);
      }
      throw refusal;
    }
    disk.syncDirectory(WriteAheadLog.DIRECTORY);
  }

  /** Gives it up; what it took is free on return. */
  static void release(Disk disk) throws IOException {
    disk.delete(NAME);
    disk.syncDirectory(WriteAheadLog.DIRECTORY);
  }
}
