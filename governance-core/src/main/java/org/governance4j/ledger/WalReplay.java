package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.LedgerCorrupted;

/**
 * What the write-ahead log holds when a ledger is opened.
 *
 * <p>Every segment but the last was forced as a whole before the next one was made, so anything in
 * it that is not a good frame or a zero behind them is damage. In the last one, a bad frame with a
 * later commit behind it is; otherwise it is what a crash has left of a commit that was never
 * acknowledged.
 *
 * @param last the first index of the last segment
 * @param next the index of the entry that comes next
 * @param lastCommit where in the last segment its last commit begins
 * @param end where in the last segment the good frames end
 * @param torn how many bytes behind them were not zero: a commit that was never acknowledged
 * @param leftover the first index of a segment to be removed, which closing was about to put in
 *     place of the last one when a crash came; or -1
 */
record WalReplay(long last, long next, long lastCommit, long end, long torn, long leftover) {

  /** Takes the entries in order. */
  interface Visitor {
    /** Takes the entry in this part of an array that is not its own. */
    void entry(byte[] bytes, int from, int length) throws IOException;
  }

  /** The first indexes of the segments there are, in order. */
  static List<Long> segments(Disk disk) throws IOException {
    List<Long> segments = new ArrayList<>();
    for (String file : disk.list(WriteAheadLog.DIRECTORY)) {
      if (WriteAheadLog.isSegment(file)) {
        segments.add(WriteAheadLog.first(file));
      }
    }
    return segments;
  }

  /**
   * Reads all segments.
   *
   * @param segments what there is
   * @throws LedgerCorrupted if one is missing or damaged; the message names file and offset
   */
  static WalReplay read(Disk disk, List<Long> segments, Visitor visitor) throws IOException {
    WalReader reader = new WalReader(disk, segments.get(0));
    for (int i = 0; ; i++) {
      Frames frames = Frames.read(reader, visitor);
      long leftover = -1;
      if (i == segments.size() - 2 && isCompacted(reader, segments.get(i + 1))) {
        leftover = segments.get(i + 1);
        requireCopy(disk, leftover, reader);
      }
      long last = reader.segment();
      if (i == segments.size() - 1 || leftover >= 0) {
        long torn = requireTorn(disk, reader, frames);
        return new WalReplay(last, frames.next, frames.lastCommit, frames.end, torn, leftover);
      }
      requireFollowed(disk, reader, frames, segments.get(i + 1));
      reader.nextSegment();
    }
  }

  /** The good frames of a segment. */
  private record Frames(String name, long next, long lastCommit, long end) {
    static Frames read(WalReader reader, Visitor visitor) throws IOException {
      long lastCommit = -1;
      while (reader.next()) {
        if (reader.isCommit()) {
          lastCommit = reader.offset();
        }
        visitor.entry(reader.bytes(), reader.from(), reader.length());
      }
      long end = reader.end();
      return new Frames(reader.name(), reader.nextIndex(), Math.max(lastCommit, 0), end);
    }
  }

  private static boolean isCompacted(WalReader reader, long following) {
    return following > reader.segment() && following < reader.nextIndex();
  }

  /** A segment that was about to take the place of another has the same last entries. */
  private static void requireCopy(Disk disk, long leftover, WalReader original) throws IOException {
    WalReader copy = new WalReader(disk, leftover);
    while (copy.next()) {
      // Only the end is of interest: each frame has passed its checksum and its index.
    }
    if (leftover % TilePath.FULL != 0
        || copy.nextIndex() != original.nextIndex()
        || copy.rest().length() != 0) {
      throw new LedgerCorrupted(
          disk
              + "/"
              + copy.name()
              + " and "
              + original.name()
              + " have entries in common, and end with entry "
              + (copy.nextIndex() - 1)
              + " and "
              + (original.nextIndex() - 1));
    }
  }

  private static long requireTorn(Disk disk, WalReader reader, Frames frames) throws IOException {
    WalReader.Rest rest = reader.rest();
    if (rest.laterCommit() >= 0) {
      throw damaged(disk, frames, "a later commit follows at offset " + rest.laterCommit());
    }
    return rest.length();
  }

  private static void requireFollowed(Disk disk, WalReader reader, Frames frames, long following)
      throws IOException {
    if (reader.rest().length() > 0) {
      throw damaged(disk, frames, "a later segment follows");
    }
    if (following != frames.next) {
      throw new LedgerCorrupted(
          disk
              + "/"
              + frames.name
              + " ends at offset "
              + frames.end
              + " before entry "
              + frames.next
              + ", but "
              + WriteAheadLog.name(following)
              + " follows: a segment or the end of one is missing");
    }
  }

  private static LedgerCorrupted damaged(Disk disk, Frames frames, String why) {
    return new LedgerCorrupted(
        disk
            + "/"
            + frames.name
            + " is damaged at offset "
            + frames.end
            + ", where entry "
            + frames.next
            + " was: "
            + why);
  }
}
