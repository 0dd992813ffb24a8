package org.governance4j.ledger;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows when a ledger to which nothing was written has to say that it is alive. One thread.
 *
 * <p>Time is measured by a clock that only goes forward; the system's may be set.
 */
final class Heart {
  private final Duration interval;
  private final LongSupplier nanos;
  private long last;

  /**
   * Starts now.
   *
   * @param interval zero for never
   */
  Heart(Duration interval, LongSupplier nanos) {
    this.interval = interval;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** After how much silence a heartbeat comes. */
  Duration interval() {
    return interval;
  }

  /** How long until a heartbeat is due, in nanoseconds. */
  long patience() {
    return interval.isZero() ? CommitQueue.FOREVER : last + interval.toNanos() - nanos.getAsLong();
  }

  /** Something was written. */
  void beat() {
    if (!interval.isZero()) {
      last = nanos.getAsLong();
    }
  }
}
