package org.governance4j.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.governance4j.Digest;
import org.governance4j.LedgerCorrupted;
import org.jspecify.annotations.Nullable;

/**
 * Holds every tile against what is below and above it, and goes on where something is wrong.
 *
 * <p>Of a level-0 tile every hash must be that of its entry; of a full tile of any level the folded
 * hash must stand in the level above; what is on the edge must fold to the root. Together these say
 * no less than a verification from the entries up, and each names its place. Of two that disagree,
 * that one is wrong which does not fit what stands above.
 *
 * <p>One bundle and one tile per level in memory. One thread, one use.
 */
final class TreeExamination {
  private static final String DERIVED =
      "restore it from a mirror or a backup, where it is the same; its hashes also follow from the"
          + " entries";
  private static final String ENTRIES =
      "restore the bundle from a mirror or a backup, where it is the same";

  private final Disk disk;
  private final long size;
  private final Digest root;
  private final Findings findings;
  private final TreeHasher hasher = new TreeHasher();
  private final TileFiles stored;
  private @Nullable TilePath parentPath;
  private byte @Nullable [] parent;

  TreeExamination(Disk disk, long size, Digest root, Findings findings) {
    this.disk = disk;
    this.size = size;
    this.root = root;
    this.findings = findings;
    this.stored = new TileFiles(disk, size);
  }

  /** Examines the tree, telling after every bundle how many entries have been read. */
  void run(LongConsumer progress) {
    long before = findings.damages();
    for (long bundle = 0; more(0, bundle); bundle++) {
      leaves(bundle);
      progress.accept(Math.min(size, (bundle + 1) * TilePath.FULL));
    }
    for (int level = 1; TilePath.hashes(level, size) > 0 && !findings.isFull(); level++) {
      for (long i = 0; more(level, i); i++) {
        byte[] tile = tile(level, i);
        if (tile != null && stored.isFull(level, i)) {
          inParent(level, i, hasher.fold(tile, 0, TilePath.FULL));
        }
      }
    }
    Digest found = findings.damages() == before ? storedRoot() : null;
    if (found != null && !root.equals(found)) {
      findings.damage(
          LedgerLog.CHECKPOINT,
          null,
          "its root is not that of the stored entries and tiles, which fit each other: they were"
              + " rewritten, or it belongs to another log",
          "restore the tiles and the checkpoint from one backup or mirror, and ask who could write"
              + " to the directory");
    }
  }

  /** Whether the tree has this tile, and anybody would still read of it. */
  private boolean more(int level, long index) {
    return index <= (TilePath.hashes(level, size) - 1) >> 8 && !findings.isFull();
  }

  /** A partial version of a tile of which the tree has more: it must be the beginning. */
  void olderPartial(TilePath path) throws IOException {
    if (path.index() > (TilePath.hashes(path.level(), size) - 1) >> 8
        || path.width() >= TilePath.in(path.level(), path.index(), size).width()) {
      return; // of the tree itself, which was examined, or of one that is not published
    }
    boolean bundle = path.level() == TilePath.ENTRIES;
    byte[] whole;
    try {
      whole =
          bundle
              ? EntryBundle.encode(stored.entries(path.index()))
              : stored.hashes(path.level(), path.index());
    } catch (LedgerCorrupted e) {
      return; // reported, and nothing is left to hold this against
    }
    int length = bundle ? length(whole, path.width()) : path.width() * TreeHasher.LENGTH;
    byte[] found = disk.read(path.encode(), 0, length + 1);
    if (found != null && !Arrays.equals(found, 0, found.length, whole, 0, length)) {
      findings.damage(
          path.encode(),
          Findings.offset(Arrays.mismatch(found, 0, found.length, whole, 0, length)),
          "is not the beginning of the tile, of which it is an older version",
          "restore it from a mirror or a backup, or cut it anew from the wider tile");
    }
  }

  /** How many bytes the first entries of a well-formed bundle take. */
  private static int length(byte[] bundle, int entries) {
    int at = 0;
    for (int i = 0; i < entries; i++) {
      at += 2 + ((bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff));
    }
    return at;
  }

  private void leaves(long bundle) {
    TilePath bundlePath = TilePath.in(TilePath.ENTRIES, bundle, size);
    byte[] leaves = null;
    try {
      List<byte[]> entries = stored.entries(bundle);
      leaves = new byte[entries.size() * TreeHasher.LENGTH];
      for (int i = 0; i < entries.size(); i++) {
        byte[] leaf = hasher.leaf(entries.get(i));
        System.arraycopy(leaf, 0, leaves, i * TreeHasher.LENGTH, TreeHasher.LENGTH);
      }
    } catch (LedgerCorrupted e) {
      findings.damage(
          bundlePath.encode(),
          Findings.entry(bundle * TilePath.FULL),
          String.valueOf(e.getMessage()),
          ENTRIES);
    } catch (IOException e) {
      findings.unreadable(bundlePath.encode(), e);
    }
    byte[] tile = tile(0, bundle);
    if (tile == null || leaves == null) {
      tile = tile == null ? leaves : tile;
      leaves = tile;
    }
    if (tile == null || leaves == null) {
      return;
    }
    int width = bundlePath.width();
    if (Arrays.equals(leaves, 0, leaves.length, tile, 0, leaves.length)) {
      if (bundlePath.isFull()) {
        inParent(0, bundle, hasher.fold(tile, 0, width));
      }
    } else {
      blame(bundle, leaves, tile, width);
    }
  }

  /** Every place at which entries and leaf hashes disagree, and which of the two is wrong. */
  private void blame(long bundle, byte[] leaves, byte[] tile, int width) {
    boolean tileFits = fitsAbove(bundle, tile, width);
    boolean entriesFit = fitsAbove(bundle, leaves, width);
    String tileName = TilePath.in(0, bundle, size).encode();
    String bundleName = TilePath.in(TilePath.ENTRIES, bundle, size).encode();
    for (int i = 0; i < width; i++) {
      int from = i * TreeHasher.LENGTH;
      int to = from + TreeHasher.LENGTH;
      if (Arrays.equals(leaves, from, to, tile, from, to)) {
        continue;
      }
      long entry = bundle * TilePath.FULL + i;
      if (entriesFit && !tileFits) {
        findings.damage(
            tileName,
            Findings.hash(i),
            "was changed: hash " + i + " is not the leaf hash of entry " + entry,
            DERIVED);
      } else {
        findings.damage(
            bundleName,
            Findings.entry(entry),
            tileFits && !entriesFit
                ? "entry " + entry + " was changed: its leaf hash is not that of " + tileName
                : "entry " + entry + " or hash " + i + " of " + tileName + " was changed",
            ENTRIES);
      }
    }
  }

  private boolean fitsAbove(long bundle, byte[] hashes, int width) {
    if (stored.isFull(0, bundle)) {
      byte[] expected = parentHash(0, bundle);
      return expected != null && Arrays.equals(expected, hasher.fold(hashes, 0, width));
    }
    return root.equals(
        root(
            (level, index) ->
                level == 0 && index == bundle ? hashes : stored.hashes(level, index)));
  }

  /** The folded hash of a full tile must stand in the level above. */
  private void inParent(int level, long index, byte[] folded) {
    byte[] expected = parentHash(level, index);
    if (expected == null || Arrays.equals(expected, folded)) {
      return;
    }
    TilePath above = TilePath.in(level + 1, index / TilePath.FULL, size);
    int slot = (int) (index % TilePath.FULL);
    String below = TilePath.in(level, index, size).encode();
    if (parentFits(above)) {
      findings.damage(
          below,
          null,
          "was rewritten, with all that is below it: it does not fold to hash "
              + slot
              + " of "
              + above,
          ENTRIES);
    } else {
      findings.damage(
          above.encode(),
          Findings.hash(slot),
          "was changed: hash " + slot + " does not follow from " + below,
          DERIVED);
    }
  }

  /** Whether the level above fits what stands above itself. */
  private boolean parentFits(TilePath path) {
    byte[] hashes = parent;
    if (hashes == null) {
      return false;
    }
    if (!path.isFull()) {
      return root.equals(storedRoot());
    }
    try {
      byte[] above = stored.hashes(path.level() + 1, path.index() / TilePath.FULL);
      int at = (int) (path.index() % TilePath.FULL) * TreeHasher.LENGTH;
      byte[] folded = hasher.fold(hashes, 0, TilePath.FULL);
      return Arrays.equals(folded, 0, folded.length, above, at, at + TreeHasher.LENGTH);
    } catch (LedgerCorrupted | IOException e) {
      return false; // is or will be reported itself; here it only cannot tell who is wrong
    }
  }

  /** The hash of a full tile in the level above, null if that cannot be read. */
  private byte @Nullable [] parentHash(int level, long index) {
    TilePath path = TilePath.in(level + 1, index / TilePath.FULL, size);
    if (!path.equals(parentPath)) {
      parentPath = path;
      try {
        parent = stored.hashes(path.level(), path.index());
      } catch (LedgerCorrupted | IOException e) {
        parent = null; // reported when its own level is examined
      }
    }
    byte[] hashes = parent;
    int at = (int) (index % TilePath.FULL) * TreeHasher.LENGTH;
    return hashes == null ? null : Arrays.copyOfRange(hashes, at, at + TreeHasher.LENGTH);
  }

  /** A tile, or null if it cannot be had, which is a finding then. */
  private byte @Nullable [] tile(int level, long index) {
    String name = TilePath.in(level, index, size).encode();
    try {
      return stored.hashes(level, index);
    } catch (LedgerCorrupted e) {
      findings.damage(name, null, String.valueOf(e.getMessage()), DERIVED);
    } catch (IOException e) {
      findings.unreadable(name, e);
    }
    return null;
  }

  /** The root over the first entries as the tiles have it, null if they cannot tell. */
  @Nullable Digest storedRoot() {
    return root(stored);
  }

  private @Nullable Digest root(StoredTree.Tiles tiles) {
    try {
      return new StoredTree(tiles, hasher).root(size);
    } catch (LedgerCorrupted | IOException e) {
      return null; // reported where the tile itself is examined
    }
  }
}
