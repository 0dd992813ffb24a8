package org.governance4j.text;

/**
 * Where a pattern was found. It carries no text, so it can be recorded where the text must not be.
 *
 * @param pattern which pattern, from 0, in the order in which the patterns were given
 * @param start the index of the first UTF-16 code unit of the match
 * @param end the index after its last; equal to {@code start} for an empty match
 */
public record TextMatch(int pattern, int start, int end) {

  /** Refuses negative numbers and an end before the start. */
  public TextMatch {
    if (pattern < 0 || start < 0 || end < start) {
      throw new IllegalArgumentException(
          "not a match: pattern " + pattern + " from " + start + " to " + end);
    }
  }
}
