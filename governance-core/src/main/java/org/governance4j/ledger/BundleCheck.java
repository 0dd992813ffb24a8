package org.governance4j.ledger;

import java.io.IOException;
import java.util.Arrays;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.json.EntryCheck;
import org.jspecify.annotations.Nullable;

/**
 * Checks one bundle after another against the level-0 tile over it and the older versions of both.
 *
 * <p>Bundles are hashed where they were read to, entry by entry. A bundle may have 16 MiB; all
 * checks of one verification together hold one that is longer than {@link #LARGE}, the others wait.
 *
 * <p>One thread.
 */
final class BundleCheck {
  private static final int LARGE = 2 << 20;

  private final Disk disk;
  private final TileFiles stored;
  private final boolean foreign;
  private final Object large;
  private final PartialTiles partials;
  private final TreeHasher hasher = new TreeHasher();

  /**
   * A check of bundles.
   *
   * @param foreign whether entries may be anything
   * @param large the lock that all checks of one verification share
   */
  BundleCheck(Disk disk, TileFiles stored, boolean foreign, Object large) {
    this.disk = disk;
    this.stored = stored;
    this.foreign = foreign;
    this.large = large;
    this.partials = new PartialTiles(disk);
  }

  CheckedBundle check(long index) {
    try {
      TileFiles.Bundle bundle = stored.bundle(index, LARGE);
      if (bundle != null) {
        return check(index, bundle);
      }
      synchronized (large) {
        return check(index, stored.bundle(index));
      }
    } catch (IOException | RuntimeException e) {
      return CheckedBundle.failed(index, e);
    }
  }

  private CheckedBundle check(long index, TileFiles.Bundle bundle) throws IOException {
    int width = bundle.width();
    byte[] content = bundle.content();
    int[] ends = bundle.ends();
    byte[] leaves = new byte[width * TreeHasher.LENGTH];
    for (int i = 0; i < width; i++) {
      int from = EntryBundle.start(ends, i);
      hasher.leaf(content, from, ends[i] - from, leaves, i * TreeHasher.LENGTH);
    }
    byte[] tile = stored.hashes(0, index);
    if (!Arrays.equals(leaves, 0, leaves.length, tile, 0, leaves.length)) {
      return CheckedBundle.different(index, leaves, tile);
    }
    TilePath entries = new TilePath(TilePath.ENTRIES, index, TilePath.FULL);
    TilePath hashes = new TilePath(0, index, TilePath.FULL);
    long files = 2;
    files += partials.require(entries, width, content, partial -> ends[partial - 1]);
    files += partials.require(hashes, width, leaves, partial -> partial * TreeHasher.LENGTH);

    int good = 0;
    LedgerCorrupted failure = null;
    while (good < width && failure == null) {
      int from = EntryBundle.start(ends, good);
      failure = notAnEntry(content, from, ends[good] - from, index * TilePath.FULL + good);
      good += failure == null ? 1 : 0;
    }
    return new CheckedBundle(
        index,
        leaves,
        hasher.fold(leaves, 0, width),
        ends[width - 1] - 2L * width,
        files,
        good,
        null,
        failure);
  }

  private @Nullable LedgerCorrupted notAnEntry(byte[] content, int from, int length, long index) {
    if (!foreign) {
      try {
        EntryCheck.require(content, from, length);
      } catch (InvalidData e) {
        return new LedgerCorrupted(
            "entry " + index + " of " + disk + " is not an entry: " + e.getMessage(), e);
      }
    }
    return null;
  }
}
