package org.governance4j.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Many terms and regular expressions that are searched for together, in time linear in the text.
 *
 * <p>All are united in as few deterministic automata as the limits allow, which are computed when
 * the set is built; most sets need one. A pattern whose automaton exceeds the limits has one of its
 * own that is made as texts ask for it. Patterns are numbered from 0 in the order of adding.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class PatternSet {

  /** How many patterns a set may have. */
  static final int MAX_PATTERNS = 10_000;

  static final int MAX_INSTRUCTIONS = 200_000;

  private final List<Program> programs;
  private final Detector[] detectors;
  private final Collector[] collectors;

  // Made when a text first has a match of the pattern.
  private final AtomicReferenceArray<@Nullable Locator> locators;

  private PatternSet(List<Program> programs, List<PatternGroup> groups) {
    this.programs = programs;
    this.locators = new AtomicReferenceArray<>(programs.size());
    this.detectors = groups.stream().map(PatternGroup::detector).toArray(Detector[]::new);
    this.collectors = groups.stream().map(PatternGroup::collector).toArray(Collector[]::new);
  }

  /** A builder without patterns. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many patterns there are. */
  public int size() {
    return programs.size();
  }

  /**
   * Whether any pattern occurs in a text.
   *
   * <p>Allocates nothing, except for a pattern whose automaton exceeds the limits, when a text
   * needs a part of it that was not made yet.
   */
  public boolean matchesAny(String text) {
    for (Detector detector : detectors) {
      if (detector.matches(text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The leftmost match of every pattern that occurs, in the order of their numbers; of the matches
   * that begin at one place, the one a backtracking engine would find first. Allocates.
   */
  public List<TextMatch> find(String text) {
    List<TextMatch> found = new ArrayList<>();
    BitSet occurring = occurring(text);
    for (int i = occurring.nextSetBit(0); i >= 0; i = occurring.nextSetBit(i + 1)) {
      int from = (int) (locator(i).locate(text, 0) >> 32);
      TextMatch match = from < 0 ? null : new SpanMatcher(programs.get(i), text).match(i, from);
      if (match != null) {
        found.add(match);
      }
    }
    return List.copyOf(found);
  }

  /**
   * All matches of every pattern, those of one pattern not overlapping, by where they start, then
   * by the pattern's number. An empty match right after the last match of the same pattern is left
   * out. Allocates.
   */
  public List<TextMatch> findAll(String text) {
    List<TextMatch> found = new ArrayList<>();
    BitSet occurring = occurring(text);
    for (int i = occurring.nextSetBit(0); i >= 0; i = occurring.nextSetBit(i + 1)) {
      found.addAll(new AllMatches(programs.get(i), locator(i), text).find(i));
    }
    found.sort(Comparator.comparingInt(TextMatch::start).thenComparingInt(TextMatch::pattern));
    return List.copyOf(found);
  }

  private Locator locator(int pattern) {
    Locator known = locators.get(pattern);
    if (known == null) {
      // A race makes two that are equal.
      known = new Locator(programs.get(pattern));
      locators.set(pattern, known);
    }
    return known;
  }

  private BitSet occurring(String text) {
    BitSet patterns = new BitSet(programs.size());
    if (matchesAny(text)) {
      for (Collector collector : collectors) {
        collector.collect(text, patterns);
      }
    }
    return patterns;
  }

  /** How many passes over a text {@link #matchesAny} makes. */
  int passes() {
    return detectors.length;
  }

  /** Collects patterns. One thread. */
  public static final class Builder {

    private final List<Pattern> patterns = new ArrayList<>();
    private long instructions;
    private boolean wholeWords;

    private Builder() {}

    /**
     * Whether terms added from here on match whole words only: where a term begins or ends with a
     * letter, digit or mark of any script, none may stand beside it. Off at first.
     */
    public Builder wholeWords(boolean on) {
      wholeWords = on;
      return this;
    }

    /**
     * Adds a literal that matches in any case, by Unicode's simple case folding.
     *
     * @param text 1 to 500 UTF-16 code units
     * @throws IllegalArgumentException if the term is empty or too long, or there are too many
     *     patterns: 10,000, or 200,000 instructions in all
     */
    public Builder term(String text) {
      Term term = Term.of(text, wholeWords);
      return add(new Pattern(term, term.node()));
    }

    /**
     * Adds a regular expression, as in {@link Regex}.
     *
     * @throws IllegalArgumentException if it is not of RE2's syntax or exceeds a limit, or there
     *     are too many patterns: 10,000, or 200,000 instructions in all
     */
    public Builder regex(String pattern) {
      return add(new Pattern(null, Regex.parse(pattern)));
    }

    private Builder add(Pattern pattern) {
      if (patterns.size() == MAX_PATTERNS) {
        throw new IllegalArgumentException("more than " + MAX_PATTERNS + " patterns");
      }
      instructions += pattern.node().size();
      if (instructions > MAX_INSTRUCTIONS) {
        throw new IllegalArgumentException(
            "pattern "
                + patterns.size()
                + " takes the set above "
                + MAX_INSTRUCTIONS
                + " instructions");
      }
      patterns.add(pattern);
      return this;
    }

    /**
     * How many instructions the patterns added so far need at most, 200,000 of which are allowed.
     */
    public long instructions() {
      return instructions;
    }

    /** The set of what was added; without patterns, one that matches nothing. */
    public PatternSet build() {
      List<Program> programs = patterns.stream().map(p -> Program.of(p.node())).toList();
      return new PatternSet(programs, PatternGroup.of(List.copyOf(patterns)));
    }
  }

  /** A pattern as it was added: {@code term} is null for a regular expression. */
  record Pattern(@Nullable Term term, Node node) {}
}
