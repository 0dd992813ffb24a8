package org.governance4j.ledger;

/**
 * Tells of most keys that are not in a set that they are not, from ten bits per key (B. H. Bloom,
 * Space/time trade-offs in hash coding with allowable errors, CACM 13(7), 1970): with seven probes
 * 0.8 % of the misses look like hits.
 */
final class BloomFilter {
  private static final int BITS_PER_KEY = 10;
  private static final int PROBES = 7;

  private final long[] words;

  BloomFilter(long[] words) {
    this.words = words;
  }

  /** How many words a set of so many keys takes; none for an empty one. */
  static int words(long keys) {
    return Math.toIntExact((keys * BITS_PER_KEY + 63) / 64);
  }

  static BloomFilter forKeys(long keys) {
    return new BloomFilter(new long[words(keys)]);
  }

  void add(IndexKey key) {
    for (int i = 0; i < PROBES; i++) {
      long bit = bit(key, i);
      words[(int) (bit >>> 6)] |= 1L << bit;
    }
  }

  boolean mayContain(IndexKey key) {
    for (int i = 0; i < PROBES; i++) {
      long bit = words.length == 0 ? -1 : bit(key, i);
      if (bit < 0 || (words[(int) (bit >>> 6)] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The probes of A. Kirsch and M. Mitzenmacher: two hashes make all; the key is both. */
  private long bit(IndexKey key, int probe) {
    return Long.remainderUnsigned(key.high() + probe * (key.low() | 1), 64L * words.length);
  }

  long[] words() {
    return words;
  }
}
