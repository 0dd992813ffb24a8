package org.governance4j;

import java.util.List;

/**
 * Proves that a leaf of a tree is in the subtree {@code [start, end)}: "subtree inclusion proof" of
 * Merkle Tree Certificates (draft-ietf-plants-merkle-tree-certs section 4.3). It is the {@link
 * InclusionProof} of the subtree taken as a tree of its own.
 *
 * <ul>
 *   <li>{@code [start, end)} is a subtree if the start is a multiple of the smallest power of two
 *       that is at least {@code end - start}
 *   <li>the positions fix the length of the path; a proof of another length cannot be made
 * </ul>
 *
 * <p>O(log n). Immutable, safe for any number of threads.
 *
 * @param index the leaf's position in the whole tree
 * @param start the first leaf of the subtree
 * @param end the leaf after its last
 * @param path the siblings, from the leaf up
 */
public record SubtreeInclusionProof(long index, long start, long end, List<Digest> path) {
  /**
   * Takes a copy of the path.
   *
   * @throws ProofRejected unless {@code [start, end)} is a subtree with the index inside and the
   *     path has the length they demand
   */
  public SubtreeInclusionProof {
    MerklePath.requireSubtree(start, end);
    if (index < start || index >= end) {
      throw new ProofRejected("No leaf " + index + " in [" + start + ", " + end + ").");
    }
    path = List.copyOf(path);
    MerklePath.requireLength(MerklePath.length(index - start, end - start - 1), path);
  }

  /** The root of the subtree to which this proof leads from the leaf hash. */
  public Digest rootFor(Digest leafHash) {
    long node = index - start;
    return MerklePath.climb(node, node, end - start - 1, leafHash, path).root();
  }

  /**
   * Returns if the leaf is in the subtree with this root.
   *
   * @throws ProofRejected if the proof leads to another root; the message names both
   */
  public void verify(Digest leafHash, Digest subtreeRoot) {
    MerklePath.requireEqual("root of the subtree", rootFor(leafHash), subtreeRoot);
  }
}
