package org.governance4j.ledger;

/**
 * A tile together with the nodes of the tree above its hashes: every complete subtree of 2, 4, … of
 * its neighbours. A proof needs one of each height, and computing them is most of its cost.
 *
 * <p>Immutable; safe for any number of threads.
 */
final class TileNodes {
  private static final int HEIGHTS = 9;

  private final int width;
  private final byte[] nodes;

  /**
   * Computes the nodes.
   *
   * @param hashes 1 to 256 hashes, 32 bytes each
   */
  TileNodes(byte[] hashes, TreeHasher hasher) {
    this.width = hashes.length / TreeHasher.LENGTH;
    int count = 0;
    for (int height = 0; height < HEIGHTS; height++) {
      count += width >> height;
    }
    this.nodes = new byte[count * TreeHasher.LENGTH];
    System.arraycopy(hashes, 0, nodes, 0, width * TreeHasher.LENGTH);
    int below = 0;
    for (int height = 1; height < HEIGHTS; height++) {
      int at = below + (width >> (height - 1));
      for (int i = 0; i < width >> height; i++) {
        hasher.node(
            nodes, (below + 2 * i) * TreeHasher.LENGTH, nodes, (at + i) * TreeHasher.LENGTH);
      }
      below = at;
    }
  }

  /** How many hashes the tile has. */
  int width() {
    return width;
  }

  /**
   * The hash over neighbours.
   *
   * @param slot the first, a multiple of {@code count}
   * @param count how many, a power of two; all of them are in the tile
   */
  byte[] subtree(int slot, int count) {
    int height = Integer.numberOfTrailingZeros(count);
    int at = slot >> height;
    for (int lower = 0; lower < height; lower++) {
      at += width >> lower;
    }
    byte[] hash = new byte[TreeHasher.LENGTH];
    System.arraycopy(nodes, at * TreeHasher.LENGTH, hash, 0, TreeHasher.LENGTH);
    return hash;
  }
}
