package org.governance4j;

import java.util.List;

/**
 * Proves that a leaf stands at an index of a Merkle tree: the audit path of RFC 6962 section 2.1.1,
 * verified as in RFC 9162 section 2.1.3.2.
 *
 * <ul>
 *   <li>the path begins with the leaf's sibling and ends with the root's child
 *   <li>index and size fix its length; a proof of another length cannot be made
 *   <li>the only leaf of a tree of size 1 has an empty path
 *   <li>sizes reach to 2^63 - 1
 * </ul>
 *
 * <p>The proof says nothing about who vouches for the root: take that from a {@link Checkpoint}.
 * O(log n). Immutable, safe for any number of threads.
 *
 * @param index the leaf's position, from 0
 * @param treeSize the number of leaves of the tree
 * @param path the siblings, from the leaf up
 */
public record InclusionProof(long index, long treeSize, List<Digest> path) {
  /**
   * Takes a copy of the path.
   *
   * @throws ProofRejected unless {@code 0 <= index < treeSize} and the path has the length they
   *     demand
   */
  public InclusionProof {
    if (index < 0 || index >= treeSize) {
      throw new ProofRejected("No leaf " + index + " in a tree of size " + treeSize + ".");
    }
    path = List.copyOf(path);
    MerklePath.requireLength(MerklePath.length(index, treeSize - 1), path);
  }

  /**
   * A proof that a leaf of a tree is in the subtree {@code [start, end)}: "subtree inclusion proof"
   * of Merkle Tree Certificates (draft-ietf-plants-merkle-tree-certs section 4.3), which is the
   * proof in the subtree taken as a tree of its own.
   *
   * @param index the leaf's position in the whole tree
   * @param start the first leaf of the subtree
   * @param end the leaf after its last
   * @param path the siblings, from the leaf up
   * @throws ProofRejected unless {@code [start, end)} is a subtree with the index inside and the
   *     path has the length they demand
   */
  public static InclusionProof ofSubtree(long index, long start, long end, List<Digest> path) {
    MerklePath.requireSubtree(start, end);
    return new InclusionProof(index - start, end - start, path);
  }

  /** The root to which this proof leads from the leaf hash. */
  public Digest rootFor(Digest leafHash) {
    return MerklePath.climb(index, index, treeSize - 1, leafHash, path).root();
  }

  /**
   * Returns if the leaf is in the tree with this root.
   *
   * @param leafHash {@link MerkleTree#leafHash} of the entry
   * @throws ProofRejected if the proof leads to another root; the message names both
   */
  public void verify(Digest leafHash, Digest root) {
    MerklePath.requireEqual("root", rootFor(leafHash), root);
  }
}
