package org.governance4j.guard;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that does the same work again and again, at least once in an interval. */
final class Background implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Runnable work;
  private final long intervalNanos;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable String failure;

  /**
   * Does not start yet.
   *
   * @param work may fail; then it is tried again
   * @param interval how long nothing needs to happen, cut to a second
   */
  Background(String name, Runnable work, Duration interval) {
    this.work = work;
    this.intervalNanos = (interval.compareTo(LONGEST) < 0 ? interval : LONGEST).toNanos();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** There is something to do now. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Why the work does not go on, or null while it does. */
  @Nullable String failure() {
    String last = failure;
    return last == null && !stopped && thread.getState() == Thread.State.TERMINATED
        ? "its thread is dead"
        : last;
  }

  private void run() {
    while (!stopped) {
      // An interrupt would make every wait return at once, and nobody has a reason for one.
      if (Thread.interrupted()) {
        LOG.warn("{}: an interrupt is ignored", Thread.currentThread().getName());
      }
      once();
      if (!stopped) {
        LockSupport.parkNanos(this, intervalNanos);
      }
    }
  }

  private void once() {
    try {
      work.run();
      failure = null;
    } catch (Throwable e) {
      // By its class only: the message may quote a prediction.
      failure = e.getClass().getName();
      LOG.error("{} failed: {}", Thread.currentThread().getName(), e.getClass().getName());
    }
  }

  /**
   * Returns when the thread has ended, unless it is the caller; the last work is the caller's to
   * do.
   */
  @Override
  public void close() {
    stopped = true;
    if (Thread.currentThread() == thread) {
      // Its own work has closed it, and it ends when that returns.
      return;
    }
    wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
