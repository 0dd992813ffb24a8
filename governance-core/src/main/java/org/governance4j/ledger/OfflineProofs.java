package org.governance4j.ledger;

import org.governance4j.Checkpoint;
import org.governance4j.InclusionProof;
import org.governance4j.LedgerReader;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;

/**
 * Makes proofs that need neither the ledger nor a network any more: C2SP tlog-proof files.
 *
 * <p>Stateless; safe for any number of threads.
 */
public final class OfflineProofs {
  private OfflineProofs() {}

  /**
   * Proves an entry against the latest published checkpoint.
   *
   * @param reader any ledger, as it is being written or not
   * @param index 0 to the published size - 1
   * @return the proof; hold it against the entry and the log's key with {@link TlogProof#verify}
   * @throws IllegalArgumentException if no published entry has this index
   * @throws org.governance4j.LedgerUnavailable if the ledger cannot be read
   * @throws org.governance4j.LedgerCorrupted if the stored tree is malformed
   */
  public static TlogProof prove(LedgerReader reader, long index) {
    // One checkpoint for both: the ledger may publish the next one in between.
    SignedNote checkpoint = reader.checkpoint();
    long size = Checkpoint.parse(checkpoint.text()).size();
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "index must be below the published size " + size + ": " + index);
    }
    InclusionProof proof = reader.inclusionProof(index, size);
    return TlogProof.of(index, proof.path(), checkpoint);
  }
}
