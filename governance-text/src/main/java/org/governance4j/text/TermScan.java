package org.governance4j.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pass of one automaton over a text.
 *
 * <p>A sign that is a letter or a separator, such as an exclamation mark, splits the pass in three:
 * it is a letter; a letter if it stands between letters; a separator. The three states soon become
 * equal again, and ordinary text takes one step for each character.
 */
final class TermScan {

  /** How many steps of a walk every character of the text pays for. */
  private static final long CREDIT = 8;

  private final Signs signs;
  private final TermVerifier verifier;
  private final TermAutomaton automaton;
  private final boolean foreign;
  private final boolean anywhere;

  TermScan(List<BlockedTerm> terms, Signs signs, boolean foreign, boolean anywhere) {
    this.signs = signs;
    this.foreign = foreign;
    this.anywhere = anywhere;
    this.verifier = new TermVerifier(signs, anywhere);
    this.automaton =
        new TermAutomaton(terms, signs, foreign ? Signs.FOREIGN_COLUMNS : signs.latinColumns());
  }

  /** Receives all matches. */
  interface Matches {
    void add(int term, int start, int end);
  }

  /**
   * Reads a text, to the end if there is a receiver and otherwise to the first match.
   *
   * @return the number of steps that it took beyond one for each character; inverted if it stopped
   *     at a match
   */
  long run(String text, @Nullable Matches matches) {
    int length = text.length();
    int asLetter = 0;
    int between = 0;
    int asSeparator = 0;
    boolean split = false;
    long steps = 0;
    for (int i = 0; i < length; ) {
      int c = text.charAt(i++);
      if (c >>> 11 == 0x1B && c < Character.MIN_LOW_SURROGATE && i < length) {
        char low = text.charAt(i);
        if (Character.isLowSurrogate(low)) {
          c = Character.toCodePoint((char) c, low);
          i++;
        }
      }
      int column = foreign ? signs.foreignColumn(c) : signs.column(c);
      if (column >= 0) {
        asLetter = automaton.step(asLetter, column);
        if (split) {
          between = automaton.step(between, column);
          asSeparator = automaton.step(asSeparator, column);
          split = asLetter != between || between != asSeparator;
        } else {
          between = asLetter;
          asSeparator = asLetter;
        }
      } else if (column == Signs.SKIP) {
        continue;
      } else if (column == Signs.SEVERAL) {
        int sign = signs.of(c);
        for (int k = 0; k < signs.letters(sign); k++) {
          int letter = signs.letter(sign, c, k);
          int next = foreign ? Signs.foreignLetter(letter) : signs.latinColumn(letter);
          asLetter = automaton.step(asLetter, next);
          between = automaton.step(between, next);
          asSeparator = automaton.step(asSeparator, next);
        }
      } else {
        column = signs.eitherColumn(c);
        asLetter = automaton.step(asLetter, column);
        if (verifier.letterAfter(text, i)) {
          between = automaton.step(between, column);
        }
        split = asLetter != between || between != asSeparator;
      }
      if (automaton.found(asLetter)) {
        steps = hit(asLetter, text, i, steps, matches);
      }
      if (split && steps >= 0) {
        if (between != asLetter && automaton.found(between)) {
          steps = hit(between, text, i, steps, matches);
        }
        if (steps >= 0
            && asSeparator != between
            && asSeparator != asLetter
            && automaton.found(asSeparator)) {
          steps = hit(asSeparator, text, i, steps, matches);
        }
      }
      if (steps < 0) {
        return steps;
      }
    }
    return steps;
  }

  /** Verifies the terms of a state; returns the sum of steps, inverted to stop. */
  private long hit(int state, String text, int end, long before, @Nullable Matches matches) {
    long steps = before + 1;
    if (!anywhere && verifier.letterAfter(text, end)) {
      return steps;
    }
    for (int list = automaton.list(state); list >= 0; list = automaton.shorter(list)) {
      for (BlockedTerm term : automaton.terms(list)) {
        long credit = Math.max(0, CREDIT * end - steps);
        int limit = (int) Math.min(16L * term.size() + 64 + credit, Integer.MAX_VALUE / 2);
        long result = verifier.verify(text, end, term, limit);
        steps += TermVerifier.steps(result);
        int start = TermVerifier.start(result);
        if (start >= 0) {
          if (matches == null) {
            return ~steps;
          }
          matches.add(term.number, start, verifier.withMarks(text, end));
        }
      }
    }
    return steps;
  }

  int states() {
    return automaton.states();
  }

  long bytes() {
    return automaton.bytes();
  }
}
