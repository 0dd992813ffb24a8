package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.DriftDetector;
import org.jspecify.annotations.Nullable;

/**
 * Runs detectors on simulated streams without a change. Every run has a stream of its own that
 * depends on the seed and its number alone: not on the number of threads, and not on the
 * configuration, so that two configurations are compared on the same streams.
 */
final class RunLength {

  /** First a small one, as many runs end early. */
  private static final int BATCH = 256;

  /** No run has this length. */
  private static final long UNKNOWN = 0;

  private final StreamModel model;
  private final long cap;
  private final long seed;

  RunLength(StreamModel model, long cap, long seed) {
    this.model = model;
    this.cap = cap;
    this.seed = seed;
  }

  /** The length of each run up to its alarm; negated if there was none before the cap. */
  long[] lengths(DetectorConfig config, int runs, int threads) {
    long[] lengths = new long[runs];
    simulate(config, lengths, threads, Long.MAX_VALUE);
    return lengths;
  }

  /** The same, but null as soon as all runs together are longer than a limit. */
  long @Nullable [] lengths(DetectorConfig config, int runs, int threads, long limit) {
    long[] lengths = new long[runs];
    return simulate(config, lengths, threads, limit) ? lengths : null;
  }

  /**
   * The lengths at a level between two others whose lengths are known. A run that is as long at
   * both is so between them, and is not simulated again: alarms come later as the level rises.
   */
  long[] between(DetectorConfig config, long[] lower, long[] higher, int threads) {
    long[] lengths = new long[lower.length];
    for (int run = 0; run < lengths.length; run++) {
      lengths[run] = lower[run] == higher[run] ? lower[run] : UNKNOWN;
    }
    simulate(config, lengths, threads, Long.MAX_VALUE);
    return lengths;
  }

  /**
   * Fills in the lengths that are not known.
   *
   * @return false if there were more values than the limit, whatever the number of threads
   */
  private boolean simulate(DetectorConfig config, long[] lengths, int threads, long limit) {
    int runs = lengths.length;
    AtomicInteger next = new AtomicInteger();
    AtomicLong left = new AtomicLong(limit);
    if (threads == 1) {
      work(config, lengths, next, left);
      return left.get() >= 0;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, runs));
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, runs); i++) {
        parts.add(workers.submit(() -> work(config, lengths, next, left)));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while simulating", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("cannot simulate " + config.name(), e.getCause());
    } finally {
      // The other workers end with the run they are in.
      next.set(runs);
      workers.shutdownNow();
    }
    return left.get() >= 0;
  }

  private void work(DetectorConfig config, long[] lengths, AtomicInteger next, AtomicLong left) {
    double[] batch = new double[BATCH];
    for (int run = next.getAndIncrement(); run < lengths.length; run = next.getAndIncrement()) {
      if (lengths[run] == UNKNOWN) {
        lengths[run] = run(config, new Sampler(model, new Xoshiro(seed, run)), batch);
        if (left.addAndGet(-Math.abs(lengths[run])) < 0) {
          return;
        }
      }
    }
  }

  private long run(DetectorConfig config, Sampler sampler, double[] batch) {
    DriftDetector detector = config.start();
    long taken = 0;
    while (taken < cap) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while simulating");
      }
      sampler.fill(batch);
      int count = (int) Math.min(batch.length, cap - taken);
      for (int i = 0; i < count; i++) {
        int status = detector.update(batch[i]);
        if ((status & (DriftDetector.DRIFT | DriftDetector.REFUSED)) != 0) {
          if (status == DriftDetector.REFUSED) {
            throw new IllegalArgumentException(
                config.name() + " refuses values of the model " + model.text() + ": " + batch[i]);
          }
          return taken + i + 1;
        }
      }
      taken += count;
    }
    return -taken;
  }
}
