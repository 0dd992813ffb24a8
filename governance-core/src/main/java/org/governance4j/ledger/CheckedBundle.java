package org.governance4j.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What was found out about one bundle and the level-0 tile over it.
 *
 * @param bundle its index
 * @param leaves the leaf hashes of its entries that belong to the tree, 32 bytes each
 * @param root the hash over them
 * @param entryBytes how many bytes those entries have
 * @param files how many files were read and found right
 * @param good how many entries from the first on are entries
 * @param tile the hashes of the tile if they differ from the leaf hashes, otherwise null
 * @param failure why the bundle is not right, null if it is or if the tile differs
 */
record CheckedBundle(
    long bundle,
    byte[] leaves,
    byte[] root,
    long entryBytes,
    long files,
    int good,
    byte @Nullable [] tile,
    @Nullable Exception failure) {
  private static final byte[] NONE = {};

  /** A bundle that could not be read, or whose older versions are not right. */
  static CheckedBundle failed(long bundle, Exception failure) {
    return new CheckedBundle(bundle, NONE, NONE, 0, 0, 0, null, failure);
  }

  /** A bundle of which an entry is not the one whose hash stands in the tile, or is none. */
  static CheckedBundle different(long bundle, byte[] leaves, byte[] tile) {
    return new CheckedBundle(bundle, leaves, NONE, 0, 0, 0, tile, null);
  }

  /** How many entries of the bundle belong to the tree. */
  int width() {
    return leaves.length / TreeHasher.LENGTH;
  }

  /** Whether nothing is wrong with it. */
  boolean isRight() {
    return tile == null && failure == null;
  }
}
