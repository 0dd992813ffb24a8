package org.governance4j.text;

import java.util.ArrayList;
import java.util.List;

/**
 * All matches of one pattern that do not overlap, from left to right.
 *
 * <p>Searching again after every match is quickest as a rule, but takes quadratic time where each
 * search has to read far ahead. So it is done within a bound that is linear in the text, beyond
 * which a {@link MatchOracle} finds the rest. One text, one thread.
 */
final class AllMatches {

  private static final int STEPS_PER_PLACE = 4;

  private final Program program;
  private final String text;
  private final SpanMatcher matcher;
  private final Locator locator;
  private final long bound;
  private long locatorSteps;
  private long oracleSteps;

  AllMatches(Program program, Locator locator, String text) {
    this.program = program;
    this.locator = locator;
    this.text = text;
    this.matcher = new SpanMatcher(program, text);
    this.bound = (long) STEPS_PER_PLACE * program.size() * (text.length() + 1);
  }

  /** An empty match right after the match before is left out. */
  List<TextMatch> find(int pattern) {
    List<TextMatch> found = new ArrayList<>();
    MatchOracle oracle = null;
    int from = 0;
    int last = -1;
    while (from <= text.length()) {
      if (oracle == null && matcher.steps() + locatorSteps > bound) {
        oracle = new MatchOracle(program, text);
      }
      int start;
      int end;
      if (oracle == null) {
        long located = locator.locate(text, from);
        locatorSteps += (int) located - from;
        if (located < 0 || !matcher.find((int) (located >> 32))) {
          break;
        }
        start = matcher.start();
        end = matcher.end();
      } else {
        start = oracle.start(from);
        if (start < 0) {
          break;
        }
        end = oracle.end(start);
      }
      boolean empty = end == start;
      if (!empty || start != last) {
        found.add(new TextMatch(pattern, start, end));
      }
      last = end;
      from = end;
      if (empty) {
        from += from < text.length() ? Character.charCount(text.codePointAt(from)) : 1;
      }
    }
    oracleSteps = oracle == null ? 0 : oracle.steps();
    return found;
  }

  /** How many instructions were executed. */
  long steps() {
    return matcher.steps() + locatorSteps + oracleSteps;
  }
}
