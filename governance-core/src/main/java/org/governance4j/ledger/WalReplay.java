package org.governance4j.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.governance4j.Entry;
import org.governance4j.LedgerCorrupted;

/**
 * What the write-ahead log holds when a ledger is opened.
 *
 * @param name the segment's file
 * @param first the index of the first entry, a multiple of 256
 * @param entries the entries in order
 * @param end where the good frames end in the file
 * @param torn how many bytes behind them were not zero: a commit that was never acknowledged
 */
record WalReplay(String name, long first, List<byte[]> entries, int end, int torn) {
  // A segment begins with less than a bundle, grows to its limit and then by one last commit.
  private static final int MAX_BYTES =
      WriteAheadLog.GROWTH
          + 2 * (EntryBundle.MAX_BYTES + TilePath.FULL * WriteAheadLog.HEADER)
          + CommitQueue.BATCH_BYTES;

  /**
   * Reads the newest segment; older ones are leftovers of a restart that a crash interrupted.
   *
   * @throws LedgerCorrupted if there is no segment, or a damaged frame in it; the message names
   *     file and offset
   */
  static WalReplay read(Disk disk) throws IOException {
    List<String> segments =
        disk.list(WriteAheadLog.DIRECTORY).stream().filter(WriteAheadLog::isSegment).toList();
    if (segments.isEmpty()) {
      throw new LedgerCorrupted(disk + "/.state has no wal-*.log");
    }
    String file = segments.get(segments.size() - 1);
    String name = WriteAheadLog.DIRECTORY + "/" + file;
    byte[] content = disk.read(name, 0, MAX_BYTES + 1);
    if (content == null || content.length > MAX_BYTES) {
      throw new LedgerCorrupted(
          disk + "/" + name + (content == null ? " has gone" : " is longer than " + MAX_BYTES));
    }
    long first = WriteAheadLog.first(file);
    if (first % TilePath.FULL != 0) {
      throw new LedgerCorrupted(disk + "/" + name + " does not begin with a bundle");
    }
    List<byte[]> entries = new ArrayList<>();
    Frames frames = new Frames(content);
    int at = 0;
    while (frames.isGood(at) && frames.index(at) == first + entries.size()) {
      byte[] entry = frames.entry(at);
      entries.add(entry);
      at += WriteAheadLog.HEADER + entry.length;
    }
    for (int later = at; later < content.length; later++) {
      if (content[later] == WriteAheadLog.COMMIT && frames.isGood(later)) {
        throw new LedgerCorrupted(
            disk
                + "/"
                + name
                + " is damaged at offset "
                + at
                + ", where entry "
                + (first + entries.size())
                + " was: a later commit follows at offset "
                + later);
      }
    }
    int last = content.length;
    while (last > at && content[last - 1] == 0) {
      last--;
    }
    return new WalReplay(name, first, entries, at, last - at);
  }

  private static final class Frames {
    private final ByteBuffer content;
    private final CRC32C crc = new CRC32C();

    Frames(byte[] content) {
      this.content = ByteBuffer.wrap(content);
    }

    boolean isGood(int at) {
      if (content.capacity() - at < WriteAheadLog.HEADER) {
        return false;
      }
      byte marker = content.get(at);
      int length = content.getInt(at + 1);
      if ((marker != WriteAheadLog.COMMIT && marker != WriteAheadLog.MORE)
          || length < 0
          || length > Entry.MAX_BYTES
          || length > content.capacity() - at - WriteAheadLog.HEADER) {
        return false;
      }
      crc.reset();
      crc.update(content.array(), at, WriteAheadLog.HEADER - 4);
      crc.update(content.array(), at + WriteAheadLog.HEADER, length);
      return content.getInt(at + WriteAheadLog.HEADER - 4) == (int) crc.getValue();
    }

    long index(int at) {
      return content.getLong(at + 5);
    }

    byte[] entry(int at) {
      int from = at + WriteAheadLog.HEADER;
      return Arrays.copyOfRange(content.array(), from, from + content.getInt(at + 1));
    }
  }
}
