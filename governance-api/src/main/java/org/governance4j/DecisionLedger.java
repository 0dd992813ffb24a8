package org.governance4j;

import java.util.concurrent.CompletableFuture;

/**
 * A tamper-evident log of human decisions and governance events, append-only, provable to third
 * parties: an RFC 6962 Merkle tree with signed checkpoints.
 *
 * <p>Safe for any number of threads. {@link #submit} never blocks; {@link #append} and {@link
 * #publish} wait for the disk. Entries of one thread keep their order.
 */
public interface DecisionLedger extends AutoCloseable {

  /** The log's name, unique in the world: the first line of its checkpoints. */
  String origin();

  /**
   * Queues an entry without blocking.
   *
   * @return completes when the entry is durable; completes exceptionally with {@link
   *     LedgerUnavailable} when it was not taken (already when this method returns) or when its
   *     outcome is unknown because a write failed, and with {@link IllegalArgumentException} when
   *     the entry is too large
   */
  CompletableFuture<Receipt> submit(Entry entry);

  /**
   * Appends an entry and waits until it is durable.
   *
   * @throws LedgerUnavailable if the ledger is closed, full or broken
   * @throws IllegalArgumentException if the entry is longer than {@link Entry#MAX_BYTES}
   */
  Receipt append(Entry entry);

  /**
   * Signs and publishes a checkpoint over every entry acknowledged so far.
   *
   * @return the signed checkpoint, as everybody can read it now
   * @throws LedgerUnavailable if it cannot be signed or written
   */
  SignedNote publish();

  /** A reader of what is published; close it separately. */
  LedgerReader reader();

  /** Whether entries are taken, and how many wait; {@code DOWN} once closed. */
  Health health();

  /** Writes what is queued, publishes a last checkpoint and releases everything. */
  @Override
  void close();

  /** A ledger that forgets every entry, and says so in its health. */
  static DecisionLedger none() {
    return NoLedger.INSTANCE;
  }
}
