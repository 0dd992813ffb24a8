package org.governance4j.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.governance4j.BoundPolicy;
import org.governance4j.Prediction;

/**
 * Times a policy: the same predictions over and over on one thread, in rounds.
 *
 * <p>One thread.
 */
final class Rounds {
  private final BoundPolicy policy;
  private final Prediction[] predictions;
  private final LongSupplier nanoTime;

  Rounds(BoundPolicy policy, List<Prediction> predictions, LongSupplier nanoTime) {
    this.policy = policy;
    this.predictions = predictions.toArray(Prediction[]::new);
    this.nanoTime = nanoTime;
  }

  /**
   * What was measured.
   *
   * @param nanos per verdict, of each round
   * @param verdictsPerRound how many a round made
   * @param bytes allocated per verdict over all rounds
   */
  record Result(double[] nanos, long verdictsPerRound, double bytes) {}

  /**
   * Judges for at least the time of the warm-up, which also finds out how many passes over the
   * predictions fill a round, and then measures.
   *
   * @param done hears how many rounds are done
   * @throws NotDone if the policy answers otherwise from one pass to another, or this JVM does not
   *     count what a thread allocates
   */
  Result measure(long warmUpNanos, int rounds, long roundNanos, IntConsumer done) {
    long allowed = pass(1);
    long passes = warmUp(warmUpNanos, roundNanos, allowed);
    double[] nanos = new double[rounds];
    long verdicts = passes * predictions.length;
    ThreadMXBean meter = meter();
    double bytes = 0;
    for (int i = 0; i < rounds; i++) {
      long bytesBefore = meter.getCurrentThreadAllocatedBytes();
      long before = nanoTime.getAsLong();
      long found = pass(passes);
      long after = nanoTime.getAsLong();
      bytes += meter.getCurrentThreadAllocatedBytes() - bytesBefore;
      requireSame(allowed * passes, found);
      nanos[i] = (double) (after - before) / verdicts;
      done.accept(i + 1);
    }
    return new Result(nanos, verdicts, bytes / verdicts / rounds);
  }

  private long warmUp(long warmUpNanos, long roundNanos, long allowed) {
    long start = nanoTime.getAsLong();
    long passes = 1;
    while (true) {
      long before = nanoTime.getAsLong();
      requireSame(allowed * passes, pass(passes));
      long after = nanoTime.getAsLong();
      long took = Math.max(1, after - before);
      if (took < roundNanos / 2) {
        passes *= 2;
      } else if (after - start >= warmUpNanos) {
        return Math.max(1, Math.round((double) passes * roundNanos / took));
      }
    }
  }

  /** The count of plain permissions, so that no verdict is computed in vain. */
  private long pass(long times) {
    long allowed = 0;
    for (long i = 0; i < times; i++) {
      for (Prediction prediction : predictions) {
        allowed += policy.evaluate(prediction).allowed() ? 1 : 0;
      }
    }
    return allowed;
  }

  private static void requireSame(long expected, long found) {
    if (expected != found) {
      throw new NotDone("the policy does not answer the same each time: its time says nothing");
    }
  }

  private static ThreadMXBean meter() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.isThreadAllocatedMemorySupported()) {
      threads.setThreadAllocatedMemoryEnabled(true);
      return threads;
    }
    throw new NotDone("this JVM does not count what a thread allocates");
  }
}
