package org.governance4j.text;

import static java.util.Objects.checkIndex;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is searched for in time linear in the text, whatever the expression and
 * whatever the text.
 *
 * <p>The syntax is RE2's (https://github.com/google/re2/wiki/Syntax): literals, classes, Perl's
 * {@code \d \w \s} and {@code \b} (ASCII), POSIX classes, Unicode categories and scripts ({@code
 * \pL}, {@code \p{Greek}}, as the running JDK knows them), {@code . ^ $ \A \z}, groups, the flags
 * {@code i m s U}, alternation and greedy or lazy repetition. Back-references and look-around are
 * refused, because no linear search for them is known. What groups capture is not reported.
 *
 * <p>Code points are matched; an unpaired surrogate is a code point of its own. Spans are indices
 * of UTF-16 code units. Case-insensitive matching folds as Unicode's simple case folding does.
 *
 * <p>Limits: 10,000 characters, groups nested 200 deep, counts up to 1,000, 20,000 instructions
 * after counts have been multiplied out.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Regex {

  static final int MAX_INSTRUCTIONS = 20_000;

  private final String pattern;
  private final Program program;
  private final Detector detector;
  // Made by the first search for a span.
  private final AtomicReference<@Nullable Locator> locator = new AtomicReference<>();

  private Regex(String pattern, Program program) {
    this.pattern = pattern;
    this.program = program;
    this.detector = Detector.of(program, Budget.forRegex());
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException if it is not of RE2's syntax or exceeds a limit; the message
   *     names the expression, the position in it and why
   */
  public static Regex compile(String pattern) {
    return new Regex(pattern, Program.of(parse(pattern)));
  }

  /** Parses and holds the tree to the limit of instructions. */
  static Node parse(String pattern) {
    Node node = RegexParser.parse(pattern);
    if (node.size() > MAX_INSTRUCTIONS) {
      throw RegexParser.refusal(
          pattern, 0, "needs more than " + MAX_INSTRUCTIONS + " instructions");
    }
    return node;
  }

  /** The expression as it was given. */
  public String pattern() {
    return pattern;
  }

  /**
   * Whether the expression matches anywhere in a text.
   *
   * <p>Allocates nothing, except for expressions whose deterministic automaton exceeds its limits:
   * for these parts of it are made as texts ask for them, again within limits.
   */
  public boolean find(String text) {
    return detector.matches(text);
  }

  /**
   * The leftmost match that begins at an index or after it: of the matches that begin there, the
   * one that a backtracking engine would find first. What stands before the index is seen by {@code
   * ^} and {@code \b}. Allocates in proportion to the expression.
   *
   * @param from from 0 to the length of the text
   * @return a match of pattern 0, or null if there is none
   * @throws IndexOutOfBoundsException if {@code from} is outside the text
   */
  public @Nullable TextMatch find(String text, int from) {
    checkIndex(from, text.length() + 1);
    Locator known = locator.get();
    if (known == null) {
      known = new Locator(program);
      locator.set(known);
    }
    int begin = (int) (known.locate(text, from) >> 32);
    return begin < 0 ? null : new SpanMatcher(program, text).match(0, begin);
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return pattern;
  }
}
