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

  /** A sign that may be a letter separates, unless it stands between letters. */
  private static final int SIGNS_SEPARATE = 1;

  /** A letter that may be the next or a repetition is the next. */
  private static final int EAGER = 2;

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

  /** Looks for a term that ends at {@code end}, in up to four walks of {@code limit} steps. */
  long verify(String text, int end, BlockedTerm term, int limit) {
    int steps = 0;
    for (int mode = 0; mode <= (SIGNS_SEPARATE | EAGER); mode++) {
      long walk = walk(text, end, term, limit, mode);
      if (steps(walk) >= 0) {
        return result(start(walk), steps + steps(walk));
      }
      steps += ~steps(walk);
    }
    return result(-1, steps);
  }

  /** A failure; the steps are inverted if another mode may succeed. */
  private static long failed(int steps, boolean ambiguous) {
    return result(-1, ambiguous ? ~steps : steps);
  }

  /**
   * One walk. Each letter of the text is, in this order: beyond the term, and then it repeats the
   * first letter, goes on with its spelling, or ends the walk; the letter that is due; a repetition
   * of the one that was due before; or the end of all hope. What is between letters adds up in
   * {@code width} and its companions until the next letter, and by word in {@code tally}.
   */
  private long walk(String text, int end, BlockedTerm term, int limit, int mode) {
    int due = term.size() - 1;
    int start = end;
    int run = 0;
    long tally = 0;
    boolean lettered = false;
    int width = 0;
    boolean space = false;
    boolean stop = false;
    boolean apostrophe = false;
    boolean ambiguous = false;
    boolean lastWord = true;
    int steps = 0;
    walk:
    for (int i = end, at; i > 0; i = at) {
      if (++steps > limit) {
        return failed(steps, ambiguous);
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
        ambiguous = true;
        letter = (mode & SIGNS_SEPARATE) == 0 || letterBefore(text, at) && letterAfter(text, i);
      }
      for (int k = letter ? Math.max(1, signs.letters(sign)) - 1 : -1; k >= 0; k--) {
        int last = due + 1 < term.size() ? due + 1 : -1;
        int again = last < 0 ? Signs.NOT : reading(text, at, sign, c, k, term, last);
        boolean repeats = again != Signs.NOT;
        int reading;
        if (due < 0) {
          if (width > 0 && (!WordTally.goesOn(tally, width, space) || letterBefore(text, at))) {
            break walk;
          }
          if (!repeats && width > 0) {
            steps += EDGE;
            if (isArticle(c) && !neighbourBefore(text, at, tally)) {
              break walk;
            }
            return failed(steps, ambiguous);
          }
          if (!repeats) {
            if (anywhere && !WordTally.spelled(tally)) {
              break walk;
            }
            return failed(steps, ambiguous);
          }
          reading = Signs.NOT;
        } else {
          reading = reading(text, at, sign, c, k, term, due);
          boolean wordBegins = last >= 0 && term.first[last];
          repeats &= !wordBegins || width == 0 || WordTally.goesOn(tally, width, space);
          if (reading == Signs.NOT && !repeats) {
            if (kind != Signs.WORD) {
              letter = false;
              break;
            }
            return failed(steps, ambiguous);
          }
          boolean owed = last >= 0 && !wordBegins && term.letters[due] == term.letters[last];
          if (reading != Signs.NOT && repeats && !owed) {
            ambiguous = true;
            reading = (mode & EAGER) == 0 ? Signs.NOT : reading;
          }
          if (reading != Signs.NOT && wordBegins) {
            tally = WordTally.run(tally, run, term, last);
            if (!wordFits(text, end, tally, term, last)) {
              return failed(steps, ambiguous);
            }
            lettered |= WordTally.lettered(tally);
            run = 0;
            tally = 0;
            lastWord = false;
          }
        }
        if (run > 0) {
          boolean same = reading == Signs.NOT || term.letters[due] == term.letters[last];
          if (!same) {
            tally = WordTally.run(tally, run, term, last);
            run = 0;
          }
          tally = WordTally.gap(tally, same, width, space, stop, apostrophe);
          if (WordTally.torn(tally)) {
            return failed(steps, ambiguous);
          }
        }
        tally = WordTally.letter(tally, reading == Signs.NOT ? again : reading, c);
        run++;
        due -= reading == Signs.NOT ? 0 : 1;
        if (lastWord && (space || due < 0 && WordTally.spelled(tally))) {
          // It is spelled, then: when more follows, there is no need to walk to its beginning.
          lastWord = false;
          steps += EDGE;
          if (neighbourAfter(text, end, tally | WordTally.LOWER_CASE)) {
            return failed(steps, ambiguous);
          }
        }
        start = at;
        width = 0;
        space = false;
        stop = false;
        apostrophe = false;
      }
      if (!letter) {
        if (start == end) {
          return failed(steps, ambiguous); // A match ends with a letter.
        }
        width++;
        space |= kind == Signs.SPACE;
        stop |= c == '.';
        apostrophe |= kind == Signs.APOSTROPHE;
      }
    }
    if (due >= 0) {
      return failed(steps, ambiguous);
    }
    tally = WordTally.run(tally, run, term, 0);
    lettered |= WordTally.lettered(tally);
    return lettered && wordFits(text, end, tally, term, 0)
        ? result(start, steps)
        : failed(steps, ambiguous);
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
        return WordTally.goesOn(tally, width, space)
            && !letterAfter(text, i)
            && !(c == 'I' && WordTally.lowerCase(tally) && !spelledOn(text, i));
      }
      width += kind == Signs.IGNORED ? 0 : 1;
      space |= kind == Signs.SPACE;
    }
    return false;
  }

  /** Whether another letter stands alone after white space. */
  private boolean spelledOn(String text, int index) {
    int most = Math.min(text.length(), index + EDGE);
    for (int i = index; i < most; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (signs.kind(signs.of(c)) == Signs.WORD) {
        return !letterAfter(text, i);
      }
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
