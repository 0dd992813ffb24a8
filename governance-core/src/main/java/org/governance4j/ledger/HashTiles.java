package org.governance4j.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.Digest;
import org.governance4j.MerkleTree;
import org.jspecify.annotations.Nullable;

/**
 * The growing edge of a Merkle tree, in tiles.
 *
 * <p>A tile of level L holds 256 neighbours, each the root of a complete subtree of 256^L leaves.
 * Only the last tile of a level can be incomplete, and whatever lies left of it never changes
 * again; so the edge (at most 255 hashes per level, 8 KiB) is all a writer has to remember,
 * whatever the size of the tree. When a tile fills, it is handed to the sink, its root is appended
 * to the level above, and the level starts an empty one. Hence {@code size} in base 256 has the
 * widths of the incomplete tiles as its digits.
 *
 * <p>The root of the tree folds the edge from the bottom up: what the incomplete tile of a level
 * holds, together with the hash of the still smaller subtree that came up from below, is one tile's
 * worth of neighbours, and its hash goes up as the last, smaller neighbour of the next level. A
 * level with nothing to hold passes on what came.
 *
 * <p>O(1) amortised per leaf. One thread.
 */
final class HashTiles {
  /** Takes tiles as they fill, from the left to the right, a lower level first. */
  interface Sink {
    /** Takes the 8192 bytes of a full tile; they are the sink's to keep. */
    void full(TilePath path, byte[] hashes);
  }

  private final TreeHasher hasher;
  private final Sink sink;
  private final List<byte[]> edge = new ArrayList<>();
  private long size;

  HashTiles(TreeHasher hasher, Sink sink) {
    this.hasher = hasher;
    this.sink = sink;
  }

  /** The same tree, to grow apart from this one. */
  HashTiles copy(Sink other) {
    HashTiles copy = new HashTiles(hasher, other);
    edge.forEach(tile -> copy.edge.add(tile.clone()));
    copy.size = size;
    return copy;
  }

  /** How many leaves there are. */
  long size() {
    return size;
  }

  /** How many levels of tiles have or had a hash. */
  int levels() {
    return edge.size();
  }

  /** Appends a leaf. */
  void add(byte[] leafHash) {
    put(0, size, leafHash);
    size++;
  }

  /**
   * Appends the root of the next complete subtree of 256^level leaves, whose tiles exist already.
   *
   * @param level at least 1; the size must be a multiple of 256^level
   */
  void addSubtree(int level, byte[] root) {
    long leaves = 1L << (8 * level);
    if (size % leaves != 0) {
      throw new IllegalStateException(
          "no subtree of " + leaves + " leaves can follow leaf " + size);
    }
    put(level, size >>> (8 * level), root);
    size += leaves;
  }

  private void put(int level, long position, byte[] hash) {
    while (edge.size() <= level) {
      edge.add(new byte[TilePath.FULL * TreeHasher.LENGTH]);
    }
    byte[] tile = edge.get(level);
    int slot = (int) (position & (TilePath.FULL - 1));
    System.arraycopy(hash, 0, tile, slot * TreeHasher.LENGTH, TreeHasher.LENGTH);
    if (slot == TilePath.FULL - 1) {
      byte[] full = tile.clone();
      long index = position >>> 8;
      sink.full(new TilePath(level, index, TilePath.FULL), full);
      put(level + 1, index, hasher.fold(full, 0, TilePath.FULL));
    }
  }

  /** The hashes of the incomplete tile of a level, none if the last one is full. */
  byte[] edge(int level) {
    int width = width(level);
    return width == 0 ? new byte[0] : Arrays.copyOf(edge.get(level), width * TreeHasher.LENGTH);
  }

  /** How many hashes the incomplete tile of a level has: a digit of the size in base 256. */
  int width(int level) {
    return (int) (TilePath.hashes(level, size) & (TilePath.FULL - 1));
  }

  /** The root over all leaves. */
  Digest root() {
    byte @Nullable [] rising = null;
    for (int level = 0; level < edge.size(); level++) {
      int width = width(level);
      byte[] neighbours = Arrays.copyOf(edge.get(level), (width + 1) * TreeHasher.LENGTH);
      if (rising != null) {
        System.arraycopy(rising, 0, neighbours, width * TreeHasher.LENGTH, TreeHasher.LENGTH);
        width++;
      }
      if (width > 0) {
        rising = hasher.fold(neighbours, 0, width);
      }
    }
    return rising == null ? MerkleTree.emptyRoot() : Digest.of(rising);
  }
}
