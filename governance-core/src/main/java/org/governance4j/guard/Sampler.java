package org.governance4j.guard;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Takes every n-th: counters far enough apart that threads do not meet on one cache line.
 *
 * <p>Safe for any number of threads; allocates nothing.
 */
final class Sampler {

  private static final int MAX_STRIPES = 64;

  /** In longs: 128 bytes, the two lines that a processor fetches together. */
  private static final int APART = 16;

  private final int oneIn;
  private final int shift;
  private final AtomicLongArray counts;

  Sampler(int oneIn) {
    this.oneIn = oneIn;
    int wanted = Math.min(MAX_STRIPES, 4 * Runtime.getRuntime().availableProcessors());
    int bits = 32 - Integer.numberOfLeadingZeros(wanted - 1);
    this.shift = 32 - bits;
    // One distance before the first and one behind the last, away from other objects.
    this.counts = new AtomicLongArray(((1 << bits) + 2) * APART);
  }

  boolean take() {
    // Consecutive ids fall far apart by the golden ratio (Knuth, TAOCP 3, 6.4).
    int stripe = ((int) Thread.currentThread().getId() * 0x9E3779B9) >>> shift;
    return counts.incrementAndGet((stripe + 1) * APART) % oneIn == 0;
  }
}
