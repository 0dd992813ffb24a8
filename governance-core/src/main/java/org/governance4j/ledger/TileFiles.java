package org.governance4j.ledger;

import java.io.IOException;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;

/**
 * The tiles and bundles of a tree of a certain size, read from a directory and held to their exact
 * lengths.
 *
 * <p>A partial tile may have given way to the full one since; then its beginning is taken.
 *
 * <p>Safe for any number of threads.
 */
final class TileFiles implements StoredTree.Tiles {
  private static final int TILE_BYTES = TilePath.FULL * TreeHasher.LENGTH;

  private final Disk disk;
  private final long size;

  TileFiles(Disk disk, long size) {
    this.disk = disk;
    this.size = size;
  }

  /** Whether the tree fills a tile. */
  boolean isFull(int level, long index) {
    return TilePath.hashes(level, size) >>> 8 > index;
  }

  /**
   * The hashes of a tile, at least as many as the tree has in it.
   *
   * @throws LedgerCorrupted if it is missing or has another length; the message names it
   */
  @Override
  public byte[] hashes(int level, long index) throws IOException {
    TilePath path = TilePath.in(level, index, size);
    Found found = find(path, TILE_BYTES);
    int expected = found.path.width() * TreeHasher.LENGTH;
    if (found.content.length != expected) {
      throw new LedgerCorrupted(
          found.path
              + " of "
              + disk
              + " has "
              + found.content.length
              + " bytes, expected "
              + expected);
    }
    return found.content;
  }

  /**
   * The entries of a bundle that belong to the tree.
   *
   * @throws LedgerCorrupted if it is missing or malformed; the message names it
   */
  List<byte[]> entries(long index) throws IOException {
    TilePath path = TilePath.in(TilePath.ENTRIES, index, size);
    Found found = find(path, EntryBundle.MAX_BYTES);
    try {
      return EntryBundle.decode(found.content, found.path.width()).subList(0, path.width());
    } catch (InvalidData e) {
      throw new LedgerCorrupted(found.path + " of " + disk + ": " + e.getMessage(), e);
    }
  }

  private Found find(TilePath path, int limit) throws IOException {
    TilePath used = path;
    byte[] content = disk.read(used.encode(), 0, limit + 1);
    if (content == null && !path.isFull()) {
      used = path.full();
      content = disk.read(used.encode(), 0, limit + 1);
    }
    if (content == null) {
      throw new LedgerCorrupted(
          path + " of " + disk + " is missing, a part of the tree over " + size + " entries");
    }
    if (content.length > limit) {
      throw new LedgerCorrupted(used + " of " + disk + " is longer than " + limit + " bytes");
    }
    return new Found(used, content);
  }

  private record Found(TilePath path, byte[] content) {}
}
