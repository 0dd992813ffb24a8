package org.governance4j.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many predictions in a row violated, or since then did not. One number holds all of it: while
 * the streak is shut, the violations in a row; while it is open, the others in a row, with the sign
 * bit set.
 *
 * <p>Safe for any number of threads, whose predictions come in the order in which they are entered
 * here; writes only if something changes. A prediction that finds others entering again and again
 * gives up after {@link #ATTEMPTS} and is taken for the stricter side: the streak opens, or is not
 * brought nearer to its end.
 */
final class Streak {
  private static final int ATTEMPTS = 1_000;
  private static final long OPEN = Long.MIN_VALUE;

  private final AtomicLong state = new AtomicLong();

  /** Enters a prediction; returns the state after it. */
  long add(boolean violates, long count, long recover) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = state.get();
      long after = next(before, violates, count, recover);
      if (after == before || state.compareAndSet(before, after)) {
        return after;
      }
    }
    if (violates) {
      state.set(OPEN);
      return OPEN;
    }
    return state.get();
  }

  private static long next(long before, boolean violates, long count, long recover) {
    if (isOpen(before)) {
      return violates ? OPEN : length(before) + 1 >= recover ? 0 : before + 1;
    }
    return !violates ? 0 : before + 1 >= count ? OPEN : before + 1;
  }

  long state() {
    return state.get();
  }

  static boolean isOpen(long state) {
    return state < 0;
  }

  /** The predictions in a row: that violate while shut, that do not while open. */
  static long length(long state) {
    return state & Long.MAX_VALUE;
  }
}
