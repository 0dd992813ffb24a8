package org.governance4j;

import java.util.List;

/** The null object of {@link LedgerReader}. */
enum NoReader implements LedgerReader {
  INSTANCE;

  @Override
  public SignedNote checkpoint() {
    throw new LedgerUnavailable("no ledger is configured: there is no checkpoint");
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public List<LedgerRecord> read(long from, int limit) {
    if (from != 0 || limit < 1) {
      throw new IllegalArgumentException(
          "from must be 0 and limit at least 1 in an empty ledger: " + from + ", " + limit);
    }
    return List.of();
  }

  @Override
  public InclusionProof inclusionProof(long index, long treeSize) {
    throw new IllegalArgumentException("treeSize must be at most 0: " + treeSize);
  }

  @Override
  public ConsistencyProof consistencyProof(long oldSize, long newSize) {
    throw new IllegalArgumentException("newSize must be at most 0: " + newSize);
  }

  @Override
  public void close() {}
}
