package org.governance4j.drift;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The predictions whose labels may still come: the latest ones, by request id. A ring that
 * overwrites the oldest, indexed by a hash table of chains; all arrays are allocated once. One
 * thread.
 *
 * <p>Request ids come from outside. A chain therefore has at most {@value #LONGEST_CHAIN} links, so
 * that ids with crafted hash codes cost a bounded number of steps; what does not fit is counted.
 */
final class PendingPredictions {

  private static final int LONGEST_CHAIN = 32;
  private static final int NONE = -1;

  private final @Nullable String[] ids;
  private final double[] values;
  private final int[] following;
  private final int[] chains;
  private final int shift;
  private int oldest;
  private final AtomicLong refused = new AtomicLong();

  /**
   * Allocates the table.
   *
   * @param size how many predictions are kept, a power of two; one that was replaced or taken out
   *     counts until as many came after it
   */
  PendingPredictions(int size) {
    ids = new String[size];
    values = new double[size];
    following = new int[size];
    chains = new int[2 * size];
    Arrays.fill(chains, NONE);
    shift = Integer.numberOfLeadingZeros(2 * size) + 1;
  }

  /** Keeps a prediction as the latest; an earlier one with the same id gives way to it. */
  void put(String id, double value) {
    unlink(id);
    int chain = chain(id);
    int links = 0;
    for (int at = chains[chain]; at != NONE; at = following[at]) {
      links++;
    }
    if (links >= LONGEST_CHAIN) {
      refused.incrementAndGet();
      return;
    }
    int at = oldest;
    oldest = (oldest + 1) & (ids.length - 1);
    String evicted = ids[at];
    if (evicted != null) {
      unlink(evicted);
    }
    ids[at] = id;
    values[at] = value;
    following[at] = chains[chain];
    chains[chain] = at;
  }

  /** Takes out the prediction with that id; NaN when there is none. */
  double take(String id) {
    int at = unlink(id);
    return at == NONE ? Double.NaN : values[at];
  }

  /** How many predictions were not kept because too many ids share a hash; for any thread. */
  long refused() {
    return refused.get();
  }

  private int unlink(String id) {
    int chain = chain(id);
    int previous = NONE;
    for (int at = chains[chain]; at != NONE; at = following[at]) {
      if (Objects.equals(id, ids[at])) {
        if (previous == NONE) {
          chains[chain] = following[at];
        } else {
          following[previous] = following[at];
        }
        ids[at] = null;
        return at;
      }
      previous = at;
    }
    return NONE;
  }

  /** Fibonacci hashing: the upper bits of the product depend on all bits of the hash code. */
  private int chain(String id) {
    return (id.hashCode() * 0x9E3779B9) >>> shift;
  }
}
