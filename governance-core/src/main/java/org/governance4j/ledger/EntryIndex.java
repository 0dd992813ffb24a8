package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.governance4j.Digest;
import org.governance4j.LedgerUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.json.StreamHead;
import org.governance4j.json.StreamStamp;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first entry with an idempotency key, and knows where the streams stand.
 *
 * <p><b>The entries are the truth.</b> The index is made from them and can be made again at any
 * time: files that are missing, damaged, of another ledger, or about entries that a crash has taken
 * back are made anew when the ledger is opened, and a hit is held against the entry it points to.
 * So nothing here has to be durable for an acknowledgement.
 *
 * <p><b>In memory</b> is the unsaved tail: what was added since the last {@link #save}, about 300
 * bytes for an entry that has a key or a stamp, nothing for others; and of what is saved, a filter
 * of ten bits per key. So a key that is new, as nearly all are, costs no read.
 *
 * <p><b>On disk</b> are sorted runs ({@link IndexRun}), each about a range of the entries, the
 * ranges adjacent. Two neighbours are merged when the older is at most twice as long as the newer;
 * so there are O(log n) runs, and a key is written O(log n) times.
 *
 * <p><b>Threads.</b> One adds and finds: the committer. One saves, maybe another: the publisher.
 * Neither waits for the disk of the other, unless a damaged run is found. {@link #streams} is for
 * any thread.
 */
final class EntryIndex {
  /** The most streams whose heads are known. */
  static final int MAX_STREAMS = 65_536;

  /** From how many unsaved keys and stamps on a save is due. */
  static final int DUE = 65_536;

  /** The items that are taken out of the tail without letting anybody in between. */
  private static final int STEP = 1024;

  /**
   * Where an entry is.
   *
   * @param index its position in the ledger
   * @param leafHash its leaf hash
   */
  record Place(long index, Digest leafHash) {}

  /** What was added and is not saved. */
  private record Tail(Place place, @Nullable IndexKey key, @Nullable StreamHead head) {}

  private final IndexRuns runs;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Tail> tail = new ArrayDeque<>();
  private final Map<IndexKey, Place> unsaved = new HashMap<>();
  private final Map<String, StreamHead> heads = new HashMap<>();
  private volatile long size;

  private EntryIndex(IndexRuns runs) {
    this.runs = runs;
  }

  /** The entries of a ledger, the truth the index is made from. */
  interface Entries {
    /** Shows the entries from {@code from} to before {@code to}, in order. */
    void read(long from, long to, Visitor visitor) throws IOException;

    /**
     * The first entry from {@code from} on that may have keys, as far as that is known without
     * looking; at most {@code to}.
     */
    default long skip(long from, long to) {
      return from;
    }
  }

  /** Looks at one entry after the other. */
  interface Visitor {
    /** Looks at an entry. */
    void entry(long index, byte[] bytes) throws IOException;
  }

  /**
   * Opens the index of a ledger, or makes it.
   *
   * @param size how many entries the ledger has; all are durable
   * @param settled how many of them lie in bundles for good, at most size; only about these files
   *     are written
   * @param entries reads the entries before {@code size} now, and at any time later those before
   *     {@code settled} and before any {@code upTo} that is given to {@link #save}
   */
  static EntryIndex open(Disk disk, long size, long settled, Entries entries) throws IOException {
    return open(disk, size, settled, entries, DUE);
  }

  /** Opens it with another number of keys that is made into a file at once. */
  static EntryIndex open(Disk disk, long size, long settled, Entries entries, int due)
      throws IOException {
    IndexRuns runs = IndexRuns.open(disk, settled, entries, due);
    EntryIndex index = new EntryIndex(runs);
    for (IndexRun run : runs.current()) {
      for (StreamHead head : run.streams()) {
        advance(index.heads, head);
      }
    }
    index.size = entries.skip(runs.end(), size);
    entries.read(
        index.size,
        size,
        (at, bytes) -> {
          EntryKeys keys = EntryKeys.of(bytes);
          if (keys == null) {
            index.size = at + 1;
            return;
          }
          index.add(at, keys, MerkleTree.leafHash(bytes));
          if (at + 1 <= settled && index.unsaved() >= due) {
            index.save(at + 1);
          }
        });
    return index;
  }

  /** How many entries have been added. */
  long size() {
    return size;
  }

  /** How many keys and stamps wait to be saved; at {@link #DUE} it is time. */
  int unsaved() {
    lock.lock();
    try {
      return tail.size();
    } finally {
      lock.unlock();
    }
  }

  /** The first entry with a key, or null if there is none. */
  @Nullable Place find(String idempotency) throws IOException {
    IndexKey key = IndexKey.of(idempotency);
    Place waiting;
    lock.lock();
    try {
      waiting = unsaved.get(key);
    } finally {
      lock.unlock();
    }
    // In this order: what is being saved is in the tail until it is in the runs.
    Place saved = runs.find(key, idempotency);
    return saved != null ? saved : waiting;
  }

  /**
   * Adds the next entry; before it is durable, so that the next in its batch finds it.
   *
   * @param index at least {@link #size}; the entries before it that were not added have no keys
   * @param keys by what it is found
   */
  void add(long index, EntryKeys keys, Digest leafHash) {
    requireNext(index);
    String idempotency = keys.idempotency();
    IndexKey key = idempotency == null ? null : IndexKey.of(idempotency);
    StreamHead head = head(keys.stamp(), leafHash);
    Place place = new Place(index, leafHash);
    lock.lock();
    try {
      if (key != null) {
        unsaved.putIfAbsent(key, place);
      }
      if (head != null) {
        advance(heads, head);
      }
      if (key != null || head != null) {
        tail.add(new Tail(place, key, head));
      }
    } finally {
      lock.unlock();
    }
    size = index + 1;
  }

  /**
   * Says that the entries before this index are all added, or have no keys.
   *
   * @param index at least {@link #size}
   */
  void pass(long index) {
    requireNext(index);
    size = index;
  }

  private void requireNext(long index) {
    if (index < size) {
      throw new IllegalStateException("entry " + index + " is added to an index of " + size);
    }
  }

  /** The head of a stream behind an entry; null if it has no place, or the last there can be. */
  private static @Nullable StreamHead head(@Nullable StreamStamp stamp, Digest leafHash) {
    return stamp == null || stamp.seq() == (1L << 53) - 1
        ? null
        : new StreamHead(stamp.stream(), stamp.seq() + 1, leafHash);
  }

  /** What an entry is found by, for a run. */
  static void collect(
      EntryKeys keys, Place place, List<IndexRun.Item> items, Map<String, StreamHead> heads) {
    String idempotency = keys.idempotency();
    if (idempotency != null) {
      items.add(new IndexRun.Item(IndexKey.of(idempotency), place));
    }
    StreamHead head = head(keys.stamp(), place.leafHash);
    if (head != null) {
      advance(heads, head);
    }
  }

  /**
   * Takes a head of a stream if it is further than the known one; of two at one place the first
   * stays. Of more than {@link #MAX_STREAMS} streams, those that came last are left out.
   */
  static void advance(Map<String, StreamHead> heads, StreamHead head) {
    if (heads.size() < MAX_STREAMS || heads.containsKey(head.name())) {
      heads.merge(
          head.name(), head, (first, second) -> second.next() > first.next() ? second : first);
    }
  }

  /**
   * Where a stream stands behind the entries added; at its start, if none is of it.
   *
   * @throws LedgerUnavailable if it is not known, because there are too many streams
   */
  StreamHead stream(String name) {
    lock.lock();
    try {
      StreamHead head = heads.get(name);
      if (head == null && heads.size() >= MAX_STREAMS) {
        throw new LedgerUnavailable(
            "the ledger has "
                + MAX_STREAMS
                + " streams, the most whose places are kept; where the stream "
                + name
                + " stands is not known");
      }
      return head == null ? StreamHead.start(name) : head;
    } finally {
      lock.unlock();
    }
  }

  /** Where all streams stand, those without entries left out, by name. */
  List<StreamHead> streams() {
    lock.lock();
    try {
      return heads.values().stream().sorted(Comparator.comparing(StreamHead::name)).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Saves what is known of the entries before {@code upTo}. When it fails nothing is lost, and it
   * can be tried again.
   *
   * @param upTo these lie in bundles for good; at most {@link #size}
   */
  void save(long upTo) throws IOException {
    if (upTo > size) {
      throw new IllegalArgumentException("upTo is at most the size " + size + ": " + upTo);
    }
    long from = runs.end();
    if (upTo <= from) {
      return;
    }
    List<Tail> part = before(upTo);
    List<IndexRun.Item> items = new ArrayList<>();
    Map<String, StreamHead> advanced = new TreeMap<>();
    for (Tail each : part) {
      if (each.key != null) {
        items.add(new IndexRun.Item(each.key, each.place));
      }
      if (each.head != null) {
        advance(advanced, each.head);
      }
    }
    runs.append(from, upTo, items, advanced.values());
    forget(part);
    runs.merge();
  }

  /** The items of the tail before an entry; they stay in it. */
  private List<Tail> before(long upTo) {
    List<Tail> part = new ArrayList<>();
    lock.lock();
    try {
      Iterator<Tail> items = tail.iterator();
      for (Tail next = next(items); next != null; next = next(items)) {
        if (next.place.index >= upTo) {
          break;
        }
        part.add(next);
      }
    } finally {
      lock.unlock();
    }
    return part;
  }

  private static @Nullable Tail next(Iterator<Tail> items) {
    return items.hasNext() ? items.next() : null;
  }

  /** Takes saved items out of the tail, a few at a time: somebody may want to add. */
  private void forget(List<Tail> saved) {
    for (int from = 0; from < saved.size(); from += STEP) {
      lock.lock();
      try {
        for (Tail each : saved.subList(from, Math.min(from + STEP, saved.size()))) {
          tail.remove();
          if (each.key != null) {
            unsaved.remove(each.key, each.place);
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
