package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
 * follow, in pieces: what is in memory does not depend on their number. Their root is compared
 * wherever a checkpoint was signed; for the checkpoints before them, the root is computed from the
 * tiles. The tiles that the entries of the log fill need not be there: they are derived again when
 * the next checkpoint is published.
 *
 * @param first the index of the first entry of the write-ahead log
 * @param edge the tree before it
 * @param head the entries before it that its bundle begins with, at most 255
 * @param size how many entries there are
 * @param root the root over all of them
 * @param keyed the first entry of the write-ahead log that may have keys; none has, if it is the
 *     size
 * @param bytes how many bytes the frames of the write-ahead log have
 * @param wal what the write-ahead log holds
 * @param signed the log of signed checkpoints without a torn last line
 */
record Recovery(
    long first,
    HashTiles edge,
    List<byte[]> head,
    long size,
    Digest root,
    long keyed,
    long bytes,
    WalReplay wal,
    SignedLog.Extent signed) {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /**
   * Recovers a ledger.
   *
   * @param published the checkpoint that stands in the directory
   * @throws LedgerCorrupted if the ledger is damaged or lacks something that was signed
   */
  static Recovery of(Disk disk, Checkpoint published) throws IOException {
    TreeHasher hasher = new TreeHasher();
    List<Long> segments = WalReplay.segments(disk);
    if (segments.isEmpty()) {
      throw new LedgerCorrupted(disk + "/.state has no wal-*.log");
    }
    long first = segments.get(0);
    TileFiles stored = new TileFiles(disk, first);
    HashTiles edge = new HashTiles(hasher, (path, hashes) -> {});
    restore(edge, first - first % TilePath.FULL, stored, hasher);
    List<byte[]> head = head(disk, first);
    head.forEach(entry -> edge.add(hasher.leaf(entry)));

    StoredTree before =
        new StoredTree(
            (level, index) ->
                stored.isFull(level, index) ? stored.hashes(level, index) : edge.edge(level),
            hasher);
    Deque<Signed> later = new ArrayDeque<>();
    Witness witness = new Witness(disk, published);
    SignedLog.Extent signed =
        SignedLog.scan(
            disk,
            (size, root) -> {
              witness.saw(size, root);
              if (size > first) {
                later.add(new Signed(size, root));
              } else {
                witness.compare(size, root, before.root(size));
              }
            });
    witness.requirePublished();

    HashTiles tree = edge.copy((path, hashes) -> {});
    long[] frames = {0};
    long[] keyed = {-1};
    WalReplay replay =
        WalReplay.read(
            disk,
            segments,
            (bytes, from, length) -> {
              if (keyed[0] < 0 && EntryKeys.mayBeIn(bytes, from, length)) {
                keyed[0] = tree.size();
              }
              tree.add(hasher.leaf(bytes, from, length));
              frames[0] += WriteAheadLog.HEADER + length;
              Signed next = later.peek();
              // One size may have been signed twice, before and after a crash.
              while (next != null && next.size == tree.size()) {
                witness.compare(next.size, next.root, tree.root());
                later.remove();
                next = later.peek();
              }
            });
    requireAll(disk, later, replay);
    if (replay.torn() > 0) {
      LOG.info(
          "{}: dropped {} bytes of a commit that was never acknowledged, at offset {} of {}",
          disk,
          replay.torn(),
          replay.end(),
          WriteAheadLog.name(replay.last()));
    }
    long size = tree.size();
    long firstKeyed = keyed[0] < 0 ? size : keyed[0];
    return new Recovery(
        first, edge, head, size, tree.root(), firstKeyed, frames[0], replay, signed);
  }

  /** An empty ledger. */
  static Recovery nothing() {
    HashTiles empty = new HashTiles(new TreeHasher(), (path, hashes) -> {});
    return new Recovery(
        0,
        empty,
        List.of(),
        0,
        empty.root(),
        0,
        0,
        new WalReplay(0, 0, 0, 0, 0, -1),
        new SignedLog.Extent(0, 0));
  }

  private static void requireAll(Disk disk, Deque<Signed> later, WalReplay replay) {
    Signed missing = later.peekLast();
    if (missing != null) {
      throw new LedgerCorrupted(
          disk
              + " has signed a checkpoint over "
              + missing.size
              + " entries but only "
              + replay.next()
              + " are left: the good part of "
              + WriteAheadLog.name(replay.last())
              + " ends at offset "
              + replay.end());
    }
  }

  /** The entries before the first of the log that share its bundle, which is full. */
  private static List<byte[]> head(Disk disk, long first) throws IOException {
    int width = (int) (first % TilePath.FULL);
    if (width == 0) {
      return List.of();
    }
    long bundle = first / TilePath.FULL;
    TileFiles full = new TileFiles(disk, (bundle + 1) * TilePath.FULL);
    return List.copyOf(full.entries(bundle).subList(0, width));
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
