package org.governance4j.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.governance4j.ledger.LedgerVerifier;
import org.governance4j.ledger.VerifiedLog;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The full verification of a ledger: every entry is read and hashed, every tile compared, the root
 * held against the signed checkpoint. The files are in the system's cache.
 *
 * <p>{@code typed} also requires that each entry is one of this library, which is strict JSON;
 * {@code foreign} takes any bytes, as the tools of others do.
 *
 * <pre>./governance bench LedgerVerify --quick</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class LedgerVerify {

  /** How many entries of 200 bytes there are. */
  @Param("1000000")
  public int entries;

  /** What the entries are held to. */
  @Param({"typed", "foreign"})
  public String content;

  private PublishedLedger ledger;
  private LedgerVerifier verifier;

  /** Writes the ledger. */
  @Setup
  public void write() throws IOException {
    ledger = new PublishedLedger(entries);
    verifier = LedgerVerifier.of(ledger.verifier);
    if (content.equals("foreign")) {
      verifier = verifier.withForeignEntries();
    }
  }

  /** Removes it. */
  @TearDown
  public void remove() throws IOException {
    ledger.close();
  }

  /** The whole of it. */
  @Benchmark
  public VerifiedLog ours() {
    VerifiedLog verified = verifier.verify(ledger.directory);
    if (verified.size() != entries) {
      throw new IllegalStateException(verified + " instead of " + entries);
    }
    return verified;
  }
}
