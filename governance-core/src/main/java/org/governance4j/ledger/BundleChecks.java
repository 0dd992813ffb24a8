package org.governance4j.ledger;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.governance4j.LedgerUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Checks the bundles of a log from the left to the right and hands them out in that order, though
 * several threads work ahead.
 *
 * <p>They take runs of {@link #RUN} bundles, and at most {@link #AHEAD} runs for each thread are
 * begun or wait to be handed out: what is held does not grow with the log. A run ends with its
 * first bundle that is not right. A log of one run, or one thread, is checked by the caller itself.
 *
 * <p>One thread calls.
 */
final class BundleChecks implements Closeable {
  private static final int RUN = 16;
  private static final int AHEAD = 3;

  private final Supplier<BundleCheck> checks;
  private final long bundles;
  private final int ahead;
  private final @Nullable ExecutorService workers;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ArrayDeque<Future<List<CheckedBundle>>> runs = new ArrayDeque<>();
  private final ArrayDeque<CheckedBundle> ready = new ArrayDeque<>();
  private long begun;
  private volatile boolean closed;

  /**
   * Begins to check.
   *
   * @param checks makes a check for each run
   * @param bundles how many bundles there are
   * @param threads how many threads may work, at least 1
   */
  BundleChecks(Supplier<BundleCheck> checks, long bundles, int threads) {
    this.checks = checks;
    this.bundles = bundles;
    int useful = (int) Math.min(threads, (bundles + RUN - 1) / RUN);
    this.ahead = AHEAD * useful;
    this.workers = useful > 1 ? Executors.newFixedThreadPool(useful, this::thread) : null;
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "ledger-verify-" + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * The next bundle; there must be one, and the one before it must have been right.
   *
   * @throws LedgerUnavailable if the calling thread is interrupted; its flag stays set
   */
  CheckedBundle next() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(null);
    }
    if (ready.isEmpty()) {
      ready.addAll(workers == null ? run(begin(1)) : take(workers));
    }
    return ready.remove();
  }

  private long begin(int count) {
    long first = begun;
    begun = Math.min(bundles, begun + count);
    return first;
  }

  private List<CheckedBundle> take(ExecutorService executor) {
    while (runs.size() < ahead && begun < bundles) {
      long first = begin(RUN);
      runs.add(executor.submit(() -> run(first)));
    }
    try {
      return runs.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("A check of bundles failed.", e.getCause());
    }
  }

  private List<CheckedBundle> run(long first) {
    BundleCheck check = checks.get();
    List<CheckedBundle> checked = new ArrayList<>();
    long end = workers == null ? first + 1 : Math.min(bundles, first + RUN);
    for (long bundle = first; bundle < end && !closed; bundle++) {
      CheckedBundle next = check.check(bundle);
      checked.add(next);
      if (!next.isRight()) {
        break;
      }
    }
    return checked;
  }

  private static LedgerUnavailable interrupted(@Nullable InterruptedException cause) {
    return new LedgerUnavailable("the verification was interrupted", cause);
  }

  /** Returns when no thread works any more. */
  @Override
  public void close() {
    closed = true;
    if (workers != null) {
      workers.shutdownNow();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
