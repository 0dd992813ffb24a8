package org.governance4j.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the committer: entries, bounded in number and in bytes, in the order they came;
 * and requests to publish.
 *
 * <p>Any number of threads put in, none of them waits: the lock is held for a few instructions, by
 * the committer for the time it takes to move a batch out. One thread takes.
 */
final class CommitQueue {
  /** A batch ends with the entry that reaches this many bytes, its disclosures included. */
  static final int BATCH_BYTES = 1 << 20;

  /** How many bytes of entries and disclosures may wait; one entry always may, however large. */
  static final long WAITING_BYTES = 64 << 20;

  /** Longer than any ledger is open, in nanoseconds. */
  static final long FOREVER = TimeUnit.DAYS.toNanos(36_500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final int capacity;
  private final ArrayDeque<Waiting> entries = new ArrayDeque<>();
  private List<CompletableFuture<SignedNote>> publications = new ArrayList<>();
  private long waitingBytes;
  private boolean closing;
  private @Nullable LedgerUnavailable refusal;

  CommitQueue(int capacity) {
    this.capacity = capacity;
  }

  /** An entry and whoever waits for it. */
  record Waiting(Leaf leaf, CompletableFuture<Receipt> receipt) {}

  /**
   * What the committer does next.
   *
   * @param entries to be committed together, maybe none
   * @param publications to be answered after that
   * @param last whether nothing follows any more
   */
  record Batch(
      List<Waiting> entries, List<CompletableFuture<SignedNote>> publications, boolean last) {
    static final Batch NOTHING = new Batch(List.of(), List.of(), false);

    /** Fails everybody who still waits. */
    void fail(LedgerUnavailable reason) {
      entries.forEach(waiting -> waiting.receipt.completeExceptionally(reason));
      publications.forEach(publication -> publication.completeExceptionally(reason));
    }
  }

  /**
   * Puts an entry in.
   *
   * @throws LedgerUnavailable if there is no room, or nothing is taken any more
   */
  CompletableFuture<Receipt> offer(Leaf leaf) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    long weight = leaf.weight();
    lock.lock();
    try {
      requireOpen();
      if (entries.size() >= capacity) {
        throw new LedgerUnavailable(
            "the ledger's queue is full: " + capacity + " entries wait for the disk");
      }
      if (!entries.isEmpty() && waitingBytes + weight > WAITING_BYTES) {
        throw new LedgerUnavailable(
            "the ledger's queue is full: "
                + waitingBytes
                + " bytes wait for the disk, with "
                + weight
                + " more it would be above "
                + WAITING_BYTES);
      }
      entries.add(new Waiting(leaf, receipt));
      waitingBytes += weight;
      if (entries.size() == 1) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    return receipt;
  }

  /**
   * Asks for a checkpoint.
   *
   * @throws LedgerUnavailable if nothing is taken any more
   */
  CompletableFuture<SignedNote> publish() {
    CompletableFuture<SignedNote> publication = new CompletableFuture<>();
    lock.lock();
    try {
      requireOpen();
      publications.add(publication);
      work.signal();
    } finally {
      lock.unlock();
    }
    return publication;
  }

  private void requireOpen() {
    LedgerUnavailable reason = refusal;
    if (reason != null) {
      throw new LedgerUnavailable(String.valueOf(reason.getMessage()), reason.getCause());
    }
  }

  /** Takes nothing more; what is in will be done. */
  void close() {
    lock.lock();
    try {
      closing = true;
      if (refusal == null) {
        refusal = new LedgerUnavailable("the ledger is closed");
      }
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and fails everybody who waits. */
  void fail(LedgerUnavailable reason) {
    List<CompletableFuture<SignedNote>> asked;
    lock.lock();
    try {
      closing = true;
      refusal = reason;
      asked = publications;
      publications = List.of();
    } finally {
      lock.unlock();
    }
    // Outside the lock: this runs what others have hung on the futures. One at a time and into no
    // new list: what has failed may be the memory.
    for (Waiting next = poll(); next != null; next = poll()) {
      next.receipt.completeExceptionally(reason);
    }
    asked.forEach(publication -> publication.completeExceptionally(reason));
  }

  private @Nullable Waiting poll() {
    lock.lock();
    try {
      return entries.poll();
    } finally {
      lock.unlock();
    }
  }

  /** How many entries wait. */
  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to do.
   *
   * @param nanos the longest time to wait
   * @return maybe nothing, when the time is over
   */
  Batch take(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (entries.isEmpty() && publications.isEmpty() && !closing && left > 0) {
        left = work.awaitNanos(left);
      }
      List<Waiting> batch = new ArrayList<>(entries.size());
      long bytes = 0;
      while (bytes < BATCH_BYTES && !entries.isEmpty()) {
        Waiting next = entries.remove();
        bytes += next.leaf.weight();
        batch.add(next);
      }
      waitingBytes -= bytes;
      List<CompletableFuture<SignedNote>> asked = publications;
      publications = new ArrayList<>();
      return new Batch(batch, asked, closing && entries.isEmpty());
    } finally {
      lock.unlock();
    }
  }
}
