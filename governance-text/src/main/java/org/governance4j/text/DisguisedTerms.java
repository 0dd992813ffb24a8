package org.governance4j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds blocked terms in text although somebody disguised them.
 *
 * <p>A term is found as whole words, in any case, and under these disguises and their combinations:
 *
 * <ul>
 *   <li>compatibility forms (full width, mathematical, circled, boxed letters, ligatures), marks on
 *       letters, any number of them, and letters of other scripts that look alike (Cyrillic, Greek,
 *       Armenian, Cherokee, Lisu, Latin beyond ASCII);
 *   <li>invisible characters inside: zero width, soft hyphens, bidirectional controls, variation
 *       selectors, tags, control characters, unpaired surrogates;
 *   <li>spelling with white space, marks or both between all letters of a word of three or more
 *       ({@code k i l l}, {@code k-i-l-l}); a word of five or more may also be torn by single
 *       joiners ({@code stu.pid}). Adjacent words are never joined: "the rapist" is not in
 *       "therapist", nor the other way round. Letters spelled on are a longer word: there is no
 *       term in {@code c l a s s};
 *   <li>digits and signs for letters: 4 and @ for a, 3 and € for e, 1, ! and | for i and l, 0 for
 *       o, 5 and $ for s, 7 and + for t, 8 for b, 9 for g and q, 6 for b and g, 2 for z, * for a
 *       vowel. A sign with two meanings has both. So that numbers and codes are no words, a term of
 *       one word and up to four letters needs two real letters, every other word one; @, $ and €
 *       count as real. In words spelled letter by letter only digits stand for letters;
 *   <li>letters repeated three times or more; repeated twice in words of seven letters or more, and
 *       of four or more if the letter is one that English does not double.
 * </ul>
 *
 * <p>Terms of several words allow any separators between the words, and at least one. Terms are
 * read as texts are: case and marks do not matter, so "Maß" is the term "mass".
 *
 * <p>Not recognised: letters for sounds (ph for f), letters drawn with several signs, small l for
 * capital I and the reverse, letters in another order or left out, words run together.
 *
 * <p>{@link #matchesAny} takes one step of two deterministic automata per code point, three
 * look-ups in tables, and allocates nothing. {@link #find} and {@link #findAll} take time
 * proportional to the text and to the number of places inside terms that fit at once, which the
 * terms bound and the text does not. The automata are built eagerly and take up to 64 MiB each;
 * thirteen ordinary terms take 17 MiB together, and a few dozen reach the limit.
 *
 * <p>Categories, lower case and compatibility forms are those of Unicode 14.0 on every JDK; the
 * table of look-alike letters is the project's own.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class DisguisedTerms {

  /** The greatest number of terms. */
  public static final int MAX_TERMS = 10_000;

  private final int size;
  private final List<TermScan> scans;

  private DisguisedTerms(List<String> terms, boolean anywhere) {
    Objects.requireNonNull(terms, "terms");
    if (terms.size() > MAX_TERMS) {
      throw new IllegalArgumentException(
          "terms: " + terms.size() + " given, at most " + MAX_TERMS + " are allowed");
    }
    Signs signs = Signs.table();
    List<BlockedTerm> latin = new ArrayList<>();
    List<BlockedTerm> foreign = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      String text = Objects.requireNonNull(terms.get(i), "term " + i);
      BlockedTerm term = BlockedTerm.read(i, text, signs);
      (term.foreign ? foreign : latin).add(term);
    }
    this.size = terms.size();
    List<TermScan> needed = new ArrayList<>();
    if (!latin.isEmpty()) {
      needed.add(new TermScan(latin, signs, false, anywhere));
    }
    if (!foreign.isEmpty()) {
      needed.add(new TermScan(foreign, signs, true, anywhere));
    }
    this.scans = List.copyOf(needed);
  }

  /**
   * Terms that are found as whole words.
   *
   * @param terms letters, digits and marks in words that are separated by white space, hyphens,
   *     full stops, low lines, asterisks, tildes or apostrophes; 2 to 100 letters and digits each
   * @throws IllegalArgumentException if a term is empty, too short or too long or has another
   *     character, if there are more than {@link #MAX_TERMS}, or if their automaton takes too much
   *     memory
   */
  public static DisguisedTerms wholeWords(List<String> terms) {
    return new DisguisedTerms(terms, false);
  }

  /**
   * Terms that are found inside of words, too. Spelled letter by letter they are found as whole
   * words only.
   *
   * @param terms as in {@link #wholeWords}
   * @throws IllegalArgumentException as in {@link #wholeWords}
   */
  public static DisguisedTerms insideWords(List<String> terms) {
    return new DisguisedTerms(terms, true);
  }

  /** The number of terms. */
  public int size() {
    return size;
  }

  /** Whether the text has any of the terms, in any disguise. Allocates nothing. */
  public boolean matchesAny(String text) {
    for (int i = 0; i < scans.size(); i++) {
      if (scans.get(i).run(text, null) < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first match of each term that is there, in the order of the terms.
   *
   * <p>A match goes from the first letter of the term to the last, with the invisible characters
   * and marks that follow it.
   */
  public List<TextMatch> find(String text) {
    List<TextMatch> first = new ArrayList<>();
    boolean[] seen = new boolean[size];
    for (TextMatch match : findAll(text)) {
      if (!seen[match.pattern()]) {
        seen[match.pattern()] = true;
        first.add(match);
      }
    }
    first.sort(Comparator.comparingInt(TextMatch::pattern));
    return List.copyOf(first);
  }

  /**
   * All matches, in the order of their starts and then of the terms, for example to mask them.
   * Matches of one term do not overlap; those of different terms may.
   */
  public List<TextMatch> findAll(String text) {
    List<TextMatch> matches = new ArrayList<>();
    int[] until = new int[size];
    for (TermScan scan : scans) {
      scan.run(
          text,
          (term, start, end) -> {
            if (start >= until[term]) {
              matches.add(new TextMatch(term, start, end));
              until[term] = end;
            }
          });
    }
    matches.sort(Comparator.comparingInt(TextMatch::start).thenComparingInt(TextMatch::pattern));
    return List.copyOf(matches);
  }

  /** For tests: the steps of {@link #findAll}, one for each character and those of the walks. */
  long steps(String text) {
    long steps = 0;
    for (TermScan scan : scans) {
      steps += text.length() + scan.run(text, (term, start, end) -> {});
    }
    return steps;
  }

  /** For tests: the number of states. */
  int states() {
    return scans.stream().mapToInt(TermScan::states).sum();
  }
}
