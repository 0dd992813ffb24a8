package org.governance4j.text;

import java.util.BitSet;

/**
 * Tells which patterns of a union occur in a text. Where the beginning of one that is cut off was
 * seen, its rest is gone on with, within a bound that is linear in the text, and beyond it the text
 * is searched for the pattern, once. Any number of threads.
 */
final class Collector {

  private static final int STEPS_PER_CHARACTER = 8;

  private final LazyAutomaton automaton;
  private final Beginnings beginnings;
  private final int[] owners;

  Collector(LazyAutomaton automaton, Beginnings beginnings) {
    this.automaton = automaton;
    this.beginnings = beginnings;
    this.owners = beginnings.owners();
  }

  /** Adds the number of every pattern that occurs. */
  void collect(String text, BitSet patterns) {
    BitSet settled = new BitSet();
    long left = (long) STEPS_PER_CHARACTER * (text.length() + 1);
    LazyAutomaton.Cursor cursor = automaton.cursor(text, 0);
    int at = 0;
    int next = 0;
    while (true) {
      if (cursor.isMatched()) {
        for (int pattern : cursor.seen()) {
          int place = pattern - beginnings.first();
          if (place < 0) {
            patterns.set(pattern);
          } else if (!settled.get(owners[place])) {
            left -= look(text, at, place, left, patterns, settled);
          }
        }
      }
      if (next > text.length()) {
        return;
      }
      at = next;
      next = cursor.step(text, at);
    }
  }

  /** How many steps a second look took. */
  private int look(String text, int at, int place, long left, BitSet patterns, BitSet settled) {
    int owner = owners[place];
    Beginnings.Cut cut = beginnings.cuts().get(owner);
    AnchoredTable rests = cut.rests();
    if (rests == null || left <= 0) {
      settled.set(owner);
      patterns.set(cut.number(), cut.whole().matches(text));
      return 0;
    }
    // Not cut short: it ends with the text, and only one can exceed the bound.
    int taken = rests.run(text, at, place - beginnings.before(owner), Integer.MAX_VALUE);
    if (taken == AnchoredTable.FOUND) {
      settled.set(owner);
      patterns.set(cut.number());
      return 0;
    }
    return taken;
  }
}
