package org.governance4j.ledger;

/** A set of 64-bit hashes, in an open-addressed table that is at most half full. */
final class HashSet64 {
  private long[] table = new long[1 << 12];
  private int size;
  private boolean zero;

  /** Whether it is new. */
  boolean add(long hash) {
    if (hash == 0) {
      boolean fresh = !zero;
      zero = true;
      return fresh;
    }
    if (2 * size >= table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      for (long value : old) {
        if (value != 0) {
          put(value);
        }
      }
    }
    if (!put(hash)) {
      return false;
    }
    size++;
    return true;
  }

  private boolean put(long hash) {
    int mask = table.length - 1;
    int at = (int) (hash ^ (hash >>> 32)) & mask;
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = hash;
    return true;
  }
}
