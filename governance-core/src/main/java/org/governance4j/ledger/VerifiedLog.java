package org.governance4j.ledger;

import java.util.List;
import org.governance4j.Digest;

/**
 * What {@link LedgerVerifier} has found to be true.
 *
 * @param origin the log's name, from the signed checkpoint
 * @param size how many entries it has
 * @param root the root over them, derived from the entries and equal to the signed one
 * @param entryBytes how many bytes the entries have together
 * @param files how many tiles and bundles were read and found right
 * @param keys the verifier keys from the pinned one to the one that signs now, which the log has
 *     led to; one if it never changed
 */
public record VerifiedLog(
    String origin, long size, Digest root, long entryBytes, long files, List<String> keys) {
  /** Takes a copy of the keys. */
  public VerifiedLog {
    keys = List.copyOf(keys);
  }

  /** The verifier key that signs now: the one to pin from here on. */
  public String key() {
    return keys.get(keys.size() - 1);
  }
}
