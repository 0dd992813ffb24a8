package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link LedgerVerifier}: through the bundles from the left to the right, comparing
 * each tile as soon as the entries below it have been read. So the first difference is the
 * leftmost, and whatever was read before it is known to be consistent; that several threads check
 * bundles ahead changes nothing about it.
 */
final class Verification {
  private final LedgerVerifier.Terms terms;
  private final Disk disk;
  private final List<NoteVerifier> keys;
  private final Checkpoint checkpoint;
  private final @Nullable Checkpoint since;
  private final TileFiles stored;
  private final PartialTiles partials;
  private final TreeHasher hasher = new TreeHasher();
  private final HashTiles tree = new HashTiles(hasher, this::enqueue);
  private final ArrayDeque<Full> complete = new ArrayDeque<>();
  private long entryBytes;
  private long files;

  Verification(Disk disk, LedgerVerifier.Terms terms) throws IOException {
    this.terms = terms;
    this.disk = disk;
    SignedNote older = terms.since();
    SignedNote note = new PublishedCheckpoint(disk).read().note();
    this.keys = KeyChain.follow(disk, note, terms.log(), terms.origin());
    for (NoteVerifier also : terms.also()) {
      KeyChain.follow(disk, note, also, terms.origin());
    }
    this.checkpoint = Checkpoint.open(note, keys.get(keys.size() - 1), terms.origin());
    this.since =
        older == null ? null : Checkpoint.open(older, older.verify(keys).get(0), terms.origin());
    this.stored = new TileFiles(disk, checkpoint.size());
    this.partials = new PartialTiles(disk);
  }

  VerifiedLog run() throws IOException {
    requireNotCut();
    long bundles = (checkpoint.size() + TilePath.FULL - 1) >>> 8;
    Object large = new Object();
    try (BundleChecks checks =
        new BundleChecks(
            () -> new BundleCheck(disk, stored, terms.foreign(), large),
            bundles,
            terms.threads())) {
      while (tree.size() < checkpoint.size()) {
        take(checks.next());
        terms.progress().accept(tree.size());
      }
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
    return new VerifiedLog(
        checkpoint.origin(),
        tree.size(),
        root,
        entryBytes,
        files,
        keys.stream().map(NoteVerifier::vkey).toList());
  }

  private void take(CheckedBundle bundle) throws IOException {
    byte[] tile = bundle.tile();
    if (tile != null) {
      int different = difference(bundle.leaves(), tile);
      throw new LedgerCorrupted(blame(bundle.bundle(), different, bundle.leaves(), tile));
    }
    if (bundle.isRight() && bundle.width() == TilePath.FULL && !endsInside(bundle)) {
      tree.addSubtree(1, bundle.root());
      requireSince();
    } else {
      byte[] leaves = bundle.leaves();
      for (int i = 0; i < bundle.good(); i++) {
        tree.add(leaf(leaves, i));
        requireSince();
      }
    }
    rethrow(bundle.failure());
    entryBytes += bundle.entryBytes();
    files += bundle.files();
    for (Full full = complete.poll(); full != null; full = complete.poll()) {
      compare(full.path.level(), full.path.index(), full.hashes);
    }
  }

  /** Whether the older tree ends at an entry of the bundle that is not its last. */
  private boolean endsInside(CheckedBundle bundle) {
    return since != null
        && since.size() > tree.size()
        && since.size() < tree.size() + bundle.width();
  }

  private static void rethrow(@Nullable Exception failure) throws IOException {
    if (failure instanceof IOException unreadable) {
      throw unreadable;
    }
    if (failure instanceof RuntimeException wrong) {
      throw wrong;
    }
  }

  private void enqueue(TilePath path, byte[] hashes) {
    if (path.level() > 0) {
      complete.add(new Full(path, hashes));
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
    int width = hashes.length / TreeHasher.LENGTH;
    files += 1;
    files +=
        partials.require(
            new TilePath(level, index, TilePath.FULL),
            width,
            hashes,
            partial -> partial * TreeHasher.LENGTH);
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

  private void requireSince() {
    if (since != null && since.size() == tree.size() && !since.root().equals(tree.root())) {
      throw new LedgerCorrupted(
          disk
              + " does not extend the older checkpoint: its first "
              + since.size()
              + " entries have the root "
              + tree.root().hex()
              + ", signed was "
              + since.root().hex());
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
      for (int i = 0; i < width; i++) {
        tree.add(leaf(leaves, i));
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

  private static byte[] leaf(byte[] leaves, int slot) {
    int at = slot * TreeHasher.LENGTH;
    return Arrays.copyOfRange(leaves, at, at + TreeHasher.LENGTH);
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
