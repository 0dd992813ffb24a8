package org.governance4j.ledger;

/**
 * From which sizes on something is done, in bytes.
 *
 * @param settle how much fills tiles before they are written together, to share the syncs of
 *     directories
 * @param segment how long a segment of the write-ahead log becomes before another is begun
 * @param step by how much a segment grows ahead of small writes, in zeros; 0 for never
 * @param backlog how much may be durable in the write-ahead log before it is in tiles; then commits
 *     wait
 * @param vault how long a segment of the vault becomes
 * @param signed how long the log of signed checkpoints becomes; recovery holds all of it against
 *     the tree
 * @param reserve what is set aside for the last checkpoint on a full disk
 */
record Limits(
    long settle, long segment, int step, long backlog, long vault, long signed, int reserve) {
  static final Limits DEFAULT =
      new Limits(2 << 20, 64 << 20, 1 << 20, 256L << 20, 1 << 20, 1 << 20, 1 << 20);

  Limits {
    // Commits that wait for the publication must not wait for one that waits for more of them.
    if (backlog < settle) {
      throw new IllegalArgumentException(
          "backlog must be at least settle = " + settle + ": " + backlog);
    }
  }
}
