package org.governance4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.BenchLedger;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * How long a ledger takes to open after a crash that left all of its entries in the write-ahead log
 * and none in a tile: until it takes the next entry. Each time a fresh copy, which has reached the
 * disk and is in the system's cache. Afterwards all entries must be published.
 *
 * <pre>./governance bench LedgerRecovery --quick</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(1)
public class LedgerRecovery {

  /** How many entries of 200 bytes are recovered. */
  @Param("1000000")
  public int entries;

  private final SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
  private final FileLedgerConfig config =
      FileLedgerConfig.defaults().withPublishInterval(Duration.ZERO);
  private Scratch scratch;
  private FileLedger ledger;

  /** Makes what the crash left. */
  @Setup
  public void crash() throws IOException {
    scratch = Scratch.make();
    BenchLedger.crash(
        scratch.place("running"),
        scratch.place("crashed"),
        OurLedger.ORIGIN,
        key,
        LedgerEntries.encoded(),
        entries);
    scratch.clear("running");
  }

  /** Copies it. */
  @Setup(Level.Invocation)
  public void copy() throws IOException {
    BenchLedger.copy(scratch.place("crashed"), scratch.place("ledger"));
  }

  /** Requires that nothing was lost, and removes the copy. */
  @TearDown(Level.Invocation)
  public void check() throws IOException {
    long size = OurLedger.publishedSize(ledger);
    if (size != entries) {
      throw new IllegalStateException(size + " entries recovered of " + entries);
    }
    ledger.close();
    scratch.clear("ledger");
  }

  /** Removes the rest. */
  @TearDown
  public void remove() throws IOException {
    scratch.close();
  }

  /** Until the ledger is open. */
  @Benchmark
  public FileLedger ours() {
    ledger = FileLedger.open(scratch.place("ledger"), key, config);
    return ledger;
  }
}
