package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final AtomicFiles files;
  private final HashTiles tree;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Integer, TilePath> partial = new HashMap<>();
  private List<byte[]> bundle = new ArrayList<>();
  private long waitingBytes;

  TileWriter(AtomicFiles files, TreeHasher hasher) {
    this.files = files;
    this.tree = new HashTiles(hasher, this::enqueue);
  }

  /** The tree so far, to be restored before the first entry. */
  HashTiles tree() {
    return tree;
  }

  /** How many entries there are. */
  long size() {
    return tree.size();
  }

  /** The root over all entries. */
  Digest root() {
    return tree.root();
  }

  /** The entries behind the last full bundle. */
  List<byte[]> tail() {
    return bundle;
  }

  /** How many bytes wait to be written. */
  long waitingBytes() {
    return waitingBytes;
  }

  void add(byte[] leafHash, byte[] entry) {
    bundle.add(entry);
    if (bundle.size() == TilePath.FULL) {
      enqueue(
          new TilePath(TilePath.ENTRIES, tree.size() >>> 8, TilePath.FULL),
          EntryBundle.encode(bundle));
      bundle = new ArrayList<>();
    }
    tree.add(leafHash);
  }

  private void enqueue(TilePath path, byte[] content) {
    waiting.add(new Waiting(path, content));
    waitingBytes += content.length;
  }

  /** Writes what is full; durable on return. */
  void writeFull() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    for (Waiting full : waiting) {
      files.write(full.path.encode(), full.content, Disk.Access.PUBLIC);
    }
    files.sync();
    // Only now: until the full tile is durable, the partial ones are what proves older checkpoints.
    for (Waiting full : waiting) {
      files.deleteDirectory(full.path.directory());
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /** Writes the edge as it stands; durable on return. */
  void writePartial() throws IOException {
    if (!bundle.isEmpty()) {
      writePartial(TilePath.ENTRIES, EntryBundle.encode(bundle));
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
    }
  }

  private record Waiting(TilePath path, byte[] content) {}
}
