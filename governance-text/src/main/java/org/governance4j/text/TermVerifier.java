package org.governance4j.text;

/**
 * Decides whether a term ends at a place where the automaton says that it may, by a walk backwards.
 *
 * <p>Every letter of the text is read as the letter of the term that is due, or else as a
 * repetition of the one after it. What stands between letters, and how they are written, is tallied
 * by word.
 */
final class TermVerifier {

  /** How far a walk looks beyond a term for letters that go on with its spelling. */
  static final int EDGE = 64;

  private final Signs signs;
  private final boolean anywhere;

  TermVerifier(Signs signs, boolean anywhere) {
    this.signs = signs;
    this.anywhere = anywhere;
  }

  /** The start of a match, or -1, in the upper half; in the lower, the number of steps. */
  private static long result(int start, int steps) {
    return (long) start << 32 | steps;
  }

  static int start(long result) {
    return (int) (result >> 32);
  }

  static int steps(long result) {
    return (int) result;
  }

  /**
   * Looks for a term that ends at {@code end}: first with signs that may be letters as letters,
   * then with those as separators that do not stand between letters.
   */
  long verify(String text, int end, BlockedTerm term, int limit) {
    long first = walk(text, end, term, limit, false);
    if (start(first) >= 0 || steps(first) < 0) {
      return start(first) >= 0 ? first : walkAgain(text, end, term, limit, ~steps(first));
    }
    return first;
  }

  private long walkAgain(String text, int end, BlockedTerm term, int limit, int steps) {
    long second = walk(text, end, term, limit, true);
    int more = steps(second);
    return result(start(second), steps + (more < 0 ? ~more : more));
  }

  /** As {@link #verify}, but a failure with an ambiguous sign has its steps inverted. */
  private long walk(String text, int end, BlockedTerm term, int limit, boolean apart) {
    int due = term.size() - 1;
    int start = end;
    int run = 0;
    long tally = 0;
    int width = 0;
    boolean space = false;
    boolean stop = false;
    boolean apostrophe = false;
    boolean either = false;
    int steps = 0;
    walk:
    for (int i = end, at; i > 0; i = at) {
      if (++steps > limit) {
        return result(-1, either ? ~steps : steps);
      }
      int c = text.codePointBefore(i);
      at = i - Character.charCount(c);
      int sign = signs.of(c);
      byte kind = signs.kind(sign);
      if (kind == Signs.IGNORED) {
        continue;
      }
      boolean letter = kind == Signs.WORD;
      if (!letter && due >= 0 && signs.either(sign)) {
        either = true;
        letter = !apart || letterBefore(text, at) && letterAfter(text, i);
      }
      for (int k = letter ? Math.max(1, signs.letters(sign)) - 1 : -1; k >= 0; k--) {
        if (due < 0) {
          if (width == 0 ? reading(text, at, sign, c, k, term, 0) != Signs.NOT : false) {
            run++;
            tally = WordTally.letter(tally, reading(text, at, sign, c, k, term, 0), c);
            start = at;
            continue;
          }
          if (width == 0) {
            if (!anywhere || WordTally.spelled(tally)) {
              return result(-1, either ? ~steps : steps);
            }
            break walk;
          }
          if (!WordTally.goesOn(tally, width, space) || letterBefore(text, at)) {
            break walk;
          }
          if (reading(text, at, sign, c, k, term, 0) != Signs.NOT) {
            run++;
            tally = WordTally.letter(tally, reading(text, at, sign, c, k, term, 0), c);
            start = at;
            width = 0;
            continue;
          }
          steps += EDGE;
          if (!isArticle(c) || neighbourBefore(text, at, tally)) {
            return result(-1, either ? ~steps : steps);
          }
          break walk;
        }
        int reading = reading(text, at, sign, c, k, term, due);
        boolean begun = due + 1 < term.size();
        boolean wordBegins = begun && term.first[due + 1];
        if (reading == Signs.NOT) {
          int again = begun ? reading(text, at, sign, c, k, term, due + 1) : Signs.NOT;
          boolean repeats =
              again != Signs.NOT
                  && (!wordBegins || width == 0 || WordTally.goesOn(tally, width, space));
          if (!repeats && kind != Signs.WORD) {
            letter = false;
            break;
          }
          if (!repeats) {
            return result(-1, either ? ~steps : steps);
          }
          tally = WordTally.gap(tally, width, space, stop, apostrophe);
          tally = WordTally.letter(tally, again, c);
          run++;
        } else {
          if (wordBegins) {
            tally = WordTally.run(tally, run, term, due + 1);
            if (!wordFits(text, end, tally, term, due + 1)) {
              return result(-1, either ? ~steps : steps);
            }
            run = 0;
            tally = 0;
          } else if (begun) {
            tally = WordTally.gap(tally, width, space, stop, apostrophe);
            if (term.letters[due] != term.letters[due + 1]) {
              tally = WordTally.run(tally, run, term, due + 1);
              run = 0;
            }
          }
          tally = WordTally.letter(tally, reading, c);
          run++;
          due--;
        }
        if (WordTally.torn(tally)) {
          return result(-1, either ? ~steps : steps);
        }
        start = at;
        width = 0;
        space = false;
        stop = false;
        apostrophe = false;
      }
      if (!letter) {
        width++;
        space |= kind == Signs.SPACE;
        stop |= c == '.';
        apostrophe |= kind == Signs.APOSTROPHE;
      }
    }
    if (due >= 0) {
      return result(-1, either ? ~steps : steps);
    }
    tally = WordTally.run(tally, run, term, 0);
    return wordFits(text, end, tally, term, 0)
        ? result(start, steps)
        : result(-1, either ? ~steps : steps);
  }

  /** Whether a word is one; if it is the last of the term, its end as well. */
  private boolean wordFits(String text, int end, long tally, BlockedTerm term, int letter) {
    if (!WordTally.plausible(tally, term, letter)) {
      return false;
    }
    boolean last = letter + term.wordLength[letter] == term.size();
    return !last || !WordTally.spelled(tally) || !neighbourAfter(text, end, tally);
  }

  private int reading(
      String text, int at, int sign, int codePoint, int which, BlockedTerm term, int due) {
    int letter = term.letters[due];
    if (signs.letters(sign) > 1) {
      return signs.letter(sign, codePoint, which) == letter ? Signs.PLAIN : Signs.NOT;
    }
    int reading = signs.reading(sign, codePoint, letter);
    if (reading != Signs.SMALL_L) {
      return reading;
    }
    boolean beside =
        at > 0 && text.charAt(at - 1) == 'l'
            || at + 1 < text.length() && text.charAt(at + 1) == 'l';
    return beside || term.wordLength[due] < 5 ? Signs.NOT : Signs.ALIKE;
  }

  private static boolean isArticle(int c) {
    return c == 'a' || c == 'A' || c == 'I';
  }

  /** Whether a letter or digit follows directly. */
  boolean letterAfter(String text, int index) {
    int most = Math.min(text.length(), index + EDGE);
    for (int i = index; i < most; ) {
      int c = text.codePointAt(i);
      byte kind = signs.kind(signs.of(c));
      if (kind != Signs.IGNORED) {
        return kind == Signs.WORD;
      }
      i += Character.charCount(c);
    }
    return false;
  }

  private boolean letterBefore(String text, int index) {
    int least = Math.max(0, index - EDGE);
    for (int i = index; i > least; ) {
      int c = text.codePointBefore(i);
      byte kind = signs.kind(signs.of(c));
      if (kind != Signs.IGNORED) {
        return kind == Signs.WORD;
      }
      i -= Character.charCount(c);
    }
    return false;
  }

  /** Whether the spelling goes on with one more letter that stands alone. */
  private boolean neighbourAfter(String text, int index, long tally) {
    int width = 0;
    boolean space = false;
    int most = Math.min(text.length(), index + EDGE);
    for (int i = index; i < most; ) {
      int c = text.codePointAt(i);
      byte kind = signs.kind(signs.of(c));
      i += Character.charCount(c);
      if (kind == Signs.WORD) {
        return WordTally.goesOn(tally, width, space) && !letterAfter(text, i);
      }
      width += kind == Signs.IGNORED ? 0 : 1;
      space |= kind == Signs.SPACE;
    }
    return false;
  }

  private boolean neighbourBefore(String text, int index, long tally) {
    int width = 0;
    boolean space = false;
    int least = Math.max(0, index - EDGE);
    for (int i = index; i > least; ) {
      int c = text.codePointBefore(i);
      byte kind = signs.kind(signs.of(c));
      i -= Character.charCount(c);
      if (kind == Signs.WORD) {
        return WordTally.goesOn(tally, width, space) && !letterBefore(text, i);
      }
      width += kind == Signs.IGNORED ? 0 : 1;
      space |= kind == Signs.SPACE;
    }
    return false;
  }

  /** The index after the invisible characters and marks that follow. */
  int withMarks(String text, int index) {
    int i = index;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (signs.kind(signs.of(c)) != Signs.IGNORED) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }
}
