package org.governance4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.governance4j.Checkpoint;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.SignedNote;

/**
 * Reads entries in memory; its proofs are the recursions of RFC 6962 section 2.1, word for word.
 */
final class ToyReader implements LedgerReader {

  enum Fault implements PlantedFault {
    NONE,
    SHOWS_ANOTHER_KEY("L20", "L23"),
    HIDES_THE_LAST_ENTRY("L20", "L23"),
    REPEATS_ENTRIES("L21"),
    WRAPS_AROUND("L21", "L22"),
    FORGIVES_BAD_BOUNDS("L22"),
    CHANGES_AN_ENTRY("L23", "L24", "L25", "L26"),
    SWAPS_A_SIBLING("L24", "L26"),
    PROVES_OUT_OF_BOUNDS("L24"),
    FORGETS_A_SUBTREE("L25"),
    SERVES_ONE_THREAD("L26");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  /** What is published: a checkpoint and the entries it covers. */
  record Published(SignedNote note, List<byte[]> entries) {}

  private final Fault fault;
  private final Supplier<Published> published;
  private final OneThread thread = new OneThread();

  ToyReader(Fault fault, Supplier<Published> published) {
    this.fault = fault;
    this.published = published;
  }

  @Override
  public SignedNote checkpoint() {
    SignedNote note = published.get().note();
    return fault == Fault.SHOWS_ANOTHER_KEY
        ? ToyKey.second().note(Checkpoint.parse(note.text()).origin(), note.text())
        : note;
  }

  @Override
  public long size() {
    return published.get().entries().size() - (fault == Fault.HIDES_THE_LAST_ENTRY ? 1L : 0L);
  }

  @Override
  public List<LedgerRecord> read(long from, int limit) {
    if (fault == Fault.SERVES_ONE_THREAD) {
      thread.check();
    }
    long size = size();
    if (fault == Fault.WRAPS_AROUND && from == size) {
      return List.of(record(0));
    }
    if (from < 0 || from > size || limit < 1) {
      if (fault == Fault.FORGIVES_BAD_BOUNDS || fault == Fault.WRAPS_AROUND) {
        return List.of();
      }
      throw new IllegalArgumentException("from 0 to " + size + ": " + from + ", " + limit);
    }
    List<LedgerRecord> page = new ArrayList<>();
    for (long i = from; i < size && page.size() < limit; i++) {
      page.add(record(fault == Fault.REPEATS_ENTRIES && limit == 7 ? i / 2 * 2 : i));
    }
    return page;
  }

  private LedgerRecord record(long index) {
    byte[] bytes = published.get().entries().get(Math.toIntExact(index)).clone();
    if (fault == Fault.CHANGES_AN_ENTRY && index == 1) {
      bytes[0] ^= 1;
    }
    return new LedgerRecord(index, bytes);
  }

  @Override
  public InclusionProof inclusionProof(long index, long treeSize) {
    long last = fault == Fault.PROVES_OUT_OF_BOUNDS ? Long.MAX_VALUE : treeSize - 1;
    if (index < 0 || index > last || treeSize < 1 || treeSize > size()) {
      if (fault == Fault.PROVES_OUT_OF_BOUNDS) {
        return new InclusionProof(0, 1, List.of());
      }
      throw new IllegalArgumentException("no entry " + index + " in a tree of " + treeSize);
    }
    List<Digest> path = path(Math.toIntExact(index), leaves(treeSize));
    if (fault == Fault.SWAPS_A_SIBLING && path.size() > 1) {
      path.set(0, path.get(1));
    }
    return new InclusionProof(index, treeSize, path);
  }

  @Override
  public ConsistencyProof consistencyProof(long oldSize, long newSize) {
    if (oldSize < 1 || oldSize > newSize || newSize > size()) {
      throw new IllegalArgumentException("no proof from " + oldSize + " to " + newSize);
    }
    List<Digest> path = subProof(Math.toIntExact(oldSize), leaves(newSize), true);
    if (fault == Fault.FORGETS_A_SUBTREE && path.size() > 1) {
      path.set(0, path.get(1));
    }
    return new ConsistencyProof(oldSize, newSize, path);
  }

  @Override
  public void close() {}

  private List<Digest> leaves(long size) {
    return published.get().entries().subList(0, Math.toIntExact(size)).stream()
        .map(MerkleTree::leafHash)
        .toList();
  }

  private static List<Digest> path(int index, List<Digest> leaves) {
    if (leaves.size() == 1) {
      return new ArrayList<>();
    }
    int split = split(leaves);
    List<Digest> left = leaves.subList(0, split);
    List<Digest> right = leaves.subList(split, leaves.size());
    List<Digest> path = index < split ? path(index, left) : path(index - split, right);
    path.add(MerkleTree.root(index < split ? right : left));
    return path;
  }

  private static List<Digest> subProof(int oldSize, List<Digest> leaves, boolean whole) {
    if (oldSize == leaves.size()) {
      List<Digest> known = new ArrayList<>();
      if (!whole) {
        known.add(MerkleTree.root(leaves));
      }
      return known;
    }
    int split = split(leaves);
    List<Digest> left = leaves.subList(0, split);
    List<Digest> right = leaves.subList(split, leaves.size());
    boolean inLeft = oldSize <= split;
    List<Digest> path =
        inLeft ? subProof(oldSize, left, whole) : subProof(oldSize - split, right, false);
    path.add(MerkleTree.root(inLeft ? right : left));
    return path;
  }

  /** The largest power of two below the number of leaves. */
  private static int split(List<Digest> leaves) {
    return Integer.highestOneBit(leaves.size() - 1);
  }
}
