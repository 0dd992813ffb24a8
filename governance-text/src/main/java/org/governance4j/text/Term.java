package org.governance4j.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A literal in any case: one set of code points after the other.
 *
 * @param boundBefore whether no letter, digit or mark may stand before it
 * @param boundAfter whether none may stand after it
 */
record Term(List<CodePointSet> sets, boolean boundBefore, boolean boundAfter) {

  static final int MAX_LENGTH = 500;

  static Term of(String text, boolean wholeWord) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a term must not be empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a term of " + text.length() + " characters, more than " + MAX_LENGTH);
    }
    List<CodePointSet> sets = text.codePoints().mapToObj(c -> CodePointSet.of(c).folded()).toList();
    return new Term(
        sets,
        wholeWord && Assertion.isUnicodeWord(text.codePointAt(0)),
        wholeWord && Assertion.isUnicodeWord(text.codePointBefore(text.length())));
  }

  /** The same as a regular expression. */
  Node node() {
    List<Node> parts = new ArrayList<>();
    if (boundBefore) {
      parts.add(new Node.Place(Assertion.NOT_AFTER_WORD));
    }
    sets.forEach(set -> parts.add(new Node.Chars(set)));
    if (boundAfter) {
      parts.add(new Node.Place(Assertion.NOT_BEFORE_WORD));
    }
    return Node.Sequence.of(parts);
  }
}
