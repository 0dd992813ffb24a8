package org.governance4j;

import java.util.List;

/**
 * Proves that the leaves from {@code start} to {@code end} of a tree are those of a subtree:
 * "subtree consistency proof" of Merkle Tree Certificates (draft-ietf-plants-merkle-tree-certs
 * section 4.4). With a start of 0 it is a {@link ConsistencyProof}.
 *
 * <ul>
 *   <li>{@code [start, end)} is a subtree if the start is a multiple of the smallest power of two
 *       that is at least {@code end - start}
 *   <li>the positions fix the length of the path; a proof of another length cannot be made
 *   <li>an empty subtree ({@code start == end}) has an empty path and the root of the empty tree;
 *       the root of the whole tree plays no part then
 *   <li>sizes reach to 2^63 - 1
 * </ul>
 *
 * <p>O(log n). Immutable, safe for any number of threads.
 *
 * @param start the first leaf of the subtree
 * @param end the leaf after its last
 * @param treeSize the number of leaves of the whole tree
 * @param path the hashes, in the order of the draft
 */
public record SubtreeConsistencyProof(long start, long end, long treeSize, List<Digest> path) {
  /**
   * Takes a copy of the path.
   *
   * @throws ProofRejected unless {@code [start, end)} is a subtree inside the tree and the path has
   *     the length they demand
   */
  public SubtreeConsistencyProof {
    MerklePath.requireSubtree(start, end);
    if (end > treeSize) {
      throw new ProofRejected(
          "[" + start + ", " + end + ") is not inside a tree of size " + treeSize + ".");
    }
    path = List.copyOf(path);
    MerklePath.requireLength(length(start, end, treeSize), path);
  }

  /**
   * Returns if the subtree with this root stands at its place in the tree with that root.
   *
   * @throws ProofRejected if the proof leads to another root of either, naming both
   */
  public void verify(Digest subtreeRoot, Digest root) {
    if (start == end) {
      MerklePath.requireEqual("root of the subtree", MerkleTree.emptyRoot(), subtreeRoot);
    } else {
      verify(start, end, treeSize, path, subtreeRoot, root);
    }
  }

  static int length(long start, long end, long treeSize) {
    if (start == end) {
      return 0;
    }
    int level = level(start, end, treeSize);
    int seed = start >> level == (end - 1) >> level ? 0 : 1;
    return seed + MerklePath.length((end - 1) >> level, (treeSize - 1) >> level);
  }

  /** Verifies a proof of the right length about a subtree that is not empty. */
  static void verify(
      long start, long end, long treeSize, List<Digest> path, Digest subtreeRoot, Digest root) {
    int level = level(start, end, treeSize);
    long first = start >> level;
    long node = (end - 1) >> level;
    // The verifier knows the subtree's own root; any smaller node to climb from comes with the
    // path.
    boolean known = first == node;
    Digest seed = known ? subtreeRoot : path.get(0);
    List<Digest> siblings = known ? path : path.subList(1, path.size());
    MerklePath.Summit summit =
        MerklePath.climb(first, node, (treeSize - 1) >> level, seed, siblings);
    MerklePath.requireEqual(
        start == 0 ? "older root" : "root of the subtree", summit.part(), subtreeRoot);
    MerklePath.requireEqual(start == 0 ? "newer root" : "root", summit.root(), root);
  }

  /**
   * The level of the node to climb from: the highest one that ends with the subtree's last leaf, is
   * the same in subtree and tree, and is not above the subtree. Going up from that leaf, a right
   * child's parent still ends there; a left child's parent holds newer leaves, unless the tree ends
   * here too.
   */
  private static int level(long start, long end, long treeSize) {
    long node = end - 1;
    int height = 64 - Long.numberOfLeadingZeros(start ^ node);
    return end == treeSize ? height : Math.min(height, Long.numberOfTrailingZeros(~node));
  }
}
