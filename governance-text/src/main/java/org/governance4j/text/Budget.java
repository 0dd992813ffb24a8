package org.governance4j.text;

import org.jspecify.annotations.Nullable;

/**
 * What building deterministic automata may cost, counted, so that the outcome does not depend on
 * the machine. Shared by what is built together. One thread.
 */
final class Budget {

  private final int states;
  private final int cells;
  private final @Nullable Budget pool;
  private long work;

  private Budget(int states, int cells, long work, @Nullable Budget pool) {
    this.states = states;
    this.cells = cells;
    this.work = work;
    this.pool = pool;
  }

  /** Up to 2,000 states and 2^17 cells (0.5 MB). */
  static Budget forRegex() {
    return new Budget(2_000, 1 << 17, 4_000_000, null);
  }

  /** Up to 30,000 states and 2^20 cells (4 MB) in each automaton. */
  static Budget forSet() {
    return new Budget(30_000, 1 << 20, 40_000_000, null);
  }

  /** One for a single pattern, whose work is taken from this one as well. */
  Budget forTrial() {
    return new Budget(2_000, 1 << 17, 4_000_000, this);
  }

  /** One for the beginning of a pattern: up to 40 states. */
  Budget forBeginning() {
    return new Budget(40, 1 << 14, 100_000, this);
  }

  int states() {
    return states;
  }

  int cells() {
    return cells;
  }

  /** Takes from the work that is left; false when it is used up. */
  boolean spend(long steps) {
    work -= steps;
    return work >= 0 && (pool == null || pool.spend(steps));
  }
}
