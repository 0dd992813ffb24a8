package org.governance4j;

import java.security.MessageDigest;
import java.util.List;

/**
 * The climb that all four kinds of proof share.
 *
 * <p>Look at one level of a tree: nodes 0..{@code last}, and our node somewhere among them. An odd
 * node has a left sibling, so the path brings its hash. An even node has a right sibling unless it
 * is the last; the last even node rises to the next level unchanged, and the path brings nothing.
 * Halving all numbers goes up one level, until {@code last} is 0 and our node is the root. So the
 * positions alone decide how many hashes a path has and on which side each stands, and a path of
 * another length is refused before anything is hashed.
 *
 * <p>A consistency proof makes the same climb from the last node of the older tree, and keeps a
 * second hash beside it that takes the left siblings only: what stands to the right is newer. For a
 * subtree, {@code first} is its first node on this level; a left sibling belongs to it while {@code
 * first < node}.
 *
 * <p>Positions go up to 2^63 - 1 and are only ever halved, so nothing overflows.
 */
final class MerklePath {
  /** The longest possible path: a leaf of a tree of 2^63 - 1 leaves has 63 siblings on its way. */
  static final int MAX_LENGTH = 63;

  private MerklePath() {}

  /** How many siblings the climb from {@code node} meets on a level that ends at {@code last}. */
  static int length(long node, long last) {
    int length = 0;
    for (; last > 0; node >>= 1, last >>= 1) {
      if ((node & 1) != 0 || node < last) {
        length++;
      }
    }
    return length;
  }

  /**
   * Climbs to the root.
   *
   * @param path begins with the first sibling and has exactly the length the positions demand
   * @return the hash of the part from {@code first} to {@code node}, and the root
   */
  static Summit climb(long first, long node, long last, Digest seed, List<Digest> path) {
    MessageDigest sha256 = Digest.sha256();
    Digest part = seed;
    Digest root = seed;
    int next = 0;
    for (; last > 0; first >>= 1, node >>= 1, last >>= 1) {
      if ((node & 1) != 0) {
        Digest left = path.get(next++);
        root = MerkleTree.nodeHash(sha256, left, root);
        if (first < node) {
          part = MerkleTree.nodeHash(sha256, left, part);
        }
      } else if (node < last) {
        root = MerkleTree.nodeHash(sha256, root, path.get(next++));
      }
    }
    return new Summit(part, root);
  }

  /** Refuses what is not a subtree: its start must be a multiple of the power of two it fits in. */
  static void requireSubtree(long start, long end) {
    long width = end - start;
    long ceiling = width <= 1 ? 1 : 1L << (64 - Long.numberOfLeadingZeros(width - 1));
    // For a width above 2^62 the ceiling is 2^63, a negative long, but ceiling - 1 is right again.
    if (start < 0 || width < 0 || (start & (ceiling - 1)) != 0) {
      throw new ProofRejected("[" + start + ", " + end + ") is not a subtree.");
    }
  }

  static void requireLength(int expected, List<Digest> path) {
    if (path.size() != expected) {
      throw new ProofRejected(
          "The proof must have " + expected + " hashes, found " + path.size() + ".");
    }
  }

  static void requireEqual(String what, Digest calculated, Digest expected) {
    if (!calculated.equals(expected)) {
      throw new ProofRejected(
          "The proof does not lead to the "
              + what
              + ": calculated "
              + calculated.hex()
              + ", expected "
              + expected.hex()
              + ".");
    }
  }

  /** Where a climb arrives. */
  record Summit(Digest part, Digest root) {}
}
