package org.governance4j.crypto;

import java.util.List;
import org.governance4j.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a transparency log as a bundle claims it.
 *
 * @param at its place in the bundle, for messages
 * @param index in the log, over all its shards
 * @param logId which log
 * @param integratedTime in seconds since 1970; null if none is stated
 * @param promise the log's signature that it will include the entry, or null
 * @param body what is in the log, byte for byte
 */
record LogEntry(
    String at,
    long index,
    byte[] logId,
    String kind,
    String version,
    @Nullable Long integratedTime,
    byte @Nullable [] promise,
    @Nullable Proof proof,
    byte[] body) {

  /** Whether the log is of the generation that signs no promises and states no times. */
  boolean ofTiledLog() {
    return kind.equals("hashedrekord") && version.equals("0.0.2");
  }

  /**
   * That the entry is in the log.
   *
   * @param checkpoint the signed note, or null
   */
  record Proof(
      long index, long treeSize, Digest root, List<Digest> path, @Nullable String checkpoint) {}
}
