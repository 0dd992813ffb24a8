package org.governance4j.benchmarks;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.governance4j.text.PatternSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A hundred terms and twenty regular expressions in a text of 1,024 characters in which there is
 * none of them. The peers search the usual way: a lower-cased copy of the text for each term, and
 * the text for one expression after the other.
 *
 * <pre>./governance bench TextScan</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TextScan {

  /** Whether the prose has dates, amounts and other ordinary numbers in it. */
  @Param({"numbers", "letters"})
  public String text;

  private final List<String> terms = TextPatterns.terms();
  private final List<Pattern> re2j =
      TextPatterns.EXPRESSIONS.stream().map(Pattern::compile).toList();
  private final List<java.util.regex.Pattern> java =
      TextPatterns.EXPRESSIONS.stream().map(java.util.regex.Pattern::compile).toList();

  private PatternSet patterns;
  private String prose;

  /** Builds the set and requires the same verdicts from all, with and without a match. */
  @Setup
  public void prepare() {
    PatternSet.Builder builder = PatternSet.builder();
    terms.forEach(builder::term);
    TextPatterns.EXPRESSIONS.forEach(builder::regex);
    patterns = builder.build();
    prose = TextPatterns.prose(text.equals("numbers"));
    require(prose, false);
    for (List<String> hits : List.of(terms, TextPatterns.HITS)) {
      for (String hit : hits) {
        for (int at : new int[] {0, 500, 1024 - hit.length() - 2}) {
          require(prose.substring(0, at) + " " + hit + " " + prose.substring(at), true);
        }
      }
    }
  }

  /** All in one set. */
  @Benchmark
  public boolean ours() {
    return patterns.matchesAny(prose);
  }

  /** Expressions one by one in re2j. */
  @Benchmark
  public boolean re2j() {
    return withRe2j(prose);
  }

  /** Expressions one by one in java.util.regex. */
  @Benchmark
  public boolean javaRegex() {
    return withJava(prose);
  }

  private boolean withRe2j(String searched) {
    for (Pattern pattern : re2j) {
      if (pattern.matcher(searched).find()) {
        return true;
      }
    }
    return containsTerm(searched);
  }

  private boolean withJava(String searched) {
    for (java.util.regex.Pattern pattern : java) {
      if (pattern.matcher(searched).find()) {
        return true;
      }
    }
    return containsTerm(searched);
  }

  private boolean containsTerm(String searched) {
    String lower = searched.toLowerCase(Locale.ROOT);
    for (String term : terms) {
      if (lower.contains(term)) {
        return true;
      }
    }
    return false;
  }

  private void require(String searched, boolean found) {
    if (patterns.matchesAny(searched) != found
        || withRe2j(searched) != found
        || withJava(searched) != found) {
      throw new IllegalStateException("expected " + found + " from all for: " + searched);
    }
  }
}
