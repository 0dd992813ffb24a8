package org.governance4j.text;

import java.util.List;
import org.governance4j.text.TermNfa.Style;

/**
 * What stands before a place in a text, as far as it decides which styles may begin there: in
 * {@code c l a s s} no term begins at the a.
 */
enum Context {
  /** At the start, or after a word of several letters. */
  FREE(List.of(Style.TOGETHER, Style.SPACED)),
  /** After a letter on its own and marks. */
  MARKED(List.of(Style.TOGETHER)),
  /** After a letter on its own and white space. */
  SPACED(List.of(Style.TOGETHER)),
  /** In or after a first letter that is an article or pronoun. */
  ARTICLE(List.of()),
  /** In or after a first letter. */
  SINGLE(List.of()),
  /** After a sign that may be a letter: the next such sign is not the first of a term. */
  SIGN(List.of(Style.TOGETHER, Style.SPACED)),
  /** The same after a letter on its own. */
  SIGN_AFTER_SINGLE(List.of(Style.TOGETHER)),
  /** After an apostrophe in a word: {@code l'idiot}. */
  JOINED(List.of(Style.TOGETHER)),
  /** In a word of several letters. */
  WORD(List.of());

  private final List<Style> styles;

  Context(List<Style> styles) {
    this.styles = styles;
  }

  /** The styles in which a term may begin with a sign. */
  List<Style> styles(SignClass sign, boolean anywhere) {
    if ((this == SIGN || this == SIGN_AFTER_SINGLE || this == MARKED)
        && sign.kind() != Readings.WORD) {
      return List.of();
    }
    if (sign.kind() != Readings.WORD) {
      return styles.isEmpty() && !anywhere ? styles : List.of(Style.TOGETHER);
    }
    return anywhere && styles.isEmpty() ? List.of(Style.TOGETHER) : styles;
  }

  /** The context after a sign. */
  Context after(SignClass sign) {
    return switch (sign.kind()) {
      case Readings.IGNORED -> this;
      case Readings.APOSTROPHE ->
          switch (this) {
            case SINGLE, ARTICLE, WORD -> JOINED;
            default -> this;
          };
      case Readings.SPACE ->
          switch (this) {
            case SINGLE, MARKED, SPACED, SIGN_AFTER_SINGLE -> SPACED;
            default -> FREE;
          };
      case Readings.PUNCTUATION, Readings.JOINER ->
          switch (this) {
            case SINGLE, ARTICLE, MARKED, SPACED, SIGN_AFTER_SINGLE ->
                !sign.spellings().isEmpty() ? SIGN_AFTER_SINGLE : this == SPACED ? SPACED : MARKED;
            default -> sign.spellings().isEmpty() ? FREE : SIGN;
          };
      default -> letter(sign);
    };
  }

  private Context letter(SignClass sign) {
    return switch (this) {
      case FREE, SIGN -> sign.several() ? WORD : sign.article() ? ARTICLE : SINGLE;
      case MARKED, SPACED, SIGN_AFTER_SINGLE -> sign.several() ? WORD : SINGLE;
      default -> WORD;
    };
  }
}
