package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.governance4j.Digest;
import org.governance4j.MerkleTree;
import org.governance4j.json.StreamHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of an index: adjacent from entry 0 on, the oldest first. Any number of threads may find;
 * what changes files is done by one at a time.
 */
final class IndexRuns {
  private static final Logger LOG = LoggerFactory.getLogger(IndexRuns.class);

  /** How often a look-up starts again because files have changed, or had to. */
  private static final int TRIES = 100;

  private final Disk disk;
  private final EntryIndex.Entries entries;
  private final int due;
  private final IndexRunWriter writer;
  private final ReentrantLock files = new ReentrantLock();
  private volatile List<IndexRun> runs = List.of();

  private IndexRuns(Disk disk, EntryIndex.Entries entries, int due) {
    this.disk = disk;
    this.entries = entries;
    this.due = due;
    this.writer = new IndexRunWriter(disk);
  }

  /**
   * Opens what is there, removes what is not right, and makes it anew from the entries where
   * something right comes after it.
   *
   * @param due how many keys are made into a file at once
   * @param settled no run is about an entry from here on
   */
  static IndexRuns open(Disk disk, long settled, EntryIndex.Entries entries, int due)
      throws IOException {
    IndexRuns index = new IndexRuns(disk, entries, due);
    List<IndexRun> right = new ArrayList<>();
    for (String name : disk.list(IndexRun.DIRECTORY)) {
      if (IndexRun.isName(name)) {
        IndexRun run = index.right(IndexRun.DIRECTORY + "/" + name, settled);
        if (run != null) {
          right.add(run);
        }
      } else if (IndexRunWriter.TEMPORARY.endsWith("/" + name)) {
        disk.delete(IndexRunWriter.TEMPORARY);
      }
    }
    // Of those that begin together the longest: a crash may have left what it was merged from.
    right.sort(
        Comparator.comparingLong(IndexRun::from)
            .thenComparing(Comparator.comparingLong(IndexRun::to).reversed()));
    List<IndexRun> adjacent = new ArrayList<>();
    long end = 0;
    for (IndexRun run : right) {
      if (run.from() < end) {
        disk.delete(run.path());
        continue;
      }
      if (run.from() > end) {
        adjacent.addAll(index.make(end, run.from()));
      }
      adjacent.add(run);
      end = run.to();
    }
    index.runs = List.copyOf(adjacent);
    return index;
  }

  /** Opens a file; removes it and returns null if it is not right. */
  private @Nullable IndexRun right(String path, long settled) throws IOException {
    String why;
    try {
      IndexRun run = IndexRun.open(disk, path);
      why =
          run.to() > settled
              ? "is about entries that are not there"
              : leaf(run.to() - 1).equals(run.last()) ? null : "is about other entries";
      if (why == null) {
        return run;
      }
    } catch (IndexRun.Damaged e) {
      why = String.valueOf(e.getMessage());
    }
    LOG.warn("{}: {}; it is made anew from the entries: {}", disk, path, why);
    disk.delete(path);
    return null;
  }

  private Digest leaf(long index) throws IOException {
    return MerkleTree.leafHash(entry(index));
  }

  private byte[] entry(long index) throws IOException {
    byte[][] found = new byte[1][];
    entries.read(index, index + 1, (at, bytes) -> found[0] = bytes);
    if (found[0] == null) {
      throw new IOException("entry " + index + " is not read back");
    }
    return found[0];
  }

  List<IndexRun> current() {
    return runs;
  }

  /** The first entry no run is about. */
  long end() {
    List<IndexRun> all = runs;
    return all.isEmpty() ? 0 : all.get(all.size() - 1).to();
  }

  /** The first entry with a key in any run, or null. */
  EntryIndex.@Nullable Place find(IndexKey key, String idempotency) throws IOException {
    for (int tries = 0; ; tries++) {
      List<IndexRun> all = runs;
      IndexRun looked = null;
      try {
        for (IndexRun run : all) {
          looked = run;
          EntryIndex.Place place = run.find(key);
          if (place != null && isOf(run, place, idempotency)) {
            return place;
          }
        }
        return null;
      } catch (IndexRun.Damaged e) {
        if (tries == TRIES) {
          throw new IOException("the index cannot be made anew: " + e.getMessage(), e);
        }
        replace(looked, e);
      }
    }
  }

  /** Holds a hit against the entry; false if another key has the same first 128 bits. */
  private boolean isOf(IndexRun run, EntryIndex.Place place, String idempotency)
      throws IOException, IndexRun.Damaged {
    byte[] entry = entry(place.index());
    if (!MerkleTree.leafHash(entry).equals(place.leafHash())) {
      throw new IndexRun.Damaged(run.path() + " has another leaf hash of entry " + place.index());
    }
    EntryKeys keys = EntryKeys.of(entry);
    return keys != null && idempotency.equals(keys.idempotency());
  }

  /** Makes a damaged run anew, unless it is there no more because it was merged meanwhile. */
  private void replace(@Nullable IndexRun damaged, IndexRun.Damaged why) throws IOException {
    files.lock();
    try {
      List<IndexRun> all = new ArrayList<>(runs);
      int at = all.indexOf(damaged);
      if (at >= 0) {
        IndexRun run = all.get(at);
        LOG.warn("{}: it is made anew from the entries: {}", disk, why.getMessage());
        all.remove(at);
        all.addAll(at, make(run.from(), run.to()));
        runs = List.copyOf(all);
        if (all.stream().noneMatch(each -> each.path().equals(run.path()))) {
          disk.delete(run.path());
        }
      }
    } finally {
      files.unlock();
    }
  }

  /** Makes runs from the entries, of a length that memory can hold. */
  private List<IndexRun> make(long from, long to) throws IOException {
    List<IndexRun> made = new ArrayList<>();
    List<IndexRun.Item> items = new ArrayList<>();
    Map<String, StreamHead> heads = new TreeMap<>();
    entries.read(
        from,
        to,
        (at, bytes) -> {
          EntryKeys keys = EntryKeys.of(bytes);
          if (keys != null) {
            Digest leaf = MerkleTree.leafHash(bytes);
            EntryIndex.collect(keys, new EntryIndex.Place(at, leaf), items, heads);
          }
          if (at + 1 == to || items.size() >= due) {
            long first = made.isEmpty() ? from : made.get(made.size() - 1).to();
            made.add(write(first, at + 1, MerkleTree.leafHash(bytes), items, heads.values()));
            items.clear();
            heads.clear();
          }
        });
    return made;
  }

  private IndexRun write(
      long from, long to, Digest last, List<IndexRun.Item> items, Collection<StreamHead> heads)
      throws IOException {
    List<IndexRun.Item> sorted = new ArrayList<>(items);
    // Stable: of equal keys the first stays the first, and the only one that is written.
    sorted.sort(Comparator.comparing(IndexRun.Item::key));
    var next = sorted.iterator();
    try {
      return writer.write(
          from, to, last, sorted.size(), () -> next.hasNext() ? next.next() : null, heads);
    } catch (IndexRun.Damaged e) {
      throw new IOException("what was written cannot be read back: " + e.getMessage(), e);
    }
  }

  /** Adds a run about the next entries. */
  void append(long from, long to, List<IndexRun.Item> items, Collection<StreamHead> heads)
      throws IOException {
    files.lock();
    try {
      IndexRun run = write(from, to, leaf(to - 1), items, heads);
      List<IndexRun> all = new ArrayList<>(runs);
      all.add(run);
      runs = List.copyOf(all);
    } finally {
      files.unlock();
    }
  }

  /** Merges neighbours as long as there are two of which the older is not twice as long. */
  void merge() throws IOException {
    files.lock();
    try {
      for (int at = shortest(); at >= 0; at = shortest()) {
        merge(at);
      }
    } finally {
      files.unlock();
    }
  }

  /** The older of the shortest two neighbours to be merged, or -1. */
  private int shortest() {
    List<IndexRun> all = runs;
    int best = -1;
    long least = IndexRun.MAX_KEYS + 1;
    for (int i = 0; i + 1 < all.size(); i++) {
      long older = all.get(i).keys();
      long newer = all.get(i + 1).keys();
      if (older <= 2 * newer && older + newer < least) {
        best = i;
        least = older + newer;
      }
    }
    return best;
  }

  private void merge(int at) throws IOException {
    List<IndexRun> all = new ArrayList<>(runs);
    IndexRun older = all.remove(at);
    IndexRun newer = all.remove(at);
    Map<String, StreamHead> heads = new TreeMap<>();
    older.streams().forEach(head -> heads.put(head.name(), head));
    newer.streams().forEach(head -> EntryIndex.advance(heads, head));
    try {
      all.add(
          at,
          writer.write(
              older.from(),
              newer.to(),
              newer.last(),
              older.keys() + newer.keys(),
              new Merging(older, newer),
              heads.values()));
    } catch (IndexRun.Damaged e) {
      LOG.warn("{}: it is made anew from the entries: {}", disk, e.getMessage());
      all.addAll(at, make(older.from(), newer.to()));
    }
    runs = List.copyOf(all);
    for (IndexRun run : List.of(older, newer)) {
      // What was made anew may have the name of what was damaged.
      if (all.stream().noneMatch(each -> each.path().equals(run.path()))) {
        disk.delete(run.path());
      }
    }
  }

  /** Two runs as one, of equal keys the older first. */
  private static final class Merging implements IndexRunWriter.Items {
    private final IndexRun.Cursor older;
    private final IndexRun.Cursor newer;
    private IndexRun.@Nullable Item left;
    private IndexRun.@Nullable Item right;

    Merging(IndexRun older, IndexRun newer) throws IOException, IndexRun.Damaged {
      this.older = older.cursor();
      this.newer = newer.cursor();
      this.left = this.older.next();
      this.right = this.newer.next();
    }

    @Override
    public IndexRun.@Nullable Item next() throws IOException, IndexRun.Damaged {
      IndexRun.Item first = left;
      IndexRun.Item second = right;
      if (first != null && (second == null || first.key().compareTo(second.key()) <= 0)) {
        left = older.next();
        return first;
      }
      if (second != null) {
        right = newer.next();
      }
      return second;
    }
  }
}
