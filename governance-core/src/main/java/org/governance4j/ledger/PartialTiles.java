package org.governance4j.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.governance4j.LedgerCorrupted;

/**
 * Older partial versions of a tile, which whoever holds an older checkpoint may still ask for: each
 * is the beginning of the tile.
 *
 * <p>Stateless; safe for any number of threads.
 */
final class PartialTiles {
  private static final int PIECE = 1 << 20;

  private final Disk disk;

  PartialTiles(Disk disk) {
    this.disk = disk;
  }

  /**
   * Compares the partial versions of a tile with it.
   *
   * @param tile its place
   * @param width how much of the tile is known
   * @param content what is known
   * @param lengths how many bytes the first so many hashes or entries have
   * @return how many there are
   * @throws LedgerCorrupted if one is not the beginning of the tile; the message names it
   */
  int require(TilePath tile, int width, byte[] content, IntUnaryOperator lengths)
      throws IOException {
    int found = 0;
    String directory = tile.directory();
    for (String name : disk.list(directory)) {
      // This width was compared already; what is wider belongs to a checkpoint that is not
      // published yet, or is no tile at all.
      int partial = width(name);
      if (partial >= 1 && partial < width) {
        String file = directory + "/" + name;
        if (!isBeginning(file, content, lengths.applyAsInt(partial))) {
          if (!disk.exists(file) && disk.exists(tile.full().encode())) {
            // A writer has filled the tile since the names were listed, and then removed them all.
            return found;
          }
          throw new LedgerCorrupted(file + " of " + disk + " is not the beginning of the tile");
        }
        found++;
      }
    }
    return found;
  }

  /** The width that a name stands for, 0 if for none. */
  private static int width(String name) {
    int length = name.length();
    if (length == 0 || length > 3 || name.charAt(0) == '0') {
      return 0;
    }
    int width = 0;
    for (int i = 0; i < length; i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      width = 10 * width + digit;
    }
    return width;
  }

  private boolean isBeginning(String file, byte[] content, int length) throws IOException {
    int at = 0;
    while (true) {
      // One byte more at the end: a longer file is not the beginning.
      int wanted = Math.min(PIECE, length - at + 1);
      byte[] piece = disk.read(file, at, wanted);
      if (piece == null
          || piece.length > length - at
          || !Arrays.equals(piece, 0, piece.length, content, at, at + piece.length)) {
        return false;
      }
      at += piece.length;
      if (piece.length < wanted) {
        return at == length;
      }
    }
  }
}
