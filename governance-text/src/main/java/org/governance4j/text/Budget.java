package org.governance4j.text;

/**
 * What building deterministic automata may cost, counted, so that the outcome does not depend on
 * the machine. Shared by what is built together. One thread.
 */
final class Budget {

  private final int states;
  private final int cells;
  private long work;

  private Budget(int states, int cells, long work) {
    this.states = states;
    this.cells = cells;
    this.work = work;
  }

  /** Up to 2,000 states and 2^17 cells (0.5 MB). */
  static Budget forRegex() {
    return new Budget(2_000, 1 << 17, 4_000_000);
  }

  /** Up to 60,000 states and 2^21 cells (8 MB) in each automaton. */
  static Budget forSet() {
    return new Budget(60_000, 1 << 21, 150_000_000);
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
    return work >= 0;
  }
}
