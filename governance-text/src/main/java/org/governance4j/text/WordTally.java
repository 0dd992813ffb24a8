package org.governance4j.text;

/**
 * What a walk has seen of one word of a term, packed into a long so that a walk allocates nothing:
 * flags, then counts that stop at their greatest value.
 */
final class WordTally {

  /** Two letters with nothing between. */
  static final long ADJACENT = 1;

  /** Two letters with signs but no white space between. */
  static final long SIGNS = 2;

  /** Two letters with white space between. */
  static final long SPACED = 4;

  static final long APOSTROPHE = 8;

  /** The other way of writing than {@code J. F. K.} */
  static final long NO_INITIALS = 16;

  static final long CAPITAL_I_FOR_L = 32;

  /** A letter that is no capital of ASCII. */
  static final long LOWER_CASE = 64;

  /** At least two gaps. */
  static final long GAPS = 128;

  private static final int STRONG = 8;
  private static final int WEAK = 24;
  private static final int WIDTH = 40;
  private static final int DOUBLES = 48;
  private static final int DOUBTFUL = 56;

  private WordTally() {}

  static long letter(long tally, int reading, int codePoint) {
    long sum = reading == Signs.LEET ? plus(tally, WEAK, 0xFFFF) : plus(tally, STRONG, 0xFFFF);
    boolean capital = codePoint >= 'A' && codePoint <= 'Z';
    if (!capital) {
      sum |= NO_INITIALS;
    }
    if (!capital && reading != Signs.LEET) {
      sum |= LOWER_CASE;
    }
    return reading == Signs.CAPITAL_I ? sum | CAPITAL_I_FOR_L : sum;
  }

  /** Adds what stands between two letters; {@code same} if they are of one run. */
  static long gap(
      long tally, boolean same, int width, boolean space, boolean stop, boolean apostrophe) {
    if (width == 0) {
      return tally | NO_INITIALS | (same ? 0 : ADJACENT);
    }
    long sum = tally | (space ? SPACED : SIGNS);
    if ((tally & (SIGNS | SPACED)) != 0) {
      sum |= GAPS;
    }
    if (apostrophe) {
      sum |= APOSTROPHE;
    }
    if (!stop || !space) {
      sum |= NO_INITIALS;
    }
    long widest = Math.max(widest(tally), Math.min(width, 0xFF));
    return sum & ~(0xFFL << WIDTH) | widest << WIDTH;
  }

  /** Ends a run of {@code length} equal letters. */
  static long run(long tally, int length, BlockedTerm term, int letter) {
    if (length != 2 || term.run[letter] != 1) {
      return tally;
    }
    long sum = plus(tally, DOUBLES, 0xFF);
    return term.maybeOtherWord(letter) ? plus(sum, DOUBTFUL, 0x7F) : sum;
  }

  private static long plus(long tally, int shift, int most) {
    return (tally >>> shift & most) == most ? tally : tally + (1L << shift);
  }

  static int widest(long tally) {
    return (int) (tally >>> WIDTH & 0xFF);
  }

  /** Whether all letters stand apart, or at least all that are not equal. */
  static boolean spelled(long tally) {
    return (tally & ADJACENT) == 0 && (tally & (SIGNS | SPACED)) != 0;
  }

  static boolean lowerCase(long tally) {
    return (tally & LOWER_CASE) != 0;
  }

  /** Whether it has a letter that is not a digit or sign. */
  static boolean lettered(long tally) {
    return (tally >>> STRONG & 0xFFFF) > 0;
  }

  /** Whether white space separates some letters only: then it separates words. */
  static boolean torn(long tally) {
    return (tally & ADJACENT) != 0 && (tally & SPACED) != 0;
  }

  /** Whether something that wide goes on with the spelling. */
  static boolean goesOn(long tally, int width, boolean space) {
    return spelled(tally) && width <= widest(tally) && (!space || (tally & SPACED) != 0);
  }

  /** Whether a word was written in a way in which terms are disguised and other text is not. */
  static boolean plausible(long tally, BlockedTerm term, int letter) {
    int length = term.wordLength[letter];
    if (torn(tally)) {
      return false;
    }
    if (spelled(tally)) {
      boolean initials = (tally & NO_INITIALS) == 0 && length <= 3;
      if (initials || term.single && (tally & GAPS) == 0) {
        return false;
      }
    } else if ((tally & SIGNS) != 0 && (length < 4 || (tally & APOSTROPHE) != 0)) {
      return false;
    }
    if ((tally & (CAPITAL_I_FOR_L | LOWER_CASE)) == CAPITAL_I_FOR_L) {
      return false;
    }
    return readable(tally, term, length)
        && ((tally >>> DOUBTFUL & 0x7F) == 0 || (tally >>> DOUBLES & 0xFF) > 1);
  }

  /**
   * Whether enough of its signs are letters, so that numbers and codes are no words: codes have
   * capitals.
   */
  private static boolean readable(long tally, BlockedTerm term, int length) {
    long strong = tally >>> STRONG & 0xFFFF;
    long weak = tally >>> WEAK & 0xFFFF;
    if (weak == 0) {
      return true;
    }
    if (strong == 0) {
      return !term.single && length <= 3;
    }
    int least = !term.single || length > 4 || length == 4 && lowerCase(tally) ? 1 : 2;
    return strong >= least;
  }
}
