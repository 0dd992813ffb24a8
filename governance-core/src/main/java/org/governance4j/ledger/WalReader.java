package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.governance4j.Entry;
import org.governance4j.LedgerCorrupted;

/**
 * Reads the frames of a segment of the write-ahead log, in pieces: a frame is good if its marker,
 * length and checksum are, and its index is the one that follows. No length in a file is believed
 * before the bytes are there.
 *
 * <p>It may read beside the writer: what was written before {@link #refresh} is seen after it. One
 * thread.
 */
final class WalReader {
  /** The longest frame. */
  private static final int MAX_FRAME = WriteAheadLog.HEADER + Entry.MAX_BYTES;

  /** How much is read at once. */
  private static final int PIECE = 4 * MAX_FRAME;

  private final Disk disk;
  private final CRC32C crc = new CRC32C();
  private final byte[] salt;
  private long segment;
  private String name;
  private long nextIndex;
  private byte[] piece = {};
  private ByteBuffer view = ByteBuffer.wrap(piece);
  private long start;
  private int current;
  private int next;

  /**
   * Begins before the first frame of a segment.
   *
   * @throws LedgerCorrupted if there is no salt
   */
  WalReader(Disk disk, long segment) throws IOException {
    this.disk = disk;
    this.salt = WalSalt.read(disk);
    this.segment = segment;
    this.nextIndex = segment;
    this.name = WriteAheadLog.name(segment);
  }

  /** Goes to the beginning of the segment whose first entry is the next one. */
  void nextSegment() {
    segment = nextIndex;
    name = WriteAheadLog.name(segment);
    start = 0;
    next = 0;
    refresh();
  }

  /** The first index of the segment that is being read. */
  long segment() {
    return segment;
  }

  /** Its file. */
  String name() {
    return name;
  }

  /** Where in it the good frames read so far end. */
  long end() {
    return start + next;
  }

  /** The index of the next entry. */
  long nextIndex() {
    return nextIndex;
  }

  /** Where in it the current frame begins. */
  long offset() {
    return start + current;
  }

  /** Whether the current frame is the first of a commit. */
  boolean isCommit() {
    return piece[current] == WriteAheadLog.COMMIT;
  }

  /** The array that holds the current entry, until the next call. */
  byte[] bytes() {
    return piece;
  }

  /** Where in the array the current entry begins. */
  int from() {
    return current + WriteAheadLog.HEADER;
  }

  /** The length of the current entry. */
  int length() {
    return view.getInt(current + 1);
  }

  /** Forgets what it has read ahead. */
  void refresh() {
    hold(start + next, new byte[0]);
  }

  /**
   * Goes on to the next good frame of the segment.
   *
   * @return false if none follows
   * @throws LedgerCorrupted if there is no such segment
   */
  boolean next() throws IOException {
    if (!isNext()) {
      hold(start + next, read(start + next));
      if (!isNext()) {
        return false;
      }
    }
    current = next;
    next += WriteAheadLog.HEADER + length();
    nextIndex++;
    return true;
  }

  private boolean isNext() {
    return isGood(next) && index(next) == nextIndex;
  }

  private byte[] read(long from) throws IOException {
    byte[] read = disk.read(name, from, PIECE);
    if (read == null) {
      throw new LedgerCorrupted(disk + "/" + name + " is missing");
    }
    return read;
  }

  private void hold(long from, byte[] bytes) {
    start = from;
    piece = bytes;
    view = ByteBuffer.wrap(bytes);
    current = 0;
    next = 0;
  }

  private boolean isGood(int at) {
    if (piece.length - at < WriteAheadLog.HEADER) {
      return false;
    }
    byte marker = piece[at];
    int length = view.getInt(at + 1);
    if ((marker != WriteAheadLog.COMMIT && marker != WriteAheadLog.MORE)
        || length < 0
        || length > Entry.MAX_BYTES
        || length > piece.length - at - WriteAheadLog.HEADER) {
      return false;
    }
    crc.reset();
    crc.update(salt);
    crc.update(piece, at, WriteAheadLog.HEADER - 4);
    crc.update(piece, at + WriteAheadLog.HEADER, length);
    return view.getInt(at + WriteAheadLog.HEADER - 4) == (int) crc.getValue();
  }

  private long index(int at) {
    return view.getLong(at + 5);
  }

  /**
   * What follows the good frames.
   *
   * @param laterCommit where the first frame of a later commit stands, or -1
   * @param length how many bytes there are up to the last that is not zero
   */
  record Rest(long laterCommit, long length) {}

  /** Reads what follows the good frames; afterwards the reader is of no more use. */
  Rest rest() throws IOException {
    long from = end();
    long length = 0;
    for (long at = from; ; at += PIECE - MAX_FRAME) {
      hold(at, read(at));
      boolean last = piece.length < PIECE;
      // A frame that crosses the end of this piece is whole in the next one.
      int until = last ? piece.length : PIECE - MAX_FRAME;
      for (int i = 0; i < until; i++) {
        if (piece[i] != 0) {
          length = at + i + 1 - from;
          if (piece[i] == WriteAheadLog.COMMIT && isLater(i, at + i - from)) {
            return new Rest(at + i, length);
          }
        }
      }
      if (last) {
        return new Rest(-1, length);
      }
    }
  }

  /** Whether a good frame stands here whose entry can follow the good ones at this distance. */
  private boolean isLater(int at, long distance) {
    return piece.length - at >= WriteAheadLog.HEADER
        && index(at) >= nextIndex
        && index(at) - nextIndex <= distance / WriteAheadLog.HEADER
        && isGood(at);
  }
}
