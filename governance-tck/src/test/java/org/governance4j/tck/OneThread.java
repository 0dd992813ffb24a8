package org.governance4j.tck;

/** A fault that every toy can have, and that shows without luck: it serves only its own thread. */
final class OneThread {
  private final Thread owner = Thread.currentThread();

  void check() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("serves only the thread that made it");
    }
  }
}
