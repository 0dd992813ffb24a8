package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.governance4j.PolicyInvalid;
import org.governance4j.text.PatternSet;
import org.governance4j.text.TextMatch;
import org.jspecify.annotations.Nullable;

/**
 * All that must not occur in one field by any rule of a policy, so that one pass over the text
 * decides for all of them. Rules add their patterns while the policy is bound; {@link #build} ends
 * that, and from then on this is immutable and safe for any number of threads.
 */
final class FieldTexts {
  private final List<Consumer<PatternSet.Builder>> patterns = new ArrayList<>();
  private @Nullable PatternSet set;

  /** Refuses terms that cannot be looked for. */
  static void checkTerms(RuleHead head, List<String> terms, boolean word, boolean disguised) {
    PatternSet.Builder plain = PatternSet.builder().wholeWords(word);
    for (int i = 0; i < terms.size(); i++) {
      try {
        plain.term(terms.get(i));
      } catch (IllegalArgumentException e) {
        throw new PolicyInvalid(head.place() + ": terms[" + i + "]: " + e.getMessage(), e);
      }
    }
  }

  /** Adds terms; returns the number of the first. */
  int addTerms(List<String> terms, boolean word) {
    int first = patterns.size();
    terms.forEach(term -> patterns.add(builder -> builder.wholeWords(word).term(term)));
    return first;
  }

  /** Adds expressions; returns the number of the first. */
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
  PatternSet build() {
    PatternSet.Builder builder = PatternSet.builder();
    patterns.forEach(pattern -> pattern.accept(builder));
    PatternSet built = builder.build();
    set = built;
    return built;
  }

  /** All matches, by where they start. */
  List<TextMatch> findAll(String text) {
    PatternSet built = set;
    if (built == null) {
      throw new IllegalStateException("the patterns have not been built");
    }
    return built.findAll(text);
  }
}
