package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger from a directory of C2SP tlog-tiles, whoever wrote it, and while it is being
 * written.
 *
 * <p>It sees what is published, nothing else: no key, no lock, no {@code .state}. Every file is
 * held to the exact length the checkpoint's size demands, and no more than one bundle (16 MiB at
 * the most) is in memory at a time, beside the entries that were asked for. Proofs remember the
 * tiles they read, at most 2 MiB of them; the checkpoint is read anew every time. What is
 * remembered is forgotten when the directory holds a log that does not extend the one it was of: a
 * backup that was put back, or another log.
 *
 * <p>It believes the directory: whether that tells the truth is found out by verifying the proofs
 * against a signed checkpoint, or by {@link LedgerVerifier}.
 *
 * <p>Safe for any number of threads. Reading goes on when its thread is interrupted.
 */
public final class FileLedgerReader implements LedgerReader {
  private final Disk disk;
  private final PublishedCheckpoint published;
  private volatile @Nullable Remembered remembered;
  private volatile boolean closed;

  FileLedgerReader(Disk disk) {
    this.disk = disk;
    this.published = new PublishedCheckpoint(disk);
  }

  /**
   * Opens a directory to read.
   *
   * @throws LedgerUnavailable if it has no checkpoint
   * @throws NoteRejected if its checkpoint is malformed
   */
  public static FileLedgerReader open(Path directory) {
    FileLedgerReader reader = new FileLedgerReader(new OsDisk(directory));
    reader.size();
    return reader;
  }

  @Override
  public SignedNote checkpoint() {
    return published().note();
  }

  @Override
  public long size() {
    return published().size();
  }

  private PublishedCheckpoint.Read published() {
    return io(published::read);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code from} is not between 0 and the size, or {@code
   *     limit} is not positive
   */
  @Override
  public List<LedgerRecord> read(long from, int limit) {
    long size = size();
    if (from < 0 || from > size) {
      throw new IllegalArgumentException("from must be from 0 to the size " + size + ": " + from);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1: " + limit);
    }
    TileFiles files = new TileFiles(disk, size);
    List<LedgerRecord> records = new ArrayList<>();
    long to = from + Math.min(size - from, limit);
    for (long next = from; next < to; next = from + records.size()) {
      long bundle = next / TilePath.FULL;
      int first = (int) (next % TilePath.FULL);
      int end = (int) Math.min(TilePath.FULL, to - bundle * TilePath.FULL);
      long index = next;
      for (byte[] entry : io(() -> files.entries(bundle, first, end))) {
        records.add(new LedgerRecord(index++, entry));
      }
    }
    return List.copyOf(records);
  }

  @Override
  public InclusionProof inclusionProof(long index, long treeSize) {
    PublishedCheckpoint.Read read = published();
    requireTree(treeSize, read.size());
    if (index < 0 || index >= treeSize) {
      throw new IllegalArgumentException(
          "index must be from 0 to treeSize - 1 = " + (treeSize - 1) + ": " + index);
    }
    return io(() -> tree(read).inclusion(index, treeSize));
  }

  @Override
  public ConsistencyProof consistencyProof(long oldSize, long newSize) {
    PublishedCheckpoint.Read read = published();
    requireTree(newSize, read.size());
    if (oldSize < 1 || oldSize > newSize) {
      throw new IllegalArgumentException(
          "oldSize must be from 1 to newSize = " + newSize + ": " + oldSize);
    }
    return io(() -> tree(read).consistency(oldSize, newSize));
  }

  /** Tiles of the tree that a checkpoint is about, or of one that it extends. */
  private record Remembered(PublishedCheckpoint.Read read, TileCache cache) {}

  private StoredTree tree(PublishedCheckpoint.Read read) throws IOException {
    Remembered known = remembered;
    if (known == null || known.read != read) {
      boolean same = known != null && extended(known.read, read);
      known = new Remembered(read, known != null && same ? known.cache : new TileCache());
      remembered = known;
    }
    TileFiles files = new TileFiles(disk, read.size());
    // No more of a tile than the checkpoint covers: the rest may yet be published otherwise.
    return new StoredTree(
        (level, index) -> covered(files.hashes(level, index), level, index, read.size()),
        new TreeHasher(),
        known.cache);
  }

  private static byte[] covered(byte[] hashes, int level, long index, long size) {
    int length = TilePath.in(level, index, size).width() * TreeHasher.LENGTH;
    return hashes.length == length ? hashes : Arrays.copyOf(hashes, length);
  }

  /** Whether what lies in the directory now begins with the tree of an earlier checkpoint. */
  private boolean extended(PublishedCheckpoint.Read earlier, PublishedCheckpoint.Read now)
      throws IOException {
    long size = earlier.size();
    if (!now.checkpoint().origin().equals(earlier.checkpoint().origin()) || now.size() < size) {
      return false;
    }
    try {
      Digest root = new StoredTree(new TileFiles(disk, now.size()), new TreeHasher()).root(size);
      return root.equals(earlier.checkpoint().root());
    } catch (LedgerCorrupted e) {
      return false; // a tile is missing, which fails a proof only if it needs that
    }
  }

  private static void requireTree(long treeSize, long size) {
    if (treeSize < 1 || treeSize > size) {
      throw new IllegalArgumentException(
          "the tree size must be from 1 to the published size " + size + ": " + treeSize);
    }
  }

  private <T> T io(FileLedger.Step<T> step) {
    if (closed) {
      throw new LedgerUnavailable("the reader of " + disk + " is closed");
    }
    try {
      return step.run();
    } catch (IOException e) {
      throw new LedgerUnavailable(disk + " cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Names the directory. */
  @Override
  public String toString() {
    return "FileLedgerReader[" + disk + "]";
  }
}
