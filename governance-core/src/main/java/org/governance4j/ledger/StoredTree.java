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
 * the RFC splits it. So a proof reads at most one tile per level and side of the tree; the last one
 * read of each level is kept, unless a {@link TileCache} keeps them all.
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

  /** The hash over neighbours in one tile, as many as a power of two from a multiple of it on. */
  private interface Subtrees {
    byte[] subtree(int level, long index, int slot, int count) throws IOException;
  }

  private final Subtrees subtrees;
  private final TreeHasher hasher;

  /** A tree whose tiles are read anew, but for the last one of each level. */
  StoredTree(Tiles tiles, TreeHasher hasher) {
    List<@Nullable Cached> last = new ArrayList<>();
    this.hasher = hasher;
    this.subtrees =
        (level, index, slot, count) -> hasher.fold(tile(last, tiles, level, index), slot, count);
  }

  /** A tree whose tiles are looked for in a cache first. */
  StoredTree(Tiles tiles, TreeHasher hasher, TileCache cache) {
    this.hasher = hasher;
    this.subtrees =
        (level, index, slot, count) ->
            cache.nodes(level, index, slot + count, tiles).subtree(slot, count);
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
      return subtrees.subtree(
          level, position / TilePath.FULL, (int) (position % TilePath.FULL), count);
    }
    long middle = from + split(width);
    byte[] pair = new byte[2 * TreeHasher.LENGTH];
    System.arraycopy(range(from, middle), 0, pair, 0, TreeHasher.LENGTH);
    System.arraycopy(range(middle, to), 0, pair, TreeHasher.LENGTH, TreeHasher.LENGTH);
    return hasher.fold(pair, 0, 2);
  }

  private static byte[] tile(List<@Nullable Cached> known, Tiles tiles, int level, long index)
      throws IOException {
    while (known.size() <= level) {
      known.add(null);
    }
    Cached last = known.get(level);
    if (last == null || last.index != index) {
      last = new Cached(index, tiles.hashes(level, index));
      known.set(level, last);
    }
    return last.hashes;
  }

  /** The largest power of two below n, for n of at least 2. */
  private static long split(long n) {
    return Long.highestOneBit(n - 1);
  }

  private record Cached(long index, byte[] hashes) {}
}
