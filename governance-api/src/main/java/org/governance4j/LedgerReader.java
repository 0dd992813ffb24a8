package org.governance4j;

import java.util.List;

/**
 * Reads a published ledger, from a directory, a database or over HTTP. It believes nothing: proofs
 * are made from what is stored and verify themselves against a checkpoint.
 *
 * <p>Safe for any number of threads; may block on I/O.
 */
public interface LedgerReader extends AutoCloseable {

  /**
   * The latest published checkpoint; open it with {@link Checkpoint#open} and the log's key.
   *
   * @throws LedgerUnavailable if there is none or it cannot be read
   * @throws NoteRejected if it is not a signed note
   */
  SignedNote checkpoint();

  /** How many entries the latest published checkpoint covers, by its own unverified word. */
  long size();

  /**
   * Published entries in order.
   *
   * @param from the first index, 0 to {@link #size()}
   * @param limit the most entries to return, at least 1
   * @return up to {@code limit} entries; fewer at the end, or as the storage finds convenient, but
   *     at least one if {@code from} is below the size
   * @throws IllegalArgumentException if a bound is broken; the message names it
   * @throws LedgerCorrupted if the stored entries are malformed
   * @throws LedgerUnavailable if they cannot be read
   */
  List<LedgerRecord> read(long from, int limit);

  /**
   * Proves that an entry is in the tree.
   *
   * @param index 0 to treeSize - 1
   * @param treeSize 1 to {@link #size()}
   * @throws IllegalArgumentException if a bound is broken; the message names it
   * @throws LedgerCorrupted if the stored tree is malformed
   * @throws LedgerUnavailable if it cannot be read
   */
  InclusionProof inclusionProof(long index, long treeSize);

  /**
   * Proves that the tree of one size is a prefix of a later one.
   *
   * @param oldSize 1 to newSize
   * @param newSize up to {@link #size()}
   * @throws IllegalArgumentException if a bound is broken; the message names it
   * @throws LedgerCorrupted if the stored tree is malformed
   * @throws LedgerUnavailable if it cannot be read
   */
  ConsistencyProof consistencyProof(long oldSize, long newSize);

  /** Releases files and connections. */
  @Override
  void close();

  /** A reader of an empty ledger. */
  static LedgerReader none() {
    return NoReader.INSTANCE;
  }
}
