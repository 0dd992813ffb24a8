package org.governance4j;

import java.util.List;

/**
 * Proves that a tree is the beginning of a larger one, so nothing was changed, removed or reordered
 * in between: RFC 6962 section 2.1.2, verified as in RFC 9162 section 2.1.4.2.
 *
 * <ul>
 *   <li>the sizes fix the length of the path; a proof of another length cannot be made
 *   <li>equal sizes have an empty path, and the roots must be equal
 *   <li>an old size of 0 has an empty path and never verifies: every tree extends the empty one, so
 *       such a proof would show nothing. A caller for whom it is a legal start, such as a witness
 *       that has not seen the log before, must decide that without a proof.
 *   <li>sizes reach to 2^63 - 1
 * </ul>
 *
 * <p>O(log n). Immutable, safe for any number of threads.
 *
 * @param oldSize the number of leaves of the older tree
 * @param newSize the number of leaves of the newer tree
 * @param path the hashes, in the order of the RFC
 */
public record ConsistencyProof(long oldSize, long newSize, List<Digest> path) {
  /**
   * Takes a copy of the path.
   *
   * @throws ProofRejected unless {@code 0 <= oldSize <= newSize} and the path has the length they
   *     demand
   */
  public ConsistencyProof {
    if (oldSize < 0 || oldSize > newSize) {
      throw new ProofRejected(
          "A tree of size " + newSize + " cannot extend one of " + oldSize + ".");
    }
    path = List.copyOf(path);
    MerklePath.requireLength(SubtreeConsistencyProof.length(0, oldSize, newSize), path);
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
    SubtreeConsistencyProof.verify(0, oldSize, newSize, path, oldRoot, newRoot);
  }
}
