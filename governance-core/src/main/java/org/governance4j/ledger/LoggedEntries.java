package org.governance4j.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.governance4j.LedgerCorrupted;

/**
 * The entries of a ledger as its index reads them: those in full bundles from there, and while the
 * ledger is being opened those behind them from the write-ahead log. Safe for any number of
 * threads.
 */
final class LoggedEntries implements EntryIndex.Entries {
  private final Disk disk;
  private final long logged;
  private final long keyed;
  private volatile long bundled;

  /**
   * Reads what a recovery has found.
   *
   * @param bundled how many entries lie in full bundles for good
   */
  LoggedEntries(Disk disk, Recovery recovery, long bundled) {
    this.disk = disk;
    this.logged = recovery.first();
    this.keyed = recovery.keyed();
    this.bundled = bundled;
  }

  /**
   * How many entries of a recovered ledger surely lie in full bundles: those under the published
   * checkpoint, whose tiles were durable before it; and those before the write-ahead log's first,
   * with the rest of its bundle.
   */
  static long bundled(Recovery recovery, long published) {
    long before = recovery.first() + TilePath.FULL - 1;
    return Math.max(before - before % TilePath.FULL, published - published % TilePath.FULL);
  }

  /** Opens the index of a ledger of this size; what it reads later lies in full bundles. */
  EntryIndex index(long size) throws IOException {
    EntryIndex index = EntryIndex.open(disk, size, Math.min(bundled, size), this);
    bundled = Long.MAX_VALUE;
    return index;
  }

  /** The recovery has looked at all the entries of the write-ahead log. */
  @Override
  public long skip(long from, long to) {
    return from < logged ? from : Math.min(Math.max(from, keyed), to);
  }

  @Override
  public void read(long from, long to, EntryIndex.Visitor visitor) throws IOException {
    long at = from;
    long until = Math.min(to, bundled);
    while (at < until) {
      long bundle = at / TilePath.FULL;
      long start = bundle * TilePath.FULL;
      int end = (int) Math.min(until - start, TilePath.FULL);
      TileFiles full = new TileFiles(disk, start + TilePath.FULL);
      for (byte[] entry : full.entries(bundle, (int) (at - start), end)) {
        visitor.entry(at, entry);
        at++;
      }
    }
    if (at < to) {
      readLog(at, to, visitor);
    }
  }

  private void readLog(long from, long to, EntryIndex.Visitor visitor) throws IOException {
    WalReader reader = new WalReader(disk, segment(from));
    while (reader.nextIndex() < to) {
      if (reader.next()) {
        long at = reader.nextIndex() - 1;
        if (at >= from) {
          visitor.entry(
              at,
              Arrays.copyOfRange(reader.bytes(), reader.from(), reader.from() + reader.length()));
        }
      } else if (reader.nextIndex() == reader.segment()) {
        throw missing(reader.nextIndex());
      } else {
        reader.nextSegment();
      }
    }
  }

  /** The segment in which an entry is. */
  private long segment(long index) throws IOException {
    List<Long> segments = WalReplay.segments(disk);
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (segments.get(i) <= index) {
        return segments.get(i);
      }
    }
    throw missing(index);
  }

  private LedgerCorrupted missing(long index) {
    return new LedgerCorrupted(
        disk + " has entry " + index + " neither in a bundle nor in the write-ahead log");
  }
}
