package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.MerkleTree;
import org.jspecify.annotations.Nullable;

/**
 * A Merkle tree that lies in tiles: its roots and proofs, by RFC 6962 section 2.1.
 *
 * <p>A proof consists of hashes of ranges of leaves. A range that is a complete subtree of 2^h
 * leaves lies in one tile of level h / 8, as 2^(h mod 8) neighbours; any other range is split where
 * the RFC splits it. So a proof reads at most one tile per level and side of the tree, and the last
 * one read of each level is kept.
 *
 * <p>One use, one thread.
 */
final class StoredTree {
  /** Where tiles come from. */
  interface Tiles {
    /**
     * At least the hashes that the tree has in this tile, 32 bytes each.
     *
     * @throws org.governance4j.LedgerCorrupted if there is no such tile or it has another length
     */
    byte[] hashes(int level, long index) throws IOException;
  }

  private final Tiles tiles;
  private final TreeHasher hasher;
  private final List<@Nullable Cached> cache = new ArrayList<>();

  StoredTree(Tiles tiles, TreeHasher hasher) {
    this.tiles = tiles;
    this.hasher = hasher;
  }

  /** The root over the first leaves. */
  Digest root(long size) throws IOException {
    return size == 0 ? MerkleTree.emptyRoot() : Digest.of(range(0, size));
  }

  /** {@code PATH(index, D[size])} of RFC 6962 section 2.1.1. */
  InclusionProof inclusion(long index, long size) throws IOException {
    List<Digest> path = new ArrayList<>();
    path(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  /** {@code PROOF(oldSize, D[newSize])} of RFC 6962 section 2.1.2. */
  ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    List<Digest> path = new ArrayList<>();
    subproof(oldSize, 0, newSize, true, path);
    return new ConsistencyProof(oldSize, newSize, path);
  }

  private void path(long index, long from, long to, List<Digest> path) throws IOException {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      path(index, from, middle, path);
      path.add(Digest.of(range(middle, to)));
    } else {
      path(index, middle, to, path);
      path.add(Digest.of(range(from, middle)));
    }
  }

  /** {@code known} is the flag b of the RFC: whether the verifier has the hash of this range. */
  private void subproof(long old, long from, long to, boolean known, List<Digest> path)
      throws IOException {
    if (old == to) {
      if (!known) {
        path.add(Digest.of(range(from, to)));
      }
      return;
    }
    long middle = from + split(to - from);
    if (old <= middle) {
      subproof(old, from, middle, known, path);
      path.add(Digest.of(range(middle, to)));
    } else {
      subproof(old, middle, to, false, path);
      path.add(Digest.of(range(from, middle)));
    }
  }

  /** {@code MTH(D[from:to])}; {@code from} is a multiple of the power of two the range fits in. */
  private byte[] range(long from, long to) throws IOException {
    long width = to - from;
    if (Long.bitCount(width) == 1) {
      int height = Long.numberOfTrailingZeros(width);
      int level = height / 8;
      int count = 1 << (height % 8);
      long position = from >>> (8 * level);
      byte[] tile = tile(level, position / TilePath.FULL);
      return hasher.fold(tile, (int) (position % TilePath.FULL), count);
    }
    long middle = from + split(width);
    byte[] pair = new byte[2 * TreeHasher.LENGTH];
    System.arraycopy(range(from, middle), 0, pair, 0, TreeHasher.LENGTH);
    System.arraycopy(range(middle, to), 0, pair, TreeHasher.LENGTH, TreeHasher.LENGTH);
    return hasher.fold(pair, 0, 2);
  }

  private byte[] tile(int level, long index) throws IOException {
    while (cache.size() <= level) {
      cache.add(null);
    }
    Cached last = cache.get(level);
    if (last == null || last.index != index) {
      last = new Cached(index, tiles.hashes(level, index));
      cache.set(level, last);
    }
    return last.hashes;
  }

  /** The largest power of two below n, for n of at least 2. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  private record Cached(long index, byte[] hashes) {}
}
