package org.governance4j.drift;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.governance4j.GovernanceException;
import org.jspecify.annotations.Nullable;

/**
 * Who does the work of a monitor: a daemon thread of its own, or whoever calls {@link #flush}. What
 * belongs to the worker is read by the worker, between two predictions, so that nothing it works on
 * needs a lock. Safe for any number of threads.
 */
final class MonitorRunner implements Runnable {

  private static final long SHORTEST_REST_NANOS = 50_000;
  private static final int DOUBLINGS = 5; // at most 1.6 ms, or what fills the ring
  private static final long NANOS_PER_PREDICTION = 200; // 5 million predictions/s
  private static final long CALLER_REST_NANOS = 20_000;

  private final String name;
  private final HandOver handOver;
  private final DriftWorker worker;
  private final long longestRestNanos;
  private final @Nullable Thread thread;
  private final Queue<FutureTask<?>> questions = new ConcurrentLinkedQueue<>();
  private final ReentrantLock here = new ReentrantLock();
  private volatile boolean asked;
  private volatile @Nullable Throwable death;

  /**
   * Makes a runner; a thread of its own begins with {@link #start}.
   *
   * @param name the model's name
   * @param manual whether there is no thread
   */
  MonitorRunner(String name, HandOver handOver, DriftWorker worker, boolean manual) {
    this.name = name;
    this.handOver = handOver;
    this.worker = worker;
    this.longestRestNanos =
        Math.max(SHORTEST_REST_NANOS, NANOS_PER_PREDICTION * handOver.capacity());
    this.thread = manual ? null : new Thread(this, "governance-drift-" + name);
  }

  void start() {
    if (thread != null) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Why the work cannot go on; null if it can. */
  @Nullable Throwable death() {
    return death;
  }

  /**
   * Works until the ring is closed and empty. Nobody wakes the worker on the serving path, so it
   * looks by itself, less often when idle. It never spins for the next prediction but lets some
   * gather: close behind a serving thread it would take every cache line from it that is just being
   * filled.
   */
  @Override
  public void run() {
    int idle = 0;
    try {
      while (true) {
        if (asked) {
          answer();
        }
        if (worker.step()) {
          idle = 0;
        } else if (handOver.closed() && handOver.done() == handOver.claimed()) {
          // The tail is looked at only here: the serving threads write to its cache line.
          worker.recordLosses(true);
          return;
        } else {
          if (idle > 0) {
            worker.recordLosses(false);
          }
          LockSupport.parkNanos(this, Math.min(SHORTEST_REST_NANOS << idle, longestRestNanos));
          idle = Math.min(idle + 1, DOUBLINGS);
        }
      }
    } catch (Throwable e) {
      death = e; // an Error out of a detector or the JVM: the end of this thread, seen by health()
    }
  }

  /** Returns when all that has a place in the ring now is processed. */
  void flush() {
    long position = handOver.claimed();
    if (thread == null) {
      workHere(position);
    } else if (Thread.currentThread() == thread) {
      throw new IllegalStateException("flush must not be called by the monitor's own worker");
    } else {
      awaitWorker(thread, position);
    }
  }

  /** Processes the rest of a closed ring. */
  void close() {
    if (thread == null) {
      if (death == null) {
        workHere(handOver.claimed());
      }
    } else if (Thread.currentThread() != thread) {
      LockSupport.unpark(thread);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks something that only the worker may read. */
  <T> T ask(Supplier<T> question) {
    Thread busy = thread;
    if (busy == null) {
      here.lock();
      try {
        return question.get();
      } finally {
        here.unlock();
      }
    }
    if (Thread.currentThread() == busy) {
      return question.get();
    }
    FutureTask<T> task = new FutureTask<>(question::get);
    questions.add(task);
    asked = true;
    boolean interrupted = false;
    while (!task.isDone()) {
      if (busy.isAlive()) {
        LockSupport.unpark(busy);
        LockSupport.parkNanos(this, CALLER_REST_NANOS);
        interrupted |= Thread.interrupted();
      } else {
        here.lock();
        try {
          answer();
        } finally {
          here.unlock();
        }
      }
    }
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new GovernanceException("the drift monitor of " + name + " cannot tell: " + e, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void answer() {
    asked = false;
    for (FutureTask<?> task = questions.poll(); task != null; task = questions.poll()) {
      task.run();
    }
  }

  private void workHere(long position) {
    here.lock();
    try {
      while (handOver.done() < position) {
        refuseIfDead();
        if (!worker.step()) {
          Thread.onSpinWait(); // a producer has its place and is just filling it
        }
      }
      worker.recordLosses(handOver.closed());
    } catch (Error e) {
      death = e;
      refuseIfDead();
    } finally {
      here.unlock();
    }
  }

  private void awaitWorker(Thread busy, long position) {
    boolean interrupted = false;
    while (handOver.done() < position) {
      if (!busy.isAlive() && handOver.done() < position) {
        refuseIfDead();
      }
      LockSupport.unpark(busy);
      LockSupport.parkNanos(this, CALLER_REST_NANOS);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseIfDead() {
    Throwable cause = death;
    if (cause != null) {
      throw new GovernanceException("the drift monitor of " + name + " died: " + cause, cause);
    }
  }
}
