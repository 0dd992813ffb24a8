package org.governance4j.ledger;

import org.governance4j.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one write are: the new ones one after the other, repeated ones where their
 * key was logged first. One thread.
 */
final class Placement {
  private final long first;
  private final int most;
  private int count;
  private int added;
  private long @Nullable [] indexes;
  private @Nullable Digest @Nullable [] hashes;

  /**
   * Places nothing yet.
   *
   * @param first the index of the next new entry
   * @param most how many entries there will be
   */
  Placement(long first, int most) {
    this.first = first;
    this.most = most;
  }

  /** The index of the next new entry. */
  long next() {
    return first + added;
  }

  /** Places a new entry; its leaf hash is told if it is known. */
  void add(@Nullable Digest leafHash) {
    place(next(), leafHash);
    added++;
  }

  /** Places an entry that is not written, because there is one with its key. */
  void repeat(EntryIndex.Place known) {
    if (indexes == null) {
      indexes = new long[most];
      for (int i = 0; i < count; i++) {
        indexes[i] = first + i;
      }
    }
    place(known.index(), known.leafHash());
  }

  private void place(long index, @Nullable Digest leafHash) {
    if (indexes != null) {
      indexes[count] = index;
    }
    if (leafHash != null) {
      @Nullable Digest[] all = hashes;
      if (all == null) {
        all = new Digest[most];
        hashes = all;
      }
      all[count] = leafHash;
    }
    count++;
  }

  /** How many of the entries are new. */
  int added() {
    return added;
  }

  /** How many entries there are. */
  int count() {
    return count;
  }

  /** Where an entry is. */
  long index(int at) {
    return indexes == null ? first + at : indexes[at];
  }

  /** The leaf hash of the entry that is there, or null if it has to be computed. */
  @Nullable Digest leafHash(int at) {
    return hashes == null ? null : hashes[at];
  }
}
