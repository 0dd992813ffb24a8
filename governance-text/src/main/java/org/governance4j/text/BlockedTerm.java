package org.governance4j.text;

import java.util.Arrays;

/**
 * A term as the letters of its words.
 *
 * <p>Letters are those that the text's are compared with: lower case, without marks.
 */
final class BlockedTerm {

  static final int MAX_LETTERS = 100;

  private static final String SEPARATORS = "-._*~\u00B7\u2010\u2011\u2012\u2013\u2022\u2027\u30FB";
  private static final String RARELY_DOUBLED = "ahijkquvwxy";

  final int number;
  final int[] letters;

  /** Whether the letter is the first of its word. */
  final boolean[] first;

  /** How often the letter stands in a row within its word. */
  final int[] run;

  /** How many letters its word has. */
  final int[] wordLength;

  /** Whether it has one word only. */
  final boolean single;

  /** Whether it has letters or digits beyond a to z and 0 to 9. */
  final boolean foreign;

  private BlockedTerm(int number, int[] letters, boolean[] first) {
    this.number = number;
    this.letters = letters;
    this.first = first;
    int size = letters.length;
    this.run = new int[size];
    this.wordLength = new int[size];
    int words = 0;
    for (int from = 0, to; from < size; from = to) {
      to = from + 1;
      while (to < size && !first[to]) {
        to++;
      }
      Arrays.fill(wordLength, from, to, to - from);
      words++;
    }
    for (int from = 0, to; from < size; from = to) {
      to = from + 1;
      while (to < size && !first[to] && letters[to] == letters[from]) {
        to++;
      }
      Arrays.fill(run, from, to, to - from);
    }
    this.single = words == 1;
    this.foreign = Arrays.stream(letters).anyMatch(letter -> !Signs.isLatin(letter));
  }

  /** Reads a term; {@code number} is for messages, which never quote a term. */
  static BlockedTerm read(int number, String text, Signs signs) {
    int[] letters = new int[MAX_LETTERS];
    boolean[] first = new boolean[MAX_LETTERS];
    boolean begins = true;
    int size = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int sign = signs.of(c);
      switch (signs.kind(sign)) {
        case Signs.WORD -> {
          for (int k = 0; k < Math.max(1, signs.letters(sign)); k++) {
            if (size < MAX_LETTERS) {
              letters[size] = latinised(signs, sign, c, k);
              first[size] = begins;
            }
            size++;
            begins = false;
          }
        }
        case Signs.SPACE, Signs.APOSTROPHE -> begins = true;
        case Signs.PUNCTUATION -> {
          if (SEPARATORS.indexOf(c) < 0) {
            throw refused(
                number,
                String.format(
                    "has U+%04X at %d, which is neither letter nor digit nor space", c, i));
          }
          begins = true;
        }
        default -> {} // A mark or an invisible character: the text may have any, so none is asked.
      }
      i += Character.charCount(c);
    }
    if (size < 2) {
      throw refused(number, "has " + size + " letters or digits; at least 2 are needed");
    }
    if (size > MAX_LETTERS) {
      throw refused(
          number, "has " + size + " letters and digits; at most " + MAX_LETTERS + " are allowed");
    }
    return new BlockedTerm(number, Arrays.copyOf(letters, size), Arrays.copyOf(first, size));
  }

  /** Latin letters with a stroke or hook are read without; letters of other scripts stay. */
  private static int latinised(Signs signs, int sign, int codePoint, int which) {
    int letter = signs.letter(sign, codePoint, which);
    boolean latinScript = letter >= 0xC0 && letter < 0x250 || letter >= 0x2C60 && letter < 0x2C80;
    int alike = signs.strongLookalike(sign);
    return latinScript && alike >= 0 ? alike : letter;
  }

  private static IllegalArgumentException refused(int number, String why) {
    return new IllegalArgumentException("term " + number + " " + why);
  }

  int size() {
    return letters.length;
  }

  /** The columns that it leads through, without repetition. */
  int[] columns(Signs signs) {
    int[] columns = new int[letters.length];
    int size = 0;
    for (int letter : letters) {
      int column = foreign ? Signs.foreignLetter(letter) : signs.latinColumn(letter);
      if (size == 0 || columns[size - 1] != column) {
        columns[size++] = column;
      }
    }
    return Arrays.copyOf(columns, size);
  }

  /** Whether a word that has this letter twice instead of once may well be another word. */
  boolean maybeOtherWord(int letter) {
    return wordLength[letter] < 6 && RARELY_DOUBLED.indexOf(letters[letter]) < 0;
  }
}
