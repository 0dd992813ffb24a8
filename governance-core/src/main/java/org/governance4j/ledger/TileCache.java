package org.governance4j.ledger;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The tiles that proofs were read from lately, with their nodes.
 *
 * <p>Of one log: what is in a tile never changes; a partial one only grows, so one that has enough
 * hashes serves every tree that needs no more. Each tile has one place it can be in, which it
 * shares with others: a look-up is one read and no lock, and what is held is bounded at 64 tiles of
 * the lowest level and 64 of the others, 2 MiB.
 *
 * <p>Safe for any number of threads.
 */
final class TileCache {
  private static final int PLACES = 64;

  private final AtomicReferenceArray<Cached> places = new AtomicReferenceArray<>(2 * PLACES);

  private record Cached(int level, long index, TileNodes nodes) {}

  /** The nodes of a tile that has at least this many hashes. */
  TileNodes nodes(int level, long index, int width, StoredTree.Tiles tiles) throws IOException {
    int place =
        level == 0
            ? (int) (index % PLACES)
            // The tiles of a level above another are far fewer; levels begin at different places.
            : PLACES + (int) ((index + 37L * level) % PLACES);
    Cached cached = places.get(place);
    if (cached != null
        && cached.level == level
        && cached.index == index
        && cached.nodes.width() >= width) {
      return cached.nodes;
    }
    TileNodes nodes = new TileNodes(tiles.hashes(level, index), new TreeHasher());
    places.set(place, new Cached(level, index, nodes));
    return nodes;
  }
}
