package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link LedgerVerifier}: through the bundles from the left to the right, comparing
 * each tile as soon as the entries below it have been read. So the first difference is the
 * leftmost, and whatever was read before it is known to be consistent.
 */
final class Verification {
  private final Disk disk;
  private final boolean foreign;
  private final LongConsumer progress;
  private final Checkpoint checkpoint;
  private final @Nullable Checkpoint since;
  private final TileFiles stored;
  private final TreeHasher hasher = new TreeHasher();
  private final HashTiles tree = new HashTiles(hasher, this::enqueue);
  private final ArrayDeque<Full> complete = new ArrayDeque<>();
  private long entryBytes;
  private long files;

  Verification(
      Disk disk,
      NoteVerifier log,
      String origin,
      @Nullable SignedNote since,
      boolean foreign,
      LongConsumer progress)
      throws IOException {
    this.disk = disk;
    this.foreign = foreign;
    this.progress = progress;
    this.checkpoint = Checkpoint.open(FileLedgerReader.checkpoint(disk), log, origin);
    this.since = since == null ? null : Checkpoint.open(since, log, origin);
    this.stored = new TileFiles(disk, checkpoint.size());
  }

  VerifiedLog run() throws IOException {
    requireNotCut();
    for (long bundle = 0; tree.size() < checkpoint.size(); bundle++) {
      bundle(bundle);
      progress.accept(tree.size());
    }
    for (int level = 1; level < tree.levels(); level++) {
      if (tree.width(level) > 0) {
        compare(level, TilePath.hashes(level, tree.size()) >>> 8, tree.edge(level));
      }
    }
    Digest root = tree.root();
    if (!root.equals(checkpoint.root())) {
      throw new LedgerCorrupted(
          disk
              + " was rewritten: its "
              + tree.size()
              + " entries have the root "
              + root.hex()
              + ", the signed checkpoint says "
              + checkpoint.root().hex());
    }
    return new VerifiedLog(checkpoint.origin(), tree.size(), root, entryBytes, files);
  }

  private void bundle(long bundle) throws IOException {
    long first = tree.size();
    List<byte[]> entries = stored.entries(bundle);
    byte[] leaves = new byte[entries.size() * TreeHasher.LENGTH];
    for (int i = 0; i < entries.size(); i++) {
      System.arraycopy(
          hasher.leaf(entries.get(i)), 0, leaves, i * TreeHasher.LENGTH, TreeHasher.LENGTH);
      entryBytes += entries.get(i).length;
    }
    byte[] tile = stored.hashes(0, bundle);
    int different = difference(leaves, tile);
    if (different >= 0) {
      throw new LedgerCorrupted(blame(bundle, different, leaves, tile));
    }
    requirePartials(TilePath.ENTRIES, bundle, entries.size(), EntryBundle.encode(entries));
    requirePartials(0, bundle, entries.size(), leaves);
    files += 2;
    for (int i = 0; i < entries.size(); i++) {
      requireEntry(first + i, entries.get(i));
      int at = i * TreeHasher.LENGTH;
      tree.add(Arrays.copyOfRange(leaves, at, at + TreeHasher.LENGTH));
      if (since != null && since.size() == tree.size()) {
        requireExtension(since);
      }
    }
    for (Full full = complete.poll(); full != null; full = complete.poll()) {
      compare(full.path.level(), full.path.index(), full.hashes);
    }
  }

  private void enqueue(TilePath path, byte[] hashes) {
    if (path.level() > 0) {
      complete.add(new Full(path, hashes));
    }
  }

  private void requireEntry(long index, byte[] entry) {
    if (!foreign) {
      try {
        EntryCodec.decode(entry);
      } catch (InvalidData e) {
        throw new LedgerCorrupted(
            "entry " + index + " of " + disk + " is not an entry: " + e.getMessage(), e);
      }
    }
  }

  private void compare(int level, long index, byte[] hashes) throws IOException {
    int different = difference(hashes, stored.hashes(level, index));
    if (different >= 0) {
      throw new LedgerCorrupted(
          TilePath.in(level, index, checkpoint.size())
              + " of "
              + disk
              + " was changed at hash "
              + different
              + ", which does not follow from the tiles below it");
    }
    requirePartials(level, index, hashes.length / TreeHasher.LENGTH, hashes);
    files++;
  }

  /**
   * Older partial versions of a tile, which whoever holds an older checkpoint may still ask for.
   */
  private void requirePartials(int level, long index, int width, byte[] content)
      throws IOException {
    TilePath full = new TilePath(level, index, TilePath.FULL);
    String directory = full.directory();
    for (String name : disk.list(directory)) {
      int partial = name.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(name) : TilePath.FULL;
      // This width was compared already; what is wider belongs to a checkpoint that is not
      // published yet, or is no tile at all.
      if (partial < width) {
        int length =
            level == TilePath.ENTRIES
                ? EntryBundle.length(content, partial)
                : partial * TreeHasher.LENGTH;
        byte[] found = disk.read(directory + "/" + name, 0, length + 1);
        if (found == null && disk.exists(full.encode())) {
          // A writer has filled the tile since the names were listed, and then removed them all.
          return;
        }
        if (found == null || !Arrays.equals(found, 0, found.length, content, 0, length)) {
          throw new LedgerCorrupted(
              directory + "/" + name + " of " + disk + " is not the beginning of the tile");
        }
        files++;
      }
    }
  }

  private void requireNotCut() {
    if (since != null && since.size() > checkpoint.size()) {
      throw new LedgerCorrupted(
          disk
              + " was cut back: an older checkpoint covers "
              + since.size()
              + " entries, the present one "
              + checkpoint.size());
    }
  }

  private void requireExtension(Checkpoint older) {
    if (!older.root().equals(tree.root())) {
      throw new LedgerCorrupted(
          disk
              + " does not extend the older checkpoint: its first "
              + older.size()
              + " entries have the root "
              + tree.root().hex()
              + ", signed was "
              + older.root().hex());
    }
  }

  /**
   * Says what was changed where an entry and its leaf hash disagree: the one of the two that does
   * not fit what stands above them.
   */
  private String blame(long bundle, int slot, byte[] leaves, byte[] tile) throws IOException {
    int width = leaves.length / TreeHasher.LENGTH;
    boolean tileFits;
    boolean entriesFit;
    if (stored.isFull(0, bundle)) {
      byte[] parents = parents(bundle);
      int at = (int) (bundle % TilePath.FULL) * TreeHasher.LENGTH;
      tileFits = isAt(hasher.fold(tile, 0, width), parents, at);
      entriesFit = isAt(hasher.fold(leaves, 0, width), parents, at);
    } else {
      // The last tile has nothing above it but the root.
      Digest root = checkpoint.root();
      tileFits = root.equals(new StoredTree(stored, hasher).root(checkpoint.size()));
      for (int from = 0; from < leaves.length; from += TreeHasher.LENGTH) {
        tree.add(Arrays.copyOfRange(leaves, from, from + TreeHasher.LENGTH));
      }
      entriesFit = root.equals(tree.root());
    }
    String entryName = "entry " + (bundle * TilePath.FULL + slot);
    String tileName = TilePath.in(0, bundle, checkpoint.size()).encode();
    String bundleName = TilePath.in(TilePath.ENTRIES, bundle, checkpoint.size()).encode();
    String found =
        ": hash "
            + slot
            + " of "
            + tileName
            + " is not the leaf hash of "
            + entryName
            + " in "
            + bundleName;
    if (tileFits == entriesFit) {
      return disk + ": one of " + entryName + " and " + tileName + " was changed" + found;
    }
    return disk + ": " + (tileFits ? entryName : tileName) + " was changed" + found;
  }

  /** The level above a full tile, nothing if that is unreadable itself. */
  private byte[] parents(long bundle) throws IOException {
    try {
      return stored.hashes(1, bundle / TilePath.FULL);
    } catch (LedgerCorrupted e) {
      // Only to tell which of two is wrong; that this one is too does not hide the first bad place.
      return new byte[0];
    }
  }

  private static boolean isAt(byte[] hash, byte[] hashes, int at) {
    return at + hash.length <= hashes.length
        && Arrays.equals(hash, 0, hash.length, hashes, at, at + hash.length);
  }

  /** The first of the hashes that the stored ones do not have in its place, or -1. */
  private static int difference(byte[] hashes, byte[] storedHashes) {
    int at = Arrays.mismatch(hashes, 0, hashes.length, storedHashes, 0, hashes.length);
    return at < 0 ? -1 : at / TreeHasher.LENGTH;
  }

  private record Full(TilePath path, byte[] hashes) {}
}
