package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerCorrupted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a ledger's memory together again from its directory, and refuses unless everything that was
 * ever signed is there. Writes nothing.
 *
 * <p>All entries before the write-ahead log's first lie in full bundles under full tiles; the edge
 * of that tree is folded together from those tiles, at most 255 per level. The entries of the log
 * follow and pass through the same writer as when they were new, so the tiles they fill are written
 * once more. Their root is compared wherever a checkpoint was signed; for the checkpoints before
 * them, the root is computed from the tiles.
 *
 * @param files the writer that {@code tiles} writes to
 * @param tiles the tree with all entries; what is full waits to be written
 * @param signed the log of signed checkpoints without a torn last line
 */
record Recovery(AtomicFiles files, TileWriter tiles, SignedLog.Extent signed) {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /**
   * Recovers a ledger.
   *
   * @param published the checkpoint that stands in the directory
   * @throws LedgerCorrupted if the ledger is damaged or lacks something that was signed
   */
  static Recovery of(Disk disk, Checkpoint published) throws IOException {
    TreeHasher hasher = new TreeHasher();
    WalReplay replay = WalReplay.read(disk);
    AtomicFiles files = new AtomicFiles(disk);
    TileWriter writer = new TileWriter(files, hasher);
    TileFiles stored = new TileFiles(disk, replay.first());
    restore(writer.tree(), replay.first(), stored, hasher);

    StoredTree before =
        new StoredTree(
            (level, index) ->
                stored.isFull(level, index)
                    ? stored.hashes(level, index)
                    : writer.tree().edge(level),
            hasher);
    Deque<Signed> later = new ArrayDeque<>();
    Witness witness = new Witness(disk, published);
    SignedLog.Extent signed =
        SignedLog.scan(
            disk,
            (size, root) -> {
              witness.saw(size, root);
              if (size > replay.first()) {
                later.add(new Signed(size, root));
              } else {
                witness.compare(size, root, before.root(size));
              }
            });
    witness.requirePublished();

    for (byte[] entry : replay.entries()) {
      writer.add(hasher.leaf(entry), entry);
      Signed next = later.peek();
      // One size may have been signed twice, before and after a crash; the root is the same then.
      while (next != null && next.size == writer.size()) {
        witness.compare(next.size, next.root, writer.root());
        later.remove();
        next = later.peek();
      }
    }
    Signed missing = later.peekLast();
    if (missing != null) {
      throw new LedgerCorrupted(
          disk
              + " has signed a checkpoint over "
              + missing.size
              + " entries but only "
              + writer.size()
              + " are left: the good part of "
              + replay.name()
              + " ends at offset "
              + replay.end());
    }
    if (replay.torn() > 0) {
      LOG.info(
          "{}: dropped {} bytes of a commit that was never acknowledged, at offset {} of {}",
          disk,
          replay.torn(),
          replay.end(),
          replay.name());
    }
    return new Recovery(files, writer, signed);
  }

  /** Puts the edge of the tree over the first {@code size} leaves together from its full tiles. */
  private static void restore(HashTiles tree, long size, TileFiles stored, TreeHasher hasher)
      throws IOException {
    // A size is below 2^63, so it has at most 8 digits in base 256; the lowest is 0 here.
    for (int level = 7; level >= 1; level--) {
      long subtrees = TilePath.hashes(level, size) % TilePath.FULL;
      for (long i = 0; i < subtrees; i++) {
        byte[] tile = stored.hashes(level - 1, tree.size() >>> (8 * level));
        tree.addSubtree(level, hasher.fold(tile, 0, TilePath.FULL));
      }
    }
  }

  private record Signed(long size, Digest root) {}

  /** Holds what was signed against what is there. */
  private static final class Witness {
    private final Disk disk;
    private final Checkpoint published;
    private @Nullable Signed last;
    private boolean knowsPublished;

    Witness(Disk disk, Checkpoint published) {
      this.disk = disk;
      this.published = published;
    }

    void saw(long size, Digest root) {
      if (last != null && last.size == size && !last.root.equals(root)) {
        throw forked(size, root, last.root);
      }
      last = new Signed(size, root);
      if (size == published.size()) {
        if (!root.equals(published.root())) {
          throw forked(size, root, published.root());
        }
        knowsPublished = true;
      }
    }

    void compare(long size, Digest root, Digest found) {
      if (!root.equals(found)) {
        throw forked(size, root, found);
      }
    }

    void requirePublished() {
      if (!knowsPublished) {
        throw new LedgerCorrupted(
            disk
                + "/"
                + SignedLog.NAME
                + " does not know the published checkpoint over "
                + published.size()
                + " entries: one of them is from another time");
      }
    }

    private LedgerCorrupted forked(long size, Digest root, Digest found) {
      return new LedgerCorrupted(
          disk
              + " has signed the root "
              + root.hex()
              + " over "
              + size
              + " entries but has "
              + found.hex()
              + " now: it will not sign a fork");
    }
  }
}
