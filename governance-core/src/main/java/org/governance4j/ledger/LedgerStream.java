package org.governance4j.ledger;

import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.LedgerReader;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamHead;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as one of its producers sees it: every entry gets the next place in the producer's
 * stream ({@code stream}, {@code seq}, {@code prev}), so that one that is missing later is seen to
 * be missing.
 *
 * <p>Entries are stamped under a lock in the order in which the ledger's queue takes them. The
 * stream advances only when the queue has taken an entry; one that is refused leaves no gap.
 *
 * <p>An entry with an idempotency key is refused here: were it a repetition, its place in the
 * stream would stay empty. Such entries are appended to the ledger itself.
 *
 * <p>Closing a stream closes nothing: the ledger belongs to whoever opened it.
 */
final class LedgerStream implements DecisionLedger {

  /** What a stream needs of its ledger. */
  interface Host {
    /** The ledger itself, for everything but entries. */
    DecisionLedger ledger();

    /**
     * Queues an entry that is encoded already, without waiting.
     *
     * @return null if there is no room for it and this thread may wait for some
     * @throws RuntimeException if it is not taken; nothing of it will be in the ledger then
     */
    @Nullable CompletableFuture<Receipt> offer(StreamHead.Stamped stamped);

    /** Waits until there is room for an entry, which somebody else may take first. */
    void awaitRoom(StreamHead.Stamped stamped);

    /** Throws if this thread must not wait for the ledger. */
    void requireOtherThread();
  }

  private final Host host;
  private final EntryCodec codec;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private StreamHead head;

  /**
   * Makes the view. There must be one per stream and ledger.
   *
   * @param head where the stream stands
   */
  LedgerStream(Host host, StreamHead head, EntryCodec codec, Clock clock) {
    this.host = host;
    this.head = head;
    this.codec = codec;
    this.clock = clock;
  }

  /** Where the stream stands, entries that wait for the disk included. */
  StreamHead head() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    Objects.requireNonNull(entry, "entry");
    try {
      return offer(entry);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Receipt append(Entry entry) {
    Objects.requireNonNull(entry, "entry");
    host.requireOtherThread();
    return FileLedger.await(offer(entry));
  }

  private CompletableFuture<Receipt> offer(Entry entry) {
    if (entry.attributes().get(EntryKeys.IDEMPOTENCY) != null) {
      throw new IllegalArgumentException(
          entry
              + " has an idempotency key; an entry of a stream has its place instead, append it to"
              + " the ledger itself");
    }
    while (true) {
      StreamHead.Stamped refused;
      lock.lock();
      try {
        // Inside the lock: times ascend with places.
        Entry timed =
            entry.time() == null ? entry.toBuilder().time(clock.instant()).build() : entry;
        StreamHead.Stamped stamped = head.stamp(timed, codec);
        CompletableFuture<Receipt> receipt = host.offer(stamped);
        if (receipt != null) {
          head = stamped.next();
          return receipt;
        }
        refused = stamped;
      } finally {
        lock.unlock();
      }
      // Outside the lock: the thread that makes room may be submitting to this stream itself.
      host.awaitRoom(refused);
    }
  }

  @Override
  public String origin() {
    return host.ledger().origin();
  }

  @Override
  public SignedNote publish() {
    return host.ledger().publish();
  }

  @Override
  public LedgerReader reader() {
    return host.ledger().reader();
  }

  @Override
  public Health health() {
    return host.ledger().health();
  }

  @Override
  public void close() {}

  /** Names the stream. */
  @Override
  public String toString() {
    return "LedgerStream[" + head().name() + " of " + host.ledger() + "]";
  }
}
