package org.governance4j.tck;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what a piece of work allocates, for tests of what promises to allocate nothing.
 *
 * <p>A promise is about compiled code: run the work often enough to be compiled before it is
 * counted. Stateless, safe for any number of threads.
 */
public final class Allocation {

  private Allocation() {}

  /**
   * The bytes that the current thread allocates during the work, as the JVM accounts for them. What
   * other threads allocate does not count. Aborts the test, as a failed assumption does, if this
   * JVM does not account for allocations.
   *
   * @param work run once, by the current thread
   */
  public static long of(Runnable work) {
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
      return abort("this JVM does not account for allocations");
    }
    assumeTrue(
        threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled(),
        "this JVM does not account for allocations");
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    work.run();
    return threads.getThreadAllocatedBytes(thread) - before;
  }
}
