package org.governance4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs a test's work on several threads that start together. */
final class Threads {
  /** More than the cores of a small machine, so that threads are also interrupted midway. */
  static final int COUNT = 8;

  private static final long DEADLOCK_SECONDS = 120;

  private Threads() {}

  /** A thread's work. */
  interface Work<T> {
    T run(int thread) throws Exception;
  }

  /** The results of all threads, in the order of their numbers; fails if one of them failed. */
  static <T> List<T> each(Work<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(COUNT);
    try {
      CyclicBarrier start = new CyclicBarrier(COUNT);
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        int thread = i;
        calls.add(
            () -> {
              start.await();
              return work.run(thread);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : pool.invokeAll(calls, DEADLOCK_SECONDS, TimeUnit.SECONDS)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
