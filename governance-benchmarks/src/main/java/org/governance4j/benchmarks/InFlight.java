package org.governance4j.benchmarks;

import java.util.concurrent.CompletableFuture;
import org.governance4j.Receipt;

/**
 * The last entries of one producer whose receipts may not have come yet. When there are as many as
 * the ledger takes, the producer waits until half of them are durable; so nothing is refused, and
 * it is not woken for each one.
 */
final class InFlight {
  /** How many there may be; the capacity of the ledger's queue. A power of two. */
  static final int CAPACITY = 1 << 15;

  private final CompletableFuture<?>[] receipts = new CompletableFuture<?>[CAPACITY];
  private long submitted;
  private long durable;

  /** Adds the next one; waits if there are too many. */
  void add(CompletableFuture<Receipt> receipt) {
    receipts[index(submitted++)] = receipt;
    if (submitted - durable == CAPACITY) {
      // Entries of one producer become durable in their order.
      long half = durable + CAPACITY / 2;
      receipts[index(half - 1)].join();
      durable = half;
    }
  }

  /** Waits until all are durable. */
  void settle() {
    for (; durable < submitted; durable++) {
      receipts[index(durable)].join();
    }
  }

  /** How many have been added. */
  long submitted() {
    return submitted;
  }

  private static int index(long at) {
    return (int) at & (CAPACITY - 1);
  }
}
