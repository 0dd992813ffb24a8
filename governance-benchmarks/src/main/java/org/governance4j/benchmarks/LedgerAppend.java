package org.governance4j.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How many entries of 200 bytes a second become durable when each writer waits for its own before
 * it goes on. The entries were encoded before; {@code ours} hashes and numbers them, puts them into
 * its tree and publishes, the peers do what stands at {@link BareFile}, {@link SqliteChain} and
 * {@link GitCommits}. What has been appended is counted in the end and must be there.
 *
 * <p>The writers are threads of their own that run through the whole of an iteration; one operation
 * is one entry. For the time that one entry takes see {@link LedgerAppendLatency}.
 *
 * <p>A peer that the machine does not have, or that cannot be given a slower disk, fails before it
 * is measured and has no row.
 *
 * <pre>./governance bench 'LedgerAppend\.' --quick</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LedgerAppend {
  private static final int COUNTED = 64;

  /** How many threads append. */
  @Param({"1", "64"})
  public int writers;

  /** How many milliseconds each fsync takes longer than the disk needs. */
  @Param({"0", "2", "8"})
  public int fsyncDelayMs;

  private Scratch scratch;
  private Appender appender;
  private Writers threads;

  /** Starts the subject. */
  @Setup
  public void start(BenchmarkParams params) throws Exception {
    scratch = Scratch.make();
    try {
      appender = Appender.start(params, scratch, Duration.ofMillis(fsyncDelayMs));
    } catch (Exception e) {
      scratch.close();
      throw e;
    }
    threads = new Writers(appender, LedgerEntries.encoded());
  }

  /** Starts the writers. */
  @Setup(Level.Iteration)
  public void write() {
    threads.start(writers);
  }

  /** Stops them. */
  @TearDown(Level.Iteration)
  public void rest() throws InterruptedException {
    threads.stop();
  }

  /** Requires that all is there, and removes it. */
  @TearDown
  public void stop() throws Exception {
    try {
      appender.require(threads.done());
    } finally {
      appender.close();
      scratch.close();
    }
  }

  /** The file ledger. */
  @Benchmark
  @OperationsPerInvocation(COUNTED)
  public void ours() {
    threads.await(COUNTED);
  }

  /** An fdatasync for each entry. */
  @Benchmark
  @OperationsPerInvocation(COUNTED)
  public void fdatasyncEach() {
    threads.await(COUNTED);
  }

  /** A hash chain in SQLite. */
  @Benchmark
  @OperationsPerInvocation(COUNTED)
  public void sqliteFull() {
    threads.await(COUNTED);
  }

  /** A signed commit for each entry. */
  @Benchmark
  @OperationsPerInvocation(COUNTED)
  public void gitCommit() {
    threads.await(COUNTED);
  }
}
