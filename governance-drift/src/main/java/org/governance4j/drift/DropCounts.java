package org.governance4j.drift;

import java.util.concurrent.atomic.AtomicLongArray;
import org.governance4j.Verdict;

/**
 * Counts what the ring did not take, by kind, exactly. Threads count in stripes that are two cache
 * lines apart, each with one atomic addition: a thread never waits for another. Nothing is counted
 * here on the usual path: what the ring took, its consumer counts.
 */
final class DropCounts {

  private static final int ACTIONS = Verdict.Action.values().length;
  private static final int VIOLATED = ACTIONS;
  private static final int LABELS = ACTIONS + 1;
  private static final int STRIDE = 16; // two lines, as processors fetch pairs of lines
  private static final int STRIPES = 32;

  private final AtomicLongArray cells = new AtomicLongArray((STRIPES + 1) * STRIDE);

  /** Counts a prediction by its verdict. */
  void prediction(Verdict verdict) {
    int stripe = stripe();
    cells.getAndIncrement(stripe + verdict.action().ordinal());
    if (HandOver.violated(verdict)) {
      cells.getAndIncrement(stripe + VIOLATED);
    }
  }

  void label() {
    cells.getAndIncrement(stripe() + LABELS);
  }

  long action(Verdict.Action action) {
    return sum(action.ordinal());
  }

  long violated() {
    return sum(VIOLATED);
  }

  long predictions() {
    long sum = 0;
    for (int action = 0; action < ACTIONS; action++) {
      sum += sum(action);
    }
    return sum;
  }

  /** Predictions and labels. */
  long all() {
    return predictions() + sum(LABELS);
  }

  private long sum(int kind) {
    long sum = 0;
    for (int stripe = 1; stripe <= STRIPES; stripe++) {
      sum += cells.get(stripe * STRIDE + kind);
    }
    return sum;
  }

  /** Ids are given out one after the other, so the lower bits tell the threads of a pool apart. */
  private static int stripe() {
    return (1 + (int) (Thread.currentThread().getId() & (STRIPES - 1))) * STRIDE;
  }
}
