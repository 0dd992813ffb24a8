package org.governance4j;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashing of the ledger's Merkle tree: RFC 6962 section 2.1 (the same in RFC 9162 section
 * 2.1.1) with SHA-256.
 *
 * <ul>
 *   <li>a leaf is {@code SHA-256(0x00 || entry)}
 *   <li>a node is {@code SHA-256(0x01 || left || right)}
 *   <li>a tree of n leaves splits at the largest power of two below n
 *   <li>the empty tree has the root {@code SHA-256("")}; a tree of one leaf has that leaf as root
 * </ul>
 *
 * <p>The two prefix bytes keep a node from being passed off as an entry (second preimage).
 *
 * <p>Stateless, safe for any number of threads.
 */
public final class MerkleTree {
  private static final Digest EMPTY_ROOT = Digest.sha256(new byte[0]);

  private MerkleTree() {}

  /** The hash of an entry as a leaf. The entry may be empty. */
  public static Digest leafHash(byte[] entry) {
    MessageDigest sha256 = Digest.sha256();
    sha256.update((byte) 0);
    return Digest.finish(sha256.digest(entry));
  }

  /** The hash of two neighbours. */
  public static Digest nodeHash(Digest left, Digest right) {
    return nodeHash(Digest.sha256(), left, right);
  }

  /** The root of the tree without leaves. */
  public static Digest emptyRoot() {
    return EMPTY_ROOT;
  }

  /**
   * The root over these leaf hashes, {@code MTH} of RFC 6962.
   *
   * <p>O(n) time and memory; a ledger computes its root incrementally, this is for checking it.
   */
  public static Digest root(List<Digest> leafHashes) {
    if (leafHashes.isEmpty()) {
      return EMPTY_ROOT;
    }
    MessageDigest sha256 = Digest.sha256();
    List<Digest> level = new ArrayList<>(leafHashes);
    while (level.size() > 1) {
      int width = level.size();
      for (int i = 0; i < width / 2; i++) {
        level.set(i, nodeHash(sha256, level.get(2 * i), level.get(2 * i + 1)));
      }
      if ((width & 1) != 0) {
        // A node without a right neighbour rises unchanged, which gives the split of the RFC.
        level.set(width / 2, level.get(width - 1));
      }
      level.subList((width + 1) / 2, width).clear();
    }
    return level.get(0);
  }

  static Digest nodeHash(MessageDigest sha256, Digest left, Digest right) {
    sha256.update((byte) 1);
    left.feed(sha256);
    right.feed(sha256);
    return Digest.finish(sha256.digest());
  }
}
