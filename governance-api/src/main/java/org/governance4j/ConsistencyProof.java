package org.governance4j;

import java.util.List;

/**
 * Proves that a tree is the beginning of a larger one, so nothing was changed, removed or reordered
 * in between: RFC 6962 section 2.1.2, verified as in RFC 9162 section 2.1.4.2.
 *
 * <p>More generally, that a subtree {@code [start, oldSize)} stands at its place in a tree:
 * "subtree consistency proof" of Merkle Tree Certificates (draft-ietf-plants-merkle-tree-certs
 * section 4.4).
 *
 * <ul>
 *   <li>the sizes fix the length of the path; a proof of another length cannot be made
 *   <li>equal sizes have an empty path, and the roots must be equal
 *   <li>an old size of 0 has an empty path and never verifies: every tree extends the empty one, so
 *       such a proof would show nothing. A caller for whom it is a legal start, such as a witness
 *       that has not seen the log before, must decide that without a proof.
 *   <li>{@code [start, oldSize)} is a subtree if the start is a multiple of the smallest power of
 *       two that is at least {@code oldSize - start}; an empty one has an empty path and the root
 *       of the empty tree, and the root of the whole tree plays no part then
 *   <li>sizes reach to 2^63 - 1
 * </ul>
 *
 * <p>O(log n). Immutable, safe for any number of threads.
 *
 * @param start the first leaf of the older tree, 0 but for a subtree
 * @param oldSize the leaf after its last: the size of the older tree
 * @param newSize the number of leaves of the newer tree
 * @param path the hashes, in the order of the RFC or the draft
 */
public record ConsistencyProof(long start, long oldSize, long newSize, List<Digest> path) {
  /**
   * Takes a copy of the path.
   *
   * @throws ProofRejected unless {@code 0 <= start <= oldSize <= newSize}, {@code [start, oldSize)}
   *     is a subtree and the path has the length they demand
   */
  public ConsistencyProof {
    MerklePath.requireSubtree(start, oldSize);
    if (oldSize > newSize) {
      throw new ProofRejected(
          "A tree of size " + newSize + " cannot extend one of " + oldSize + ".");
    }
    path = List.copyOf(path);
    MerklePath.requireLength(length(start, oldSize, newSize), path);
  }

  /**
   * Takes a proof between two sizes of a tree.
   *
   * @throws ProofRejected unless {@code 0 <= oldSize <= newSize} and the path has the length they
   *     demand
   */
  public ConsistencyProof(long oldSize, long newSize, List<Digest> path) {
    this(0, oldSize, newSize, path);
  }

  /**
   * Returns if the tree with the new root begins with the tree with the old root.
   *
   * @throws ProofRejected if the proof leads to another old or new root, naming both, or if the old
   *     size is 0
   */
  public void verify(Digest oldRoot, Digest newRoot) {
    if (oldSize == 0) {
      throw new ProofRejected("Consistency with the empty tree shows nothing: the old size is 0.");
    }
    verifySubtree(oldRoot, newRoot);
  }

  /**
   * Returns if the subtree with that root stands at its place in the tree with the new root.
   *
   * @throws ProofRejected if the proof leads to another root of either, naming both
   */
  public void verifySubtree(Digest subtreeRoot, Digest newRoot) {
    if (start == oldSize) {
      MerklePath.requireEqual("root of the subtree", MerkleTree.emptyRoot(), subtreeRoot);
      return;
    }
    int level = level(start, oldSize, newSize);
    long first = start >> level;
    long node = (oldSize - 1) >> level;
    // The verifier knows the subtree's own root; any smaller node to climb from comes with the
    // path.
    boolean known = first == node;
    Digest seed = known ? subtreeRoot : path.get(0);
    List<Digest> siblings = known ? path : path.subList(1, path.size());
    MerklePath.Summit summit =
        MerklePath.climb(first, node, (newSize - 1) >> level, seed, siblings);
    MerklePath.requireEqual(
        start == 0 ? "older root" : "root of the subtree", summit.part(), subtreeRoot);
    MerklePath.requireEqual(start == 0 ? "newer root" : "root", summit.root(), newRoot);
  }

  private static int length(long start, long end, long treeSize) {
    if (start == end) {
      return 0;
    }
    int level = level(start, end, treeSize);
    int seed = start >> level == (end - 1) >> level ? 0 : 1;
    return seed + MerklePath.length((end - 1) >> level, (treeSize - 1) >> level);
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
