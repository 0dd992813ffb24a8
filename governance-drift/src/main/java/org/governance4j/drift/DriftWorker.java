package org.governance4j.drift;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The consumer side of a monitor: takes what was handed over, in its order, and feeds the streams.
 * {@link #run} and {@link #step} belong to one thread at a time; the counters are safe for any.
 */
final class DriftWorker implements Runnable {

  private static final long SHORTEST_REST_NANOS = 50_000;
  private static final int DOUBLINGS = 5; // at most 1.6 ms, or what fills the ring
  private static final long NANOS_PER_PREDICTION = 200; // 5 million predictions/s

  private final HandOver handOver;
  private final long longestRestNanos;
  private final MonitoredStream[] fields;
  private final MonitoredStream denyRate;
  private final @Nullable LabelJoin labelJoin;
  private final LongAdder dropped;
  private final LossRecord losses;
  private final AtomicLong observed = new AtomicLong();
  private final AtomicLong labels = new AtomicLong();
  private final AtomicLong foreign = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong unmatched = new AtomicLong();
  private volatile @Nullable Throwable death;

  /**
   * Makes the consumer.
   *
   * @param fields the streams of the first columns of the ring
   * @param labelJoin what joins labels with predictions; null without a target
   * @param dropped counts what the ring did not take
   */
  DriftWorker(
      HandOver handOver,
      List<MonitoredStream> fields,
      MonitoredStream denyRate,
      @Nullable LabelJoin labelJoin,
      LongAdder dropped,
      LossRecord losses) {
    this.handOver = handOver;
    this.longestRestNanos =
        Math.max(SHORTEST_REST_NANOS, NANOS_PER_PREDICTION * handOver.capacity());
    this.fields = fields.toArray(new MonitoredStream[0]);
    this.denyRate = denyRate;
    this.labelJoin = labelJoin;
    this.dropped = dropped;
    this.losses = losses;
  }

  /**
   * Works until the ring is closed and empty. Nobody wakes the worker on the serving path, so it
   * looks by itself, less often when idle. It never spins for the next prediction but lets some
   * gather: close behind a serving thread it would take every cache line from it that is just being
   * filled.
   */
  @Override
  public void run() {
    int idle = 0;
    try {
      while (true) {
        if (step()) {
          idle = 0;
        } else if (handOver.closed() && handOver.done() == handOver.claimed()) {
          // The tail is looked at only here: the serving threads write to its cache line.
          recordLosses(true);
          return;
        } else {
          if (idle > 0) {
            recordLosses(false);
          }
          LockSupport.parkNanos(this, Math.min(SHORTEST_REST_NANOS << idle, longestRestNanos));
          idle = Math.min(idle + 1, DOUBLINGS);
        }
      }
    } catch (Throwable e) {
      death = e; // an Error out of a detector or the JVM: the end of this thread, seen by health()
    }
  }

  /** Processes what is next; false when nothing is there yet. */
  boolean step() {
    int slot = handOver.next();
    if (slot < 0) {
      return false;
    }
    long kind = handOver.kind(slot);
    if (kind == HandOver.LABEL) {
      label(slot);
    } else {
      observe(slot, kind);
    }
    handOver.release(slot);
    return true;
  }

  /** Records what was dropped, if it is time to. */
  void recordLosses(boolean end) {
    losses.look(dropped.sum(), end);
  }

  /** Remembers that the work cannot go on. */
  void die(Throwable cause) {
    death = cause;
  }

  @Nullable Throwable death() {
    return death;
  }

  MonitorCounts counts(DriftAlerts alerts) {
    return new MonitorCounts(
        observed.get(),
        labels.get(),
        dropped.sum(),
        foreign.get(),
        unreadable.get(),
        unmatched.get(),
        alerts.raised(),
        alerts.lost());
  }

  private void observe(int slot, long kind) {
    String id = handOver.id(slot);
    count(observed);
    if ((kind & HandOver.FOREIGN) != 0) {
      count(foreign);
    } else if ((kind & HandOver.UNREADABLE) != 0) {
      count(unreadable);
    } else {
      for (int column = 0; column < fields.length; column++) {
        if (handOver.absent(slot, column)) {
          fields[column].takeMissing();
        } else {
          fields[column].take(handOver.value(slot, column), id);
        }
      }
      if (labelJoin != null && id != null) {
        labelJoin.remember(id, handOver.value(slot, labelJoin.column()));
      }
    }
    boolean allowed = (kind & HandOver.ACTION) == Verdict.Action.ALLOW.ordinal();
    denyRate.take(allowed ? 0 : 1, id);
  }

  private void label(int slot) {
    String id = handOver.id(slot);
    count(labels);
    if (id == null || labelJoin == null || !labelJoin.label(id, handOver.value(slot, 0))) {
      count(unmatched);
    }
  }

  /** There is one writer, so this needs no atomic addition. */
  private static void count(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }
}
