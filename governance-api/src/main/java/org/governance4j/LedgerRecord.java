package org.governance4j;

import java.util.Arrays;

/**
 * An entry as it stands in a ledger: its position and its exact bytes, which is what the leaf hash
 * covers. governance-json decodes them to an {@link Entry}.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class LedgerRecord {

  private final long index;
  private final byte[] bytes;

  /**
   * Makes a record.
   *
   * @param index position in the ledger, from 0
   * @param bytes the entry, copied
   */
  public LedgerRecord(long index, byte[] bytes) {
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative: " + index);
    }
    this.index = index;
    this.bytes = bytes.clone();
  }

  /** Position in the ledger, from 0. */
  public long index() {
    return index;
  }

  /** A copy of the entry's bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The RFC 6962 leaf hash of the bytes. */
  public Digest leafHash() {
    return MerkleTree.leafHash(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LedgerRecord that
        && index == that.index
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(index) + Arrays.hashCode(bytes);
  }
}
