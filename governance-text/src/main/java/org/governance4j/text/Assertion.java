package org.governance4j.text;

/** A condition on a place in the text that consumes nothing. */
enum Assertion {
  BEGIN_TEXT,
  BEGIN_LINE,
  END_TEXT,
  END_LINE,
  WORD_BOUNDARY,
  NO_WORD_BOUNDARY,
  /** No letter, digit or mark of any script stands before. */
  NOT_AFTER_WORD,
  /** No letter, digit or mark of any script stands after. */
  NOT_BEFORE_WORD;

  /** What stands where there is no code point: before the text and after it. */
  static final int NONE = -1;

  /** Whether it holds between two code points, either of which may be {@link #NONE}. */
  boolean holds(int before, int after) {
    return switch (this) {
      case BEGIN_TEXT -> before == NONE;
      case BEGIN_LINE -> before == NONE || before == '\n';
      case END_TEXT -> after == NONE;
      case END_LINE -> after == NONE || after == '\n';
      case WORD_BOUNDARY -> isWord(before) != isWord(after);
      case NO_WORD_BOUNDARY -> isWord(before) == isWord(after);
      case NOT_AFTER_WORD -> !isUnicodeWord(before);
      case NOT_BEFORE_WORD -> !isUnicodeWord(after);
    };
  }

  /** Whether what stands before the place decides alone. */
  boolean looksBackOnly() {
    return this == BEGIN_TEXT || this == BEGIN_LINE || this == NOT_AFTER_WORD;
  }

  /** ASCII letters, digits and the underscore, as in RE2. */
  static boolean isWord(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  /** A letter, digit or mark of any script, or a connector such as the underscore. */
  static boolean isUnicodeWord(int c) {
    if (c < 0x80) {
      return isWord(c);
    }
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.CONNECTOR_PUNCTUATION;
  }
}
