package org.governance4j.benchmarks;

import java.io.IOException;
import java.time.Duration;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A place where entries are kept, one at a time or many, each durable on return. */
interface Appender extends AutoCloseable {

  /** Returns when the entry is durable. Any number of threads. */
  void append(byte[] entry) throws Exception;

  /** Requires that so many entries are there. */
  void require(long entries) throws Exception;

  @Override
  void close() throws IOException;

  /**
   * Starts the subject that the running method is named after.
   *
   * @param delay what every fsync shall take longer
   * @throws IllegalStateException if this machine does not have it, or it cannot be slowed down
   */
  static Appender start(BenchmarkParams params, Scratch scratch, Duration delay) throws Exception {
    String benchmark = params.getBenchmark();
    String subject = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    switch (subject) {
      case "ours" -> {
        return new OurLedger(scratch.place("ledger"), delay);
      }
      case "fdatasyncEach" -> {
        return BareFile.growing(scratch.place("file"), delay);
      }
      case "fdatasyncInPlace" -> {
        return BareFile.inPlace(scratch.place("file"), delay);
      }
      default -> {
        if (!delay.isZero()) {
          throw new IllegalStateException(
              subject + " is absent at this delay: nothing can be put between it and its disk");
        }
        return subject.equals("sqliteFull")
            ? new SqliteChain(scratch.place("sqlite"))
            : new GitCommits(scratch.place("git"));
      }
    }
  }
}
