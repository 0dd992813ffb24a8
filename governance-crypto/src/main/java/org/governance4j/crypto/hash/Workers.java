package org.governance4j.crypto.hash;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Works through a list in its order with threads of its own, which end before the call does.
 *
 * <p>The first failure stops all of them and is thrown to the caller as it is. So is whatever the
 * caller's thread is interrupted for: the common pool of a service is not ours to fill. One run is
 * for one list.
 */
public final class Workers {

  /** A piece of work. */
  public interface Work {
    /** Does it; the first exception of any work stops all. */
    void run(Context context) throws IOException;
  }

  /** What one thread has to itself. */
  public static final class Context {
    private final Workers workers;
    private byte @Nullable [] buffer;

    private Context(Workers workers) {
      this.workers = workers;
    }

    /** The same array for each work on this thread. */
    byte[] buffer() {
      byte[] own = buffer;
      if (own == null) {
        own = new byte[FileBytes.BUFFER_BYTES];
        buffer = own;
      }
      return own;
    }

    /**
     * Ends this work if another failed or the caller was interrupted.
     *
     * @throws InterruptedIOException if so
     */
    public void goOn() throws InterruptedIOException {
      if (workers.failure.get() != null || Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("hashing was stopped");
      }
    }
  }

  private final List<? extends Work> list;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Workers(List<? extends Work> list) {
    this.list = list;
  }

  /**
   * Does all the work.
   *
   * @param threads at most so many; 1 is the caller's own
   * @throws InterruptedIOException if the caller is interrupted, which it stays
   * @throws IOException the first failure, if it is one; unchecked ones and errors likewise
   */
  public static void run(int threads, List<? extends Work> list) throws IOException {
    requirePositive(threads);
    Workers workers = new Workers(list);
    if (threads == 1 || list.size() <= 1) {
      workers.drain();
    } else {
      workers.fork(Math.min(threads, list.size()));
    }
    workers.rethrow();
  }

  static int requirePositive(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("the number of threads must be positive: " + threads);
    }
    return threads;
  }

  private void fork(int threads) {
    List<Thread> started = new ArrayList<>(threads);
    boolean interrupted = false;
    try {
      for (int i = 0; i < threads; i++) {
        Thread thread = new Thread(this::drain, "governance-hash-" + i);
        thread.setDaemon(true);
        thread.start();
        started.add(thread);
      }
    } catch (Throwable e) { // a process may have no more threads: those started must end
      failure.compareAndSet(null, e);
    }
    for (Thread thread : started) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          failure.compareAndSet(null, new InterruptedIOException("interrupted while hashing"));
          started.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    Context context = new Context(this);
    try {
      for (int i = next.getAndIncrement(); i < list.size(); i = next.getAndIncrement()) {
        context.goOn();
        list.get(i).run(context);
      }
    } catch (Throwable e) { // thrown to the caller, unless another failed first
      failure.compareAndSet(null, e);
    }
  }

  private void rethrow() throws IOException {
    Throwable e = failure.get();
    if (e instanceof IOException io) {
      throw io;
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    if (e != null) {
      throw new IllegalStateException("undeclared exception", e);
    }
  }
}
