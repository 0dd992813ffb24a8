package org.governance4j.ledger;

import org.governance4j.InvalidData;

/**
 * The name of a tile or an entry bundle: C2SP tlog-tiles, "Parameters" and "Merkle Tree".
 *
 * <pre>
 * tile/&lt;level&gt;/&lt;n&gt;            256 hashes of level 8 × level of the tree
 * tile/&lt;level&gt;/&lt;n&gt;.p/&lt;width&gt;  the first 1 to 255 of them
 * tile/entries/&lt;n&gt;[.p/&lt;width&gt;] the entries under a level-0 tile
 * </pre>
 *
 * <p>The level is decimal without leading zeros; n is written in groups of three digits, all but
 * the last with an {@code x} before it: 1234067 is {@code x001/x234/067}. Every path has one
 * spelling, and {@link #parse} accepts no other.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param index n, 0 to 999,999,999,999,999,999 (six groups)
 * @param width how many hashes or entries, 1 to 256; 256 is a full tile
 */
public record TilePath(int level, long index, int width) {
  /** The level that stands for entry bundles. */
  public static final int ENTRIES = -1;

  /** The hashes of a full tile, and the entries of a full bundle. */
  public static final int FULL = 256;

  private static final int MAX_LEVEL = 63;
  private static final long MAX_INDEX = 999_999_999_999_999_999L;
  private static final int MAX_GROUPS = 6;

  /**
   * Refuses what has no path.
   *
   * @throws IllegalArgumentException if a component is out of its range; the message names it
   */
  public TilePath {
    if (level < ENTRIES || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level must be from -1 to " + MAX_LEVEL + ": " + level);
    }
    if (index < 0 || index > MAX_INDEX) {
      throw new IllegalArgumentException("index must be from 0 to " + MAX_INDEX + ": " + index);
    }
    if (width < 1 || width > FULL) {
      throw new IllegalArgumentException("width must be from 1 to " + FULL + ": " + width);
    }
  }

  /**
   * The tile as it is stored for a tree: full if the tree fills it, otherwise of the width it has.
   *
   * @param level 0 to 63, or {@link #ENTRIES}
   * @param index which tile of the level
   * @param treeSize the number of entries of the tree
   * @throws IllegalArgumentException if the tree has no such tile
   */
  public static TilePath in(int level, long index, long treeSize) {
    long hashes = hashes(level, treeSize);
    if (index < 0 || index > MAX_INDEX || hashes == 0 || index > (hashes - 1) / FULL) {
      throw new IllegalArgumentException(
          "a tree of size " + treeSize + " has no tile " + index + " of level " + level);
    }
    return new TilePath(level, index, (int) Math.min(FULL, hashes - index * FULL));
  }

  /** How many complete hashes a tree has on a level of tiles: floor(size / 256^level). */
  static long hashes(int level, long treeSize) {
    int shift = 8 * Math.max(level, 0);
    return shift > 62 ? 0 : treeSize >>> shift;
  }

  /**
   * Reads a path in exactly the form {@link #encode} writes.
   *
   * @throws InvalidData if it is anything else
   */
  public static TilePath parse(String path) {
    String[] parts = path.split("/", -1);
    int last = parts.length - 1;
    int level = parts.length < 3 ? -2 : level(parts[1]);
    if (level < ENTRIES || !parts[0].equals("tile")) {
      throw malformed(path);
    }
    int width = FULL;
    if (parts[last - 1].endsWith(".p")) {
      width = decimal(parts[last], 3);
      if (width < 1 || width >= FULL) {
        throw malformed(path);
      }
      last--;
      parts[last] = parts[last].substring(0, parts[last].length() - 2);
    }
    int groups = last - 1;
    if (groups < 1 || groups > MAX_GROUPS) {
      throw malformed(path);
    }
    long index = 0;
    for (int i = 2; i <= last; i++) {
      int group = group(parts[i], i < last);
      // A leading group of zeros would be a second spelling of the index without it.
      if (group < 0 || (i == 2 && group == 0 && groups > 1)) {
        throw malformed(path);
      }
      index = index * 1000 + group;
    }
    return new TilePath(level, index, width);
  }

  /** Whether the tile has all its 256 hashes or entries. */
  public boolean isFull() {
    return width == FULL;
  }

  /** The full tile of the same place. */
  public TilePath full() {
    return new TilePath(level, index, FULL);
  }

  /** The path, relative to the directory or prefix of the log. */
  public String encode() {
    return isFull() ? base() : directory() + "/" + width;
  }

  /** The directory that holds the partial versions of this tile. */
  String directory() {
    return base() + ".p";
  }

  private String base() {
    StringBuilder digits = new StringBuilder(Long.toString(index));
    while (digits.length() % 3 != 0) {
      digits.insert(0, '0');
    }
    StringBuilder path = new StringBuilder("tile/");
    path.append(level == ENTRIES ? "entries" : Integer.toString(level));
    for (int from = 0; from < digits.length(); from += 3) {
      path.append(from + 3 < digits.length() ? "/x" : "/").append(digits, from, from + 3);
    }
    return path.toString();
  }

  /** The path. */
  @Override
  public String toString() {
    return encode();
  }

  private static int level(String text) {
    if (text.equals("entries")) {
      return ENTRIES;
    }
    int level = decimal(text, 2);
    return level < 0 || level > MAX_LEVEL ? -2 : level;
  }

  private static int group(String text, boolean more) {
    if (text.length() != (more ? 4 : 3) || (more && text.charAt(0) != 'x')) {
      return -1;
    }
    int value = 0;
    for (int i = more ? 1 : 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** A decimal of ASCII digits without leading zeros, or -1. */
  private static int decimal(String text, int maxDigits) {
    int length = text.length();
    if (length == 0 || length > maxDigits || (length > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static InvalidData malformed(String path) {
    String head = path.length() <= 80 ? path : path.substring(0, 80) + "…";
    return new InvalidData("not a tile path: \"" + head.replaceAll("\\p{Cntrl}", "?") + "\"");
  }
}
