package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.Digest;

/**
 * Turns entries into the tiles and bundles of C2SP tlog-tiles.
 *
 * <p>Full ones wait in memory until {@link #writeFull}; they are final. The incomplete ones at the
 * edge are written only for a checkpoint, by {@link #writePartial}, each under a name with its
 * width, and go when the full one is there.
 *
 * <p>One thread.
 */
final class TileWriter {
  private static final long BEGUN_BYTES = 1 << 18;

  private final Disk disk;
  private final AtomicFiles files;
  private final TreeHasher hasher;
  private final HashTiles tree;
  private final long known;
  private final long recovered;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Integer, TilePath> partial = new HashMap<>();
  private final Set<String> partials = new HashSet<>();
  private int begun;
  private long begunBytes;
  private byte[] bundle = new byte[1 << 14];
  private int bundleBytes;
  private long waitingBytes;
  private long settled;

  /**
   * Goes on with a tree.
   *
   * @param edge the tree so far
   * @param head the entries of the incomplete bundle at its edge
   * @param known how many entries a published checkpoint covers: what is full of them is durable
   *     already, and written again only if it has another content
   * @param recovered how many entries there were when the ledger was opened: of tiles that begin
   *     behind them only this object can have written partial versions
   */
  TileWriter(
      Disk disk,
      AtomicFiles files,
      TreeHasher hasher,
      HashTiles edge,
      List<byte[]> head,
      long known,
      long recovered) {
    this.disk = disk;
    this.files = files;
    this.hasher = hasher;
    this.tree = edge.copy(this::enqueue);
    this.known = known;
    this.recovered = recovered;
    this.settled = edge.size();
    head.forEach(entry -> bundle(entry, 0, entry.length));
  }

  /** How many entries there are. */
  long size() {
    return tree.size();
  }

  /** The root over all entries. */
  Digest root() {
    return tree.root();
  }

  /** The entries behind the last full bundle, encoded as a bundle. */
  byte[] tail() {
    return Arrays.copyOf(bundle, bundleBytes);
  }

  /** How many bytes wait to be written. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** How many entries lie in durable full bundles under durable full tiles, at least. */
  long settled() {
    return settled;
  }

  /** Adds the entry in this part of an array. */
  void add(byte[] bytes, int from, int length) {
    bundle(bytes, from, length);
    long index = tree.size();
    if ((index & (TilePath.FULL - 1)) == TilePath.FULL - 1) {
      enqueue(new TilePath(TilePath.ENTRIES, index >>> 8, TilePath.FULL), tail());
      bundleBytes = 0;
    }
    tree.add(hasher.leaf(bytes, from, length));
  }

  private void bundle(byte[] bytes, int from, int length) {
    int end = bundleBytes + 2 + length;
    if (end > bundle.length) {
      bundle = Arrays.copyOf(bundle, Math.max(end, 2 * bundle.length));
    }
    bundle[bundleBytes] = (byte) (length >>> 8);
    bundle[bundleBytes + 1] = (byte) length;
    System.arraycopy(bytes, from, bundle, bundleBytes + 2, length);
    bundleBytes = end;
  }

  private void enqueue(TilePath path, byte[] content) {
    waiting.add(new Waiting(path, content));
    waitingBytes += content.length;
  }

  /** Whether so many bytes wait that they are worth beginning to write them. */
  boolean isWorthBeginning() {
    return waitingBytes - begunBytes >= BEGUN_BYTES;
  }

  /**
   * Begins to write what is full, so that it may be written while more is added. If this or the
   * writing fails for want of room, {@link #writeFull} writes all of it once more.
   */
  void beginFull() throws IOException {
    List<AtomicFiles.Content> unknown = unbegun();
    begun = 0;
    files.begin(unknown);
    begun = waiting.size();
    begunBytes = waitingBytes;
  }

  /** Writes what is full; durable on return. */
  void writeFull() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    List<AtomicFiles.Content> unknown = unbegun();
    begun = 0;
    files.writeAll(unknown);
    files.sync();
    // Only now: until the full tile is durable, the partial ones are what proves older checkpoints.
    for (Waiting full : waiting) {
      if (mayHavePartials(full.path)) {
        files.deleteDirectory(full.path.directory());
      }
    }
    waiting.clear();
    waitingBytes = 0;
    begunBytes = 0;
    settled = size() - size() % TilePath.FULL;
  }

  /** Takes what was begun as not written, when the disk is full. */
  void beginAnew() throws IOException {
    begun = 0;
    begunBytes = 0;
    files.abandon();
  }

  private boolean mayHavePartials(TilePath full) {
    return partials.remove(full.directory())
        || full.index() * TilePath.FULL < TilePath.hashes(full.level(), recovered);
  }

  private List<AtomicFiles.Content> unbegun() throws IOException {
    List<AtomicFiles.Content> unknown = new ArrayList<>();
    for (Waiting full : waiting.subList(begun, waiting.size())) {
      if (!isKnown(full)) {
        unknown.add(new AtomicFiles.Content(full.path.encode(), full.content));
      }
    }
    return unknown;
  }

  private boolean isKnown(Waiting full) throws IOException {
    if (full.path.index() >= TilePath.hashes(Math.max(full.path.level(), 0) + 1, known)) {
      return false;
    }
    byte[] stored = disk.read(full.path.encode(), 0, full.content.length + 1);
    return stored != null && Arrays.equals(stored, full.content);
  }

  /** Writes the edge as it stands; durable on return. */
  void writePartial() throws IOException {
    if (bundleBytes > 0) {
      writePartial(TilePath.ENTRIES, tail());
    }
    for (int level = 0; level < tree.levels(); level++) {
      if (tree.width(level) > 0) {
        writePartial(level, tree.edge(level));
      }
    }
    files.sync();
  }

  private void writePartial(int level, byte[] content) throws IOException {
    TilePath path = TilePath.in(level, TilePath.hashes(level, tree.size()) >>> 8, tree.size());
    if (!path.equals(partial.get(level))) {
      files.write(path.encode(), content, Disk.Access.PUBLIC);
      partial.put(level, path);
      partials.add(path.directory());
    }
  }

  private record Waiting(TilePath path, byte[] content) {}
}
