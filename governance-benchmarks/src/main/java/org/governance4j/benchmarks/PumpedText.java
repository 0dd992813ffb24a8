package org.governance4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.governance4j.text.Regex;
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
 * Expressions on which backtracking engines take exponential or polynomial time, each on the text
 * of 64 KiB that makes them do so. One operation is one search, which finds nothing; it may take 50
 * ms at most. {@code java.util.regex} is not measured: on most of these it does not come back.
 *
 * <pre>./governance bench PumpedText</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PumpedText {
  private static final int LENGTH = 1 << 16;

  /** Expression, then what the text repeats. */
  @Param({
    "(x+x+)+y ~ x",
    "((a{1,4})+)+c ~ a",
    "(.*?,){11}P ~ 1,",
    "(a+){2,}b ~ a",
    "(a|b|ab)*c ~ ab",
    "(a+)+$ ~ a!",
    "(a|aa)+$ ~ a!",
    "(.*a){25} ~ a!b",
    "^(([a-z])+.)+[A-Z]([a-z])+$ ~ a",
    "(\\w+\\s?)*: ~ ab ",
    "(?i)(s+h+)*i*t{3}q ~ sh",
    "[ab]*[ab]*[ab]*c ~ ab"
  })
  public String family;

  private Regex regex;
  private String text;

  /** Makes the text. */
  @Setup
  public void prepare() {
    int at = family.indexOf(" ~ ");
    regex = Regex.compile(family.substring(0, at));
    String pump = family.substring(at + 3);
    text = pump.repeat(LENGTH / pump.length()) + "\u0000";
    if (family.startsWith("(.*a){25}")) {
      text = "a!b".repeat(24) + "b".repeat(LENGTH - 72);
    }
    if (ours()) {
      throw new IllegalStateException(family + " must not match");
    }
  }

  /** Our engine. */
  @Benchmark
  public boolean ours() {
    return regex.find(text);
  }
}
