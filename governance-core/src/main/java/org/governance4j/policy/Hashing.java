package org.governance4j.policy;

import java.util.Arrays;

/**
 * How {@link TextSet} and {@link TextPairs} place their strings: multiplicative hashing into a
 * table that is at most a quarter full (Knuth, The Art of Computer Programming 3, section 6.4). A
 * wrong guess of the branch "is it the first one probed" costs more than all the rest of a look-up,
 * so a few multipliers are tried and the one with the fewest collisions is taken; small sets have
 * none.
 *
 * @param multiplier odd
 * @param bits the logarithm of the table's size
 */
record Hashing(int multiplier, int bits) {
  /** 2^32 divided by the golden ratio. */
  private static final int FIBONACCI = 0x9E37_79B9;

  private static final int TRIALS = 32;

  /** The placement for these hashes. */
  static Hashing of(int[] hashes) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(4 * hashes.length - 1);
    Hashing best = new Hashing(FIBONACCI, bits);
    int fewest = best.collisions(hashes);
    for (int trial = 1; trial < TRIALS && fewest > 0; trial++) {
      Hashing next = new Hashing(FIBONACCI * (2 * trial + 1), bits);
      int collisions = next.collisions(hashes);
      if (collisions < fewest) {
        best = next;
        fewest = collisions;
      }
    }
    return best;
  }

  /** The upper bits of the product: they depend on all bits of the hash. */
  int slot(int hash) {
    return (hash * multiplier) >>> (Integer.SIZE - bits);
  }

  int size() {
    return 1 << bits;
  }

  private int collisions(int[] hashes) {
    int[] slots = Arrays.stream(hashes).map(this::slot).distinct().toArray();
    return hashes.length - slots.length;
  }
}
