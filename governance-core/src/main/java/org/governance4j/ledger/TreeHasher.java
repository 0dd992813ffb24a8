package org.governance4j.ledger;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * RFC 6962 hashing into byte arrays, for the places that hash every entry of a ledger; elsewhere
 * {@link org.governance4j.MerkleTree} does.
 *
 * <p>Holds one hash state: one thread.
 */
final class TreeHasher {
  static final int LENGTH = 32;

  private final MessageDigest sha256;
  private final byte[] scratch = new byte[TilePath.FULL * LENGTH];

  TreeHasher() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, this one has not.", e);
    }
  }

  /** The hash of an entry as a leaf. */
  byte[] leaf(byte[] entry) {
    return leaf(entry, 0, entry.length);
  }

  /** The hash of an entry inside an array as a leaf, into another array. */
  void leaf(byte[] source, int from, int length, byte[] target, int at) {
    sha256.update((byte) 0);
    sha256.update(source, from, length);
    digestInto(target, at);
  }

  /** The hash of the node over two neighbours, 32 bytes each, into an array. */
  void node(byte[] pair, int from, byte[] target, int at) {
    sha256.update((byte) 1);
    sha256.update(pair, from, 2 * LENGTH);
    digestInto(target, at);
  }

  /** The hash of a part of an array as a leaf. */
  byte[] leaf(byte[] bytes, int from, int length) {
    sha256.update((byte) 0);
    sha256.update(bytes, from, length);
    return sha256.digest();
  }

  /**
   * The hash over 1 to 256 neighbours, the last of which may stand for a smaller subtree than the
   * others: pairs are hashed level by level, and a last one without a partner rises unchanged,
   * which is the split at the largest power of two that RFC 6962 section 2.1 prescribes.
   *
   * @param hashes 32 bytes each
   * @param from the first, counted in hashes
   * @param count how many
   */
  byte[] fold(byte[] hashes, int from, int count) {
    System.arraycopy(hashes, from * LENGTH, scratch, 0, count * LENGTH);
    for (int width = count; width > 1; width = (width + 1) / 2) {
      for (int i = 0; i < width / 2; i++) {
        node(scratch, 2 * i * LENGTH, scratch, i * LENGTH);
      }
      if ((width & 1) != 0) {
        System.arraycopy(scratch, (width - 1) * LENGTH, scratch, width / 2 * LENGTH, LENGTH);
      }
    }
    byte[] top = new byte[LENGTH];
    System.arraycopy(scratch, 0, top, 0, LENGTH);
    return top;
  }

  private void digestInto(byte[] target, int at) {
    try {
      sha256.digest(target, at, LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("A SHA-256 digest did not fit into 32 bytes.", e);
    }
  }
}
