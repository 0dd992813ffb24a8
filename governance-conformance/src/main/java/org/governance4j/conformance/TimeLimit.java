package org.governance4j.conformance;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs acts one after another on a thread of their own and waits for each only so long. A thread
 * that hangs is left behind, as a daemon, and the next act gets a new one.
 *
 * <p>For one thread.
 */
final class TimeLimit implements AutoCloseable {

  private final Duration limit;
  private ExecutorService worker = worker();

  TimeLimit(Duration limit) {
    this.limit = limit;
  }

  /**
   * Runs an act.
   *
   * @return what it threw, errors included, {@link Exceeded} if it did not end in time, or null
   * @throws Interrupted if this thread is interrupted before or while it waits; the interrupt is
   *     kept
   */
  @Nullable Throwable run(Act act) {
    if (Thread.currentThread().isInterrupted()) {
      // Waiting for what has ended already would not notice.
      throw new Interrupted(new InterruptedException());
    }
    Future<?> done =
        worker.submit(
            () -> {
              act.run();
              return null;
            });
    try {
      done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      worker.shutdownNow();
      worker = worker();
      return new Exceeded("no answer within " + limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted(e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }

  private static ExecutorService worker() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "conformance-case");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The run as a whole is to stop. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted(InterruptedException cause) {
      super("interrupted while a case was running", cause);
    }
  }

  /** An act did not end in time. */
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded(String message) {
      super(message);
    }
  }
}
