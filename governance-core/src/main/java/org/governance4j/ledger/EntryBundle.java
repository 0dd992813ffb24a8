package org.governance4j.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.Entry;
import org.governance4j.InvalidData;

/**
 * The bytes of an entry bundle: C2SP tlog-tiles, "Log entries". Each entry is its length as an
 * unsigned big-endian 16-bit number and its bytes; an entry may be empty.
 *
 * <p>Stateless; safe for any number of threads.
 */
final class EntryBundle {
  /** The longest bundle: 256 of the longest entries. */
  static final int MAX_BYTES = TilePath.FULL * (2 + Entry.MAX_BYTES);

  private EntryBundle() {}

  static byte[] encode(List<byte[]> entries) {
    int length = 0;
    for (byte[] entry : entries) {
      length += 2 + entry.length;
    }
    byte[] bundle = new byte[length];
    int at = 0;
    for (byte[] entry : entries) {
      bundle[at++] = (byte) (entry.length >>> 8);
      bundle[at++] = (byte) entry.length;
      System.arraycopy(entry, 0, bundle, at, entry.length);
      at += entry.length;
    }
    return bundle;
  }

  /** The entries of a bundle that has exactly this many. */
  static List<byte[]> decode(byte[] bundle, int width) {
    return slice(bundle, ends(bundle, width), 0, width);
  }

  /** Copies of some entries of a bundle. */
  static List<byte[]> slice(byte[] bundle, int[] ends, int from, int to) {
    List<byte[]> entries = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      entries.add(Arrays.copyOfRange(bundle, start(ends, i), ends[i]));
    }
    return entries;
  }

  /**
   * Where each entry of a bundle ends that has exactly this many.
   *
   * @throws InvalidData if the bundle is cut short, or has more; the message counts
   */
  static int[] ends(byte[] bundle, int width) {
    int[] ends = new int[width];
    int at = 0;
    int entries = 0;
    while (at < bundle.length && entries < width) {
      int length =
          at + 2 > bundle.length
              ? Entry.MAX_BYTES
              : (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
      if (at + 2 + length > bundle.length) {
        throw new InvalidData(
            "entry " + entries + " of the bundle is cut short at byte " + bundle.length);
      }
      at += 2 + length;
      ends[entries++] = at;
    }
    if (entries != width) {
      throw new InvalidData("the bundle has " + entries + " entries, expected " + width);
    }
    if (at != bundle.length) {
      throw new InvalidData(
          "the bundle has " + (bundle.length - at) + " bytes behind its " + width + " entries");
    }
    return ends;
  }

  /** Where an entry begins, behind its length. */
  static int start(int[] ends, int entry) {
    return (entry == 0 ? 0 : ends[entry - 1]) + 2;
  }
}
