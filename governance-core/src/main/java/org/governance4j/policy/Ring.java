package org.governance4j.policy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the predictions of the last while, and how many of them are hits.
 *
 * <p>Nothing is ever counted down. The counters only grow; each time a bucket begins, what they
 * were is noted, and the count of a window is what they are less what they were when its oldest
 * bucket began. So no prediction is lost or counted twice, whatever happens at the edge of a
 * bucket: it is in one bucket or the next.
 *
 * <p>A window is {@link #BUCKETS} whole buckets and the one that is being filled. It reaches back
 * at least its length, and at most a sixtieth more. While one thread turns the ring, which happens
 * once in a bucket, the others judge by the window as it was.
 *
 * <p>Safe for any number of threads; wait-free: turning is tried, never waited for. Allocates
 * nothing.
 */
final class Ring {
  static final int BUCKETS = 60;

  /**
   * Twice the window: what the slowest reader of the window before needs is not what the next turn
   * writes.
   */
  private static final int SLOTS = 128;

  /** The longs from one stripe to the next: two cache lines, which are fetched in pairs. */
  private static final int STRIDE = 16;

  private static final int MAX_STRIPES = 8;
  private static final int COUNTED = 0;
  private static final int HITS = 1;
  private static final int ATTEMPTS = 3;

  private final long origin;
  private final long bucketNanos;
  private final int stripeMask;
  private final AtomicLongArray cells;
  private final AtomicLongArray starts = new AtomicLongArray(SLOTS * 2);

  /** The bucket being filled. */
  private final AtomicLong head = new AtomicLong();

  private final AtomicBoolean turning = new AtomicBoolean();

  private Ring(long windowNanos, long now, int stripes) {
    this.origin = now;
    // Rounded up: a window may be a little longer than its author wrote, never shorter.
    this.bucketNanos = (windowNanos + BUCKETS - 1) / BUCKETS;
    this.stripeMask = stripes - 1;
    this.cells = new AtomicLongArray((stripes + 1) * STRIDE);
  }

  /**
   * A ring whose threads do not meet on one cache line. It may be read while others count.
   *
   * @param now of the clock that all calls read, in nanoseconds
   */
  static Ring striped(long windowNanos, long now) {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), MAX_STRIPES);
    return new Ring(windowNanos, now, Integer.highestOneBit(processors * 2 - 1));
  }

  /** A ring of one stripe, for {@link #ticket}. */
  static Ring single(long windowNanos, long now) {
    return new Ring(windowNanos, now, 1);
  }

  /** Counts a prediction. */
  void add(long now, boolean hit) {
    turnTo(now);
    int cell = cell();
    cells.getAndAdd(cell + COUNTED, 1);
    if (hit) {
      cells.getAndAdd(cell + HITS, 1);
    }
  }

  /**
   * Counts a prediction and says which one of the window it is, from 1: no two that are counted at
   * the same time get the same number. Only for a ring of one stripe.
   */
  long ticket(long now) {
    turnTo(now);
    long all = cells.incrementAndGet(STRIDE + COUNTED);
    return all - start(COUNTED);
  }

  /** How many predictions the window holds. */
  long counted() {
    return Math.max(0, sum(COUNTED) - start(COUNTED));
  }

  /** How many of them are hits. To be read before {@link #counted}, so as not to exceed it. */
  long hits() {
    return Math.max(0, sum(HITS) - start(HITS));
  }

  /** Begins the bucket of that time if nobody has yet. */
  void turnTo(long now) {
    long bucket = (now - origin) / bucketNanos;
    if (bucket > head.get()) {
      turn(bucket);
    }
  }

  private void turn(long bucket) {
    if (!turning.compareAndSet(false, true)) {
      return;
    }
    try {
      long last = head.get();
      if (bucket <= last) {
        return;
      }
      long hits = sum(HITS);
      long counted = sum(COUNTED);
      for (long next = Math.max(last + 1, bucket - BUCKETS); next <= bucket; next++) {
        int slot = slot(next);
        starts.set(slot + COUNTED, counted);
        starts.set(slot + HITS, hits);
      }
      head.set(bucket);
    } finally {
      turning.set(false);
    }
  }

  private long start(int which) {
    long start = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long bucket = head.get();
      start = starts.get(slot(bucket - BUCKETS) + which);
      if (head.get() - bucket <= BUCKETS) {
        break; // otherwise this thread slept for a window, and the slot may be another bucket's
      }
    }
    return start;
  }

  /** Buckets before the first have slots that were never written, and began with nothing. */
  private static int slot(long bucket) {
    return (int) (bucket & (SLOTS - 1)) * 2;
  }

  private long sum(int which) {
    long sum = 0;
    for (int stripe = 0; stripe <= stripeMask; stripe++) {
      sum += cells.get((stripe + 1) * STRIDE + which);
    }
    return sum;
  }

  /** The first stripe begins after a stride that keeps it away from the array's length. */
  private int cell() {
    if (stripeMask == 0) {
      return STRIDE;
    }
    // Neighbouring ids are spread over the stripes, whatever the pool they come from.
    long spread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return ((int) (spread >>> 56 & stripeMask) + 1) * STRIDE;
  }
}
