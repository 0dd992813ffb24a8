package org.governance4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that append one entry after another, each waiting until its own is durable. They go on
 * without regard to who counts: {@link #await} returns whenever so many more are done, so no writer
 * waits for another at the end of an operation.
 */
final class Writers {
  private final Appender appender;
  private final byte[][] entries;
  private final AtomicLong done = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;
  private volatile Throwable failure;
  private volatile long wanted;
  private volatile Thread counter;
  private long counted;

  Writers(Appender appender, byte[][] entries) {
    this.appender = appender;
    this.entries = entries;
  }

  void start(int writers) {
    counter = Thread.currentThread();
    counted = done.get();
    running = true;
    for (int i = 0; i < writers; i++) {
      int first = i * (entries.length / writers);
      threads.add(new Thread(() -> write(first), "writer " + i));
    }
    threads.forEach(Thread::start);
  }

  /** Returns when so many more entries are durable than at the last return, or the start. */
  void await(int more) {
    counter = Thread.currentThread();
    counted += more;
    wanted = counted;
    while (done.get() < counted && failure == null) {
      LockSupport.park(this);
    }
    if (failure != null) {
      throw new IllegalStateException("a writer failed", failure);
    }
  }

  /** Stops them; each finishes the entry it is at. */
  void stop() throws InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
  }

  /** How many entries are durable. */
  long done() {
    return done.get();
  }

  private void write(int first) {
    try {
      for (int i = first; running; i++) {
        appender.append(entries[i & (LedgerEntries.COUNT - 1)]);
        if (done.incrementAndGet() == wanted) {
          LockSupport.unpark(counter);
        }
      }
    } catch (Exception | Error e) {
      failure = e;
      LockSupport.unpark(counter);
    }
  }
}
