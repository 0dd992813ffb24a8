package org.governance4j.conformance;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.Digest;
import org.governance4j.MerkleTree;

/**
 * Makes proofs by the recursive definitions, with no regard for cost: RFC 6962 section 2.1.1 and
 * draft-ietf-plants-merkle-tree-certs sections 4.3 and 4.4. The library checks proofs by another
 * way, from the bottom up.
 *
 * @param leaves the leaf hashes
 */
record ReferenceTree(List<Digest> leaves) {

  ReferenceTree {
    leaves = List.copyOf(leaves);
  }

  static ReferenceTree of(List<byte[]> entries) {
    return new ReferenceTree(entries.stream().map(MerkleTree::leafHash).toList());
  }

  int size() {
    return leaves.size();
  }

  Digest root(int start, int end) {
    return MerkleTree.root(leaves.subList(start, end));
  }

  /** PATH(index, D[start:end]). */
  List<Digest> path(int index, int start, int end) {
    if (end - start == 1) {
      return new ArrayList<>();
    }
    int middle = start + split(end - start);
    boolean left = index < middle;
    List<Digest> path = left ? path(index, start, middle) : path(index, middle, end);
    path.add(left ? root(middle, end) : root(start, middle));
    return path;
  }

  /** The consistency proof of the subtree [start, end) with the tree of that size. */
  List<Digest> consistency(int start, int end, int size) {
    return start == end ? List.of() : subproof(start, end, 0, size, true);
  }

  /** Whether [start, end) is a subtree: the start is a multiple of the power of two it fits in. */
  static boolean isSubtree(int start, int end) {
    int width = 1;
    while (width < end - start) {
      width *= 2;
    }
    return start % width == 0;
  }

  private List<Digest> subproof(int start, int end, int from, int to, boolean known) {
    if (start == from && end == to) {
      List<Digest> proof = new ArrayList<>();
      if (!known) {
        proof.add(root(from, to));
      }
      return proof;
    }
    int middle = from + split(to - from);
    List<Digest> proof;
    if (end <= middle) {
      proof = subproof(start, end, from, middle, known);
      proof.add(root(middle, to));
    } else if (start >= middle) {
      proof = subproof(start, end, middle, to, known);
      proof.add(root(from, middle));
    } else {
      proof = subproof(middle, end, middle, to, false);
      proof.add(root(from, middle));
    }
    return proof;
  }

  /** The largest power of two below n. */
  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }
}
