package org.governance4j.guard;

import org.governance4j.Violation;

/** Makes text fit for a record: JSON has no form for half a character. */
final class Texts {

  private Texts() {}

  /** Every lone surrogate replaced by U+FFFD; the text itself when there is none. */
  static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return replaced(text);
      }
    }
    return text;
  }

  /** Well-formed, not blank, and of at most so many characters; a cut is marked. */
  static String clean(String text, int limit) {
    String whole = wellFormed(text);
    if (whole.length() > limit) {
      int end = limit - 1;
      if (Character.isHighSurrogate(whole.charAt(end - 1))) {
        end--;
      }
      whole = whole.substring(0, end) + "\u2026";
    }
    return whole.isBlank() ? "blank" : whole;
  }

  /**
   * The text is the policy's own code: that it fails must not leave the denial without a record.
   */
  static String message(Violation violation) {
    try {
      String text = violation.message();
      return text == null ? "the rule gave no text" : text;
    } catch (Exception e) {
      // The class only: the message may quote the prediction.
      return "the rule's text failed with " + e.getClass().getName();
    } catch (Throwable e) {
      return "the rule's text failed with an error";
    }
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                out.appendCodePoint(
                    c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
    return out.toString();
  }
}
