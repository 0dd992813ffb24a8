package org.governance4j.text;

/** Tells whether a program matches anywhere in a text. Any number of threads. */
interface Detector {

  boolean matches(String text);

  /** As a table if that stays within the budget, otherwise made as texts ask for it. */
  static Detector of(Program program, Budget budget) {
    Determinizer states = new Determinizer(program, Alphabet.of(program));
    Detector table = TableDetector.build(states, budget);
    return table == null ? new LazyAutomaton(states) : table;
  }
}
