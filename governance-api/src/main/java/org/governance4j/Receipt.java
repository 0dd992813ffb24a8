package org.governance4j;

import java.util.Objects;

/**
 * Says that an entry is durably in a ledger.
 *
 * @param origin the ledger
 * @param index the entry's position, from 0
 * @param leafHash the entry's RFC 6962 leaf hash, to be held against an inclusion proof
 */
public record Receipt(String origin, long index, Digest leafHash) {
  /** Refuses nulls and a negative index. */
  public Receipt {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(leafHash, "leafHash");
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative: " + index);
    }
  }
}
