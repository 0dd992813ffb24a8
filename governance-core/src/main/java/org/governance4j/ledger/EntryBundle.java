package org.governance4j.ledger;

import java.util.ArrayList;
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

  /**
   * The entries of a bundle that has exactly this many.
   *
   * @throws InvalidData if the bundle is cut short, or has more; the message counts
   */
  static List<byte[]> decode(byte[] bundle, int width) {
    List<byte[]> entries = new ArrayList<>(width);
    int at = 0;
    while (at < bundle.length && entries.size() < width) {
      int length =
          at + 2 > bundle.length
              ? Entry.MAX_BYTES
              : (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
      if (at + 2 + length > bundle.length) {
        throw new InvalidData(
            "entry " + entries.size() + " of the bundle is cut short at byte " + bundle.length);
      }
      byte[] entry = new byte[length];
      System.arraycopy(bundle, at + 2, entry, 0, length);
      entries.add(entry);
      at += 2 + length;
    }
    if (entries.size() != width) {
      throw new InvalidData("the bundle has " + entries.size() + " entries, expected " + width);
    }
    if (at != bundle.length) {
      throw new InvalidData(
          "the bundle has " + (bundle.length - at) + " bytes behind its " + width + " entries");
    }
    return entries;
  }

  /** How many bytes the first entries of a well-formed bundle take. */
  static int length(byte[] bundle, int entries) {
    int at = 0;
    for (int i = 0; i < entries; i++) {
      at += 2 + ((bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff));
    }
    return at;
  }
}
