package org.governance4j.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.governance4j.Digest;

/**
 * The first 128 bits of the SHA-256 of an idempotency key in UTF-8: what the index has of it.
 * Ordered as one unsigned number.
 */
record IndexKey(long high, long low) implements Comparable<IndexKey> {

  static IndexKey of(String key) {
    ByteBuffer hash = ByteBuffer.wrap(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).bytes());
    return new IndexKey(hash.getLong(), hash.getLong());
  }

  @Override
  public int compareTo(IndexKey other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }
}
