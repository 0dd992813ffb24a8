package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.governance4j.PolicyInvalid;
import org.governance4j.text.DisguisedTerms;
import org.governance4j.text.PatternSet;
import org.governance4j.text.TextMatch;
import org.jspecify.annotations.Nullable;

/**
 * All that must not occur in one field by any rule of a policy and is looked for in one way, so
 * that one pass over the text decides for all of it. Rules add their patterns while the policy is
 * bound; {@link #build} ends that, and from then on this is immutable and safe for any number of
 * threads.
 */
final class FieldTexts {

  /** How patterns are looked for; each way is a pass of its own. */
  enum Way {
    /** As they stand: terms in any case and expressions. */
    PLAIN,
    /** Terms behind disguises, as whole words. */
    DISGUISED_WORDS,
    /** Terms behind disguises, within words too. */
    DISGUISED_INSIDE;

    /** How terms of a rule are looked for. */
    static Way of(boolean disguised, boolean word) {
      if (!disguised) {
        return PLAIN;
      }
      return word ? DISGUISED_WORDS : DISGUISED_INSIDE;
    }
  }

  private final Way way;
  private final List<Consumer<PatternSet.Builder>> patterns = new ArrayList<>();
  private final List<String> terms = new ArrayList<>();
  private @Nullable PatternSet plain;
  private @Nullable DisguisedTerms disguised;

  FieldTexts(Way way) {
    this.way = way;
  }

  /** Refuses terms that cannot be looked for. */
  static void checkTerms(RuleHead head, List<String> terms, boolean word, boolean disguised) {
    try {
      if (disguised) {
        disguise(terms, Way.of(true, word));
      } else {
        PatternSet.Builder builder = PatternSet.builder().wholeWords(word);
        terms.forEach(builder::term);
      }
    } catch (IllegalArgumentException e) {
      throw new PolicyInvalid(head.place() + ": terms: " + e.getMessage(), e);
    }
  }

  /** Adds terms; returns the number of the first. */
  int addTerms(List<String> added, boolean word) {
    if (way != Way.PLAIN) {
      int first = terms.size();
      terms.addAll(added);
      return first;
    }
    int first = patterns.size();
    added.forEach(term -> patterns.add(builder -> builder.wholeWords(word).term(term)));
    return first;
  }

  /** Adds expressions, which are never disguised; returns the number of the first. */
  int addExpressions(Iterable<String> expressions) {
    int first = patterns.size();
    expressions.forEach(pattern -> patterns.add(builder -> builder.regex(pattern)));
    return first;
  }

  /**
   * Builds the automata.
   *
   * @throws IllegalArgumentException if there are too many patterns
   */
  void build() {
    if (way == Way.PLAIN) {
      PatternSet.Builder builder = PatternSet.builder();
      patterns.forEach(pattern -> pattern.accept(builder));
      plain = builder.build();
    } else {
      disguised = disguise(terms, way);
    }
  }

  private static DisguisedTerms disguise(List<String> terms, Way way) {
    return way == Way.DISGUISED_WORDS
        ? DisguisedTerms.wholeWords(terms)
        : DisguisedTerms.insideWords(terms);
  }

  /** Whether anything occurs; allocates nothing. */
  boolean matchesAny(String text) {
    PatternSet set = plain;
    if (set != null) {
      return set.matchesAny(text);
    }
    return disguised().matchesAny(text);
  }

  /** All matches, by where they start. */
  List<TextMatch> findAll(String text) {
    PatternSet set = plain;
    return set != null ? set.findAll(text) : disguised().findAll(text);
  }

  private DisguisedTerms disguised() {
    DisguisedTerms built = disguised;
    if (built == null) {
      throw new IllegalStateException("the patterns have not been built");
    }
    return built;
  }
}
