package org.governance4j.ledger;

import java.io.IOException;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.jspecify.annotations.Nullable;

/**
 * The tiles and bundles of a tree of a certain size, read from a directory and held to their exact
 * lengths.
 *
 * <p>A partial tile may have given way to the full one since; then its beginning is taken.
 *
 * <p>Safe for any number of threads.
 */
final class TileFiles implements StoredTree.Tiles {
  static final int TILE_BYTES = TilePath.FULL * TreeHasher.LENGTH;

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
    Found found = find(TilePath.in(level, index, size), TILE_BYTES);
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
    return entries(index, 0, TilePath.in(TilePath.ENTRIES, index, size).width());
  }

  /**
   * Some of the entries of a bundle that belong to the tree.
   *
   * @throws LedgerCorrupted if it is missing or malformed; the message names it
   */
  List<byte[]> entries(long index, int from, int to) throws IOException {
    Bundle bundle = bundle(index);
    return EntryBundle.slice(bundle.content, bundle.ends, from, to);
  }

  /**
   * A bundle, which may have more entries than belong to the tree.
   *
   * @param content its bytes
   * @param ends where its entries end
   * @param width how many of them belong to the tree
   */
  record Bundle(byte[] content, int[] ends, int width) {}

  /**
   * A bundle as it stands.
   *
   * @throws LedgerCorrupted if it is missing or malformed; the message names it
   */
  Bundle bundle(long index) throws IOException {
    TilePath path = TilePath.in(TilePath.ENTRIES, index, size);
    return bundle(path, find(path, EntryBundle.MAX_BYTES));
  }

  /**
   * A bundle as it stands, or null if it has more bytes than that.
   *
   * @throws LedgerCorrupted if it is missing or malformed; the message names it
   */
  @Nullable Bundle bundle(long index, int limit) throws IOException {
    TilePath path = TilePath.in(TilePath.ENTRIES, index, size);
    Found found = read(path, limit);
    return found.content.length > limit ? null : bundle(path, found);
  }

  private Bundle bundle(TilePath path, Found found) {
    try {
      int[] ends = EntryBundle.ends(found.content, found.path.width());
      return new Bundle(found.content, ends, path.width());
    } catch (InvalidData e) {
      throw new LedgerCorrupted(found.path + " of " + disk + ": " + e.getMessage(), e);
    }
  }

  private Found find(TilePath path, int limit) throws IOException {
    Found found = read(path, limit);
    if (found.content.length > limit) {
      throw new LedgerCorrupted(found.path + " of " + disk + " is longer than " + limit + " bytes");
    }
    return found;
  }

  /** At most one byte more than the limit. */
  private Found read(TilePath path, int limit) throws IOException {
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
    return new Found(used, content);
  }

  private record Found(TilePath path, byte[] content) {}
}
