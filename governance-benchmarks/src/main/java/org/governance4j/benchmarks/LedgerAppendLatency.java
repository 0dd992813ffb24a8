package org.governance4j.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How long one writer waits until its entry of 200 bytes is durable; read the median and p99. The
 * same subjects as {@link LedgerAppend}, and {@code fdatasyncInPlace}: the bare file without the
 * cost of becoming longer.
 *
 * <pre>./governance bench LedgerAppendLatency --quick
 * ./governance bench LedgerAppendLatency --quick -- -t 64     # of 64 writers</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LedgerAppendLatency {

  /** How many milliseconds each fsync takes longer than the disk needs. */
  @Param({"0", "2", "8"})
  public int fsyncDelayMs;

  private final AtomicLong done = new AtomicLong();
  private Scratch scratch;
  private Appender appender;
  private byte[][] entries;

  /** What each writer is at. */
  @State(Scope.Thread)
  public static class Position {
    private int next;
  }

  /** Starts the subject. */
  @Setup
  public void start(BenchmarkParams params) throws Exception {
    entries = LedgerEntries.encoded();
    scratch = Scratch.make();
    try {
      appender = Appender.start(params, scratch, Duration.ofMillis(fsyncDelayMs));
    } catch (Exception e) {
      scratch.close();
      throw e;
    }
  }

  /** Requires that all is there, and removes it. */
  @TearDown
  public void stop() throws Exception {
    try {
      appender.require(done.get());
    } finally {
      appender.close();
      scratch.close();
    }
  }

  /** The file ledger. */
  @Benchmark
  public void ours(Position position) throws Exception {
    append(position);
  }

  /** A file that becomes longer, an fdatasync for each entry. */
  @Benchmark
  public void fdatasyncEach(Position position) throws Exception {
    append(position);
  }

  /** A file that has its length, an fdatasync for each entry. */
  @Benchmark
  public void fdatasyncInPlace(Position position) throws Exception {
    append(position);
  }

  /** A hash chain in SQLite. */
  @Benchmark
  public void sqliteFull(Position position) throws Exception {
    append(position);
  }

  /** A signed commit for each entry. */
  @Benchmark
  public void gitCommit(Position position) throws Exception {
    append(position);
  }

  private void append(Position position) throws Exception {
    appender.append(entries[position.next++ & (LedgerEntries.COUNT - 1)]);
    done.incrementAndGet();
  }
}
