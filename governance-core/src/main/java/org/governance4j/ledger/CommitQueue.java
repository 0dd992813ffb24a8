package org.governance4j.ledger;

import java.time.Clock;
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
import org.governance4j.TlogProof;
import org.governance4j.json.Loss;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the committer: entries, bounded in number and in bytes, in the order they came;
 * and requests to publish.
 *
 * <p>Any number of threads put in, none of them waits unless {@link Overflow#BLOCK} says so: the
 * lock is held for a few instructions, by the committer for the time it takes to move a batch out.
 * One thread takes.
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
  private final Condition room = lock.newCondition();
  private final int capacity;
  private final Overflow overflow;
  private final Clock clock;
  private final Losses losses = new Losses();
  private final ArrayDeque<Waiting> entries = new ArrayDeque<>();
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private long offered;
  private long taken;
  private long waitingBytes;
  private int wanted = 1;
  private boolean closing;
  private @Nullable LedgerUnavailable refusal;

  CommitQueue(int capacity, Overflow overflow, Clock clock) {
    this.capacity = capacity;
    this.overflow = overflow;
    this.clock = clock;
  }

  /**
   * An entry and whoever waits for it.
   *
   * @param proof to be completed too when it is published, or null
   */
  record Waiting(
      Leaf leaf,
      Acknowledgement when,
      CompletableFuture<Receipt> receipt,
      @Nullable CompletableFuture<TlogProof> proof) {

    void fail(LedgerUnavailable reason) {
      receipt.completeExceptionally(reason);
      if (proof != null) {
        proof.completeExceptionally(reason);
      }
    }
  }

  /** A request to publish, behind so many entries. */
  private record Request(long after, CompletableFuture<SignedNote> publication) {}

  /**
   * What the committer does next.
   *
   * @param entries to be committed together, maybe none
   * @param publications to be answered after that
   * @param loss to be recorded behind the entries, or null
   * @param last whether nothing follows any more
   */
  record Batch(
      List<Waiting> entries,
      List<CompletableFuture<SignedNote>> publications,
      @Nullable Loss loss,
      boolean last) {
    static final Batch NOTHING = new Batch(List.of(), List.of(), null, false);

    /** Fails everybody who still waits. */
    void fail(LedgerUnavailable reason) {
      entries.forEach(waiting -> waiting.fail(reason));
      publications.forEach(publication -> publication.completeExceptionally(reason));
    }
  }

  /**
   * Puts an entry in.
   *
   * @param type its type, if it is to be counted as lost
   * @param waiting the entry
   * @param mayBlock whether this thread may wait for room, if any may
   * @throws LedgerUnavailable if there is no room, or nothing is taken any more
   */
  void offer(String type, Waiting waiting, boolean mayBlock) {
    while (!offerNow(type, waiting, mayBlock)) {
      awaitRoom(waiting);
    }
  }

  /**
   * Puts an entry in if there is room for it.
   *
   * @return false if there is none and this thread may wait for it
   * @throws LedgerUnavailable as the other
   */
  boolean offerNow(String type, Waiting waiting, boolean mayBlock) {
    long weight = waiting.leaf.weight();
    lock.lock();
    try {
      requireOpen();
      if (isFull(weight)) {
        if (overflow == Overflow.BLOCK && mayBlock) {
          return false;
        }
        throw full(type, weight);
      }
      entries.add(waiting);
      offered++;
      waitingBytes += weight;
      if (entries.size() == wanted) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is room for an entry, which somebody else may take first.
   *
   * @throws LedgerUnavailable if nothing is taken any more
   */
  void awaitRoom(Waiting waiting) {
    long weight = waiting.leaf.weight();
    lock.lock();
    try {
      requireOpen();
      while (isFull(weight)) {
        room.awaitUninterruptibly();
        requireOpen();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(long weight) {
    return entries.size() >= capacity
        || (!entries.isEmpty() && waitingBytes + weight > WAITING_BYTES);
  }

  private LedgerUnavailable full(String type, long weight) {
    if (overflow == Overflow.DROP) {
      losses.count(type, clock.instant());
    }
    String why =
        entries.size() >= capacity
            ? capacity + " entries wait for the disk"
            : waitingBytes
                + " bytes wait for the disk, with "
                + weight
                + " more it would be above "
                + WAITING_BYTES;
    return new LedgerUnavailable("the ledger's queue is full: " + why);
  }

  /**
   * Asks for a checkpoint over everything that is in.
   *
   * @throws LedgerUnavailable if nothing is taken any more
   */
  CompletableFuture<SignedNote> publish() {
    CompletableFuture<SignedNote> publication = new CompletableFuture<>();
    lock.lock();
    try {
      requireOpen();
      requests.add(new Request(offered, publication));
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
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is taken any more. */
  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and fails everybody who waits. */
  void fail(LedgerUnavailable reason) {
    lock.lock();
    try {
      closing = true;
      refusal = reason;
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    // Outside the lock: this runs what others have hung on the futures. One at a time and into no
    // new list: what has failed may be the memory.
    for (Waiting next = poll(); next != null; next = poll()) {
      next.fail(reason);
    }
    for (Request next = pollRequest(); next != null; next = pollRequest()) {
      next.publication.completeExceptionally(reason);
    }
  }

  private @Nullable Waiting poll() {
    lock.lock();
    try {
      return entries.poll();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Request pollRequest() {
    lock.lock();
    try {
      return requests.poll();
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

  /** How many entries were given up since the ledger was opened. */
  long lost() {
    lock.lock();
    try {
      return losses.total();
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
    return take(nanos, 1, 0);
  }

  /**
   * Waits for something to do, and when there is something, a little longer for more.
   *
   * @param nanos the longest time to wait for anything
   * @param enough how many entries are worth no further wait
   * @param gather the longest time to wait for so many
   * @return maybe nothing, when the time is over
   */
  Batch take(long nanos, int enough, long gather) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (entries.isEmpty() && requests.isEmpty() && !closing && left > 0) {
        left = work.awaitNanos(left);
      }
      if (!entries.isEmpty()) {
        gather(Math.min(enough, capacity), gather);
      }
      return batch();
    } finally {
      lock.unlock();
    }
  }

  private void gather(int enough, long nanos) throws InterruptedException {
    wanted = enough;
    try {
      long left = nanos;
      while (entries.size() < enough && requests.isEmpty() && !closing && left > 0) {
        left = work.awaitNanos(left);
      }
    } finally {
      wanted = 1;
    }
  }

  private Batch batch() {
    // First made, then taken out: if there is no memory for it, everybody still waits here, where
    // they are found and told.
    List<Waiting> batch = new ArrayList<>(Math.min(entries.size(), 1 << 13));
    long bytes = 0;
    for (Waiting next : entries) {
      if (bytes >= BATCH_BYTES) {
        break;
      }
      bytes += next.leaf.weight();
      batch.add(next);
    }
    long after = taken + batch.size();
    List<CompletableFuture<SignedNote>> publications = new ArrayList<>();
    for (Request request : requests) {
      if (request.after <= after) {
        publications.add(request.publication);
      }
    }
    boolean last = closing && batch.size() == entries.size();
    Batch made = new Batch(batch, publications, losses.take(), last);
    for (int i = batch.size(); i > 0; i--) {
      entries.remove();
    }
    for (int i = publications.size(); i > 0; i--) {
      requests.remove();
    }
    waitingBytes -= bytes;
    taken = after;
    if (overflow == Overflow.BLOCK && !batch.isEmpty()) {
      room.signalAll();
    }
    return made;
  }
}
