package org.governance4j.drift;

import java.lang.management.ManagementFactory;

/** Counts what the current thread allocates, as the JVM accounts for it. */
final class Allocation {

  private Allocation() {}

  static long of(Runnable work) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    work.run();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }
}
