package org.governance4j.text;

/**
 * Narrows down where the leftmost match of one pattern begins: a deterministic automaton, made as
 * texts ask for it, runs to the first place where any match ends. The last place before it where no
 * match was under way is one before which none begins.
 *
 * <p>So that a match under way is told from one that begins, the pattern is there twice: once for
 * its first code point and once for the others. Any number of threads.
 */
final class Locator {

  private static final int MAX_CELLS = 1 << 14;

  private final LazyAutomaton automaton;

  Locator(Program program) {
    Program twice = new Program.Builder().addTwice(program).build();
    automaton = new LazyAutomaton(new Determinizer(twice, Alphabet.of(twice)), MAX_CELLS);
  }

  /**
   * Looks for a match that begins at {@code from} or after.
   *
   * @return where the text was read to and, in the upper half, the place from which to look for the
   *     leftmost match, or -1 if there is none
   */
  long locate(String text, int from) {
    LazyAutomaton.Cursor cursor = automaton.cursor(text, from);
    int idle = from;
    int at = from;
    while (!cursor.isMatched()) {
      if (at > text.length()) {
        return -1L << 32 | at;
      }
      if (cursor.isIdle()) {
        idle = at;
      }
      at = cursor.step(text, at);
    }
    return (long) idle << 32 | at;
  }
}
