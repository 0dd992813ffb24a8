package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Makes entries durable before they are acknowledged: one write and one force per commit, whatever
 * the number of entries.
 *
 * <p>A segment {@code .state/wal-<index of its first entry>.log} is a row of frames, with zeros
 * behind the last one:
 *
 * <pre>
 * 0xA7 | u32 length | u64 index | u32 crc32c | entry      the first frame of a commit
 * 0xA8 | u32 length | u64 index | u32 crc32c | entry      a further frame of the same commit
 * </pre>
 *
 * <p>The CRC covers the ledger's {@linkplain WalSalt salt} and everything else in the frame. A
 * commit is what one force makes durable. The two markers are what makes a torn commit different
 * from a damaged one: a crash may leave any part of the last commit on the disk, in any order, but
 * the first frame of a commit can only be there after the force of the commit before it has
 * returned. So a bad frame with a good {@code 0xA7} frame behind it was once good.
 *
 * <p>A segment that is long enough is followed by another, whose name is durable before anything is
 * written to it, and which is made only after everything before it was forced. Ahead of small
 * writes a segment grows by a step of zeros, so that most forces need not make a new length
 * durable.
 *
 * <p>When a ledger is opened, it goes on where the good frames end; but first the last commit is
 * written once more in its place. After a failed force the kernel may show bytes that never reached
 * the disk, and forcing them once more proves nothing. Every commit before it was followed by a
 * force that succeeded.
 *
 * <p>One thread, the one that is never interrupted: an interrupt closes a channel.
 */
final class WriteAheadLog implements Closeable {
  static final byte COMMIT = (byte) 0xA7;
  static final byte MORE = (byte) 0xA8;

  /** Marker, length, index, CRC. */
  static final int HEADER = 1 + 4 + 8 + 4;

  static final String DIRECTORY = ".state";
  private static final String PREFIX = "wal-";
  private static final String SUFFIX = ".log";

  /** How much is written again at once. */
  private static final int PIECE = 1 << 18;

  /** The buffer does not shrink below this. */
  private static final int BUFFER = 1 << 16;

  private final Disk disk;
  private final Limits limits;
  private final Framer framer;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final ByteBuffer zeros;
  private Disk.Output segment;
  private long first;
  private long next;
  private long end;
  private long grown;
  private long unforced;
  private long forced;

  private WriteAheadLog(
      Disk disk, Limits limits, byte[] salt, Disk.Output segment, long first, long next, long end) {
    this.disk = disk;
    this.framer = new Framer(salt);
    this.limits = limits;
    this.zeros = ByteBuffer.allocateDirect(limits.step());
    this.segment = segment;
    this.first = first;
    this.next = next;
    this.end = end;
    this.grown = end;
  }

  /** Begins the log of an empty ledger; there may be an empty segment of an earlier attempt. */
  static WriteAheadLog begin(Disk disk, Limits limits) throws IOException {
    byte[] salt = WalSalt.make(disk);
    return new WriteAheadLog(disk, limits, salt, open(disk, 0), 0, 0, 0);
  }

  private static Disk.Output open(Disk disk, long first) throws IOException {
    Disk.Output segment = disk.create(name(first), Disk.Access.PRIVATE);
    try {
      disk.syncDirectory(DIRECTORY);
    } catch (IOException e) {
      LedgerLog.closeAfter(e, segment);
      throw e;
    }
    return segment;
  }

  /** Goes on with the log that was read; what follows its good frames goes. */
  static WriteAheadLog resume(Disk disk, Limits limits, WalReplay replay) throws IOException {
    if (replay.leftover() >= 0) {
      disk.delete(name(replay.leftover()));
    }
    byte[] salt = WalSalt.read(disk);
    String name = name(replay.last());
    Disk.Output segment = disk.append(name, Disk.Access.PRIVATE);
    try {
      for (long at = replay.lastCommit(); at < replay.end(); at += PIECE) {
        byte[] piece = disk.read(name, at, (int) Math.min(PIECE, replay.end() - at));
        if (piece != null) {
          segment.overwrite(at, ByteBuffer.wrap(piece));
        }
      }
      if (segment.size() > replay.end()) {
        segment.truncate(replay.end());
      }
      segment.force();
      // A crash may have come between making this segment, or removing another, and the sync.
      disk.syncDirectory(DIRECTORY);
      return new WriteAheadLog(
          disk, limits, salt, segment, replay.last(), replay.next(), replay.end());
    } catch (IOException | RuntimeException e) {
      LedgerLog.closeAfter(e, segment);
      throw e;
    }
  }

  /** The first index of the segment that is being written. */
  long segment() {
    return first;
  }

  /** The index of the next entry. */
  long next() {
    return next;
  }

  /** How many bytes of frames were written and forced since this was opened. */
  long forced() {
    return forced;
  }

  /** How many bytes were written since the last force. */
  long unforced() {
    return unforced;
  }

  /** Writes entries, with one write. After an exception the log is unusable. */
  void write(List<Leaf> leaves) throws IOException {
    if (leaves.isEmpty()) {
      return;
    }
    if (end >= limits.segment()) {
      roll();
    }
    int length = 0;
    for (Leaf leaf : leaves) {
      length += HEADER + leaf.entry().length;
    }
    if (buffer.capacity() < length) {
      buffer = ByteBuffer.allocateDirect(Math.max(length, 2 * CommitQueue.BATCH_BYTES));
    }
    buffer.clear();
    byte marker = unforced == 0 ? COMMIT : MORE;
    for (Leaf leaf : leaves) {
      framer.put(buffer, marker, next, leaf.entry(), 0, leaf.entry().length);
      marker = MORE;
      next++;
    }
    segment.overwrite(end, buffer.flip());
    end += length;
    unforced += length;
    if (end > grown) {
      grow(length);
    }
  }

  private void grow(int length) throws IOException {
    grown = end;
    int step = limits.step();
    // A large write pays for its own metadata.
    if (length <= step / 4) {
      int ahead = (int) (step - end % step);
      segment.overwrite(end, zeros.duplicate().limit(ahead));
      grown += ahead;
    }
  }

  /** Makes everything written durable. */
  void force() throws IOException {
    if (unforced > 0) {
      segment.force();
      forced += unforced;
      unforced = 0;
    }
  }

  private void roll() throws IOException {
    force();
    segment.close();
    segment = open(disk, next);
    first = next;
    end = 0;
    grown = 0;
  }

  /** The file that is being written. */
  @Override
  public String toString() {
    return name(first);
  }

  @Override
  public void close() throws IOException {
    segment.close();
  }

  /**
   * Puts a short segment in place of all others: the log of a ledger that was closed. It appears
   * whole or not at all, so each of its frames is proof for those before it.
   *
   * @param first the index of its first entry; all before it lie in durable full bundles
   * @param tail its entries, encoded as a bundle
   * @param width how many they are
   */
  static void compact(Disk disk, AtomicFiles files, long first, byte[] tail, int width)
      throws IOException {
    ByteBuffer content = ByteBuffer.allocate(tail.length + width * (HEADER - 2));
    Framer framer = new Framer(WalSalt.read(disk));
    int at = 0;
    for (int i = 0; i < width; i++) {
      int length = (tail[at] & 0xff) << 8 | (tail[at + 1] & 0xff);
      framer.put(content, COMMIT, first + i, tail, at + 2, length);
      at += 2 + length;
    }
    files.write(name(first), content.array(), Disk.Access.PRIVATE);
    files.sync();
    for (long other : WalReplay.segments(disk)) {
      if (other != first) {
        remove(disk, other);
      }
    }
  }

  /**
   * Removes a segment, durably on return: so of several that are removed one after the other, a
   * crash brings back none without those behind it.
   */
  static void remove(Disk disk, long first) throws IOException {
    disk.delete(name(first));
    disk.syncDirectory(DIRECTORY);
  }

  /** The file of a segment: zero-padded, so that names sort like numbers. */
  static String name(long first) {
    return DIRECTORY + "/" + PREFIX + String.format(Locale.ROOT, "%019d", first) + SUFFIX;
  }

  static boolean isSegment(String file) {
    // A name with more digits than an index can have is no segment's.
    return file.matches("wal-\\d{19}\\.log")
        && file.compareTo("wal-" + Long.MAX_VALUE + SUFFIX) <= 0;
  }

  /** The first index in the name of a segment. */
  static long first(String file) {
    return Long.parseLong(file.substring(PREFIX.length(), file.length() - SUFFIX.length()));
  }

  /** Writes frames. One thread. */
  private static final class Framer {
    private final ByteBuffer header = ByteBuffer.allocate(HEADER - 4);
    private final CRC32C crc = new CRC32C();
    private final byte[] salt;

    Framer(byte[] salt) {
      this.salt = salt;
    }

    void put(ByteBuffer to, byte marker, long index, byte[] bytes, int from, int length) {
      header.clear().put(marker).putInt(length).putLong(index);
      crc.reset();
      crc.update(salt);
      crc.update(header.array(), 0, HEADER - 4);
      crc.update(bytes, from, length);
      to.put(header.array()).putInt((int) crc.getValue()).put(bytes, from, length);
    }
  }
}
