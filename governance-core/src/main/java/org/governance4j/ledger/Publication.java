package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerCorrupted;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.jspecify.annotations.Nullable;

/**
 * The way of durable entries from the write-ahead log to a published checkpoint: they are read
 * back, written as tiles and bundles, signed for, and only then do the segments go in which they
 * were.
 *
 * <p>It follows the log at its own pace, in constant memory. One thread.
 */
final class Publication implements Closeable {
  /** With much to do, so many times the bytes that are enough share the syncs of directories. */
  private static final int TOGETHER = 4;

  private final Disk disk;
  private final Limits limits;
  private final AtomicFiles files;
  private final TileWriter tiles;
  private final WalReader wal;
  private final Deque<Long> segments = new ArrayDeque<>();
  private final SignedLog signed;
  private final LogSigner signer;
  private Published published;
  private final EntryIndex index;
  private @Nullable StoredTree stored;
  private boolean last;
  private volatile long bytes;

  /** What is published: the size is -1 if nothing is. */
  record Published(@Nullable SignedNote note, long size) {}

  Publication(
      Disk disk,
      Limits limits,
      AtomicFiles files,
      Recovery recovery,
      LogSigner signer,
      Published published,
      EntryIndex index)
      throws IOException {
    this.disk = disk;
    this.limits = limits;
    this.files = files;
    this.signer = signer;
    this.published = published;
    this.index = index;
    this.tiles =
        new TileWriter(
            disk,
            files,
            new TreeHasher(),
            recovery.edge(),
            recovery.head(),
            Math.max(published.size, 0),
            recovery.size());
    this.wal = new WalReader(disk, recovery.first());
    this.segments.add(recovery.first());
    this.signed = new SignedLog(disk, recovery.signed());
  }

  /** How many entries the published checkpoint covers. */
  long publishedSize() {
    return published.size;
  }

  /** How many bytes of the write-ahead log were read back so far; safe for any thread. */
  long bytes() {
    return bytes;
  }

  /**
   * Reads entries back and writes the tiles they fill, if there is enough of them.
   *
   * @param durable how many entries are durable
   */
  void advance(long durable) throws IOException {
    wal.refresh();
    long read = bytes;
    while (tiles.size() < durable) {
      if (wal.next()) {
        tiles.add(wal.bytes(), wal.from(), wal.length());
        read += WriteAheadLog.HEADER + wal.length();
        if (tiles.waitingBytes() >= TOGETHER * limits.settle()) {
          settle();
          bytes = read;
        } else if (tiles.isWorthBeginning()) {
          tiles.beginFull();
        }
      } else {
        requireSegment(durable);
        wal.nextSegment();
        segments.add(wal.segment());
      }
    }
    if (tiles.waitingBytes() >= limits.settle()) {
      settle();
    }
    bytes = read;
  }

  private void requireSegment(long durable) throws IOException {
    if (wal.nextIndex() == wal.segment() || !disk.exists(WriteAheadLog.name(wal.nextIndex()))) {
      throw new LedgerCorrupted(
          disk
              + "/"
              + wal.name()
              + " cannot be read back at offset "
              + wal.end()
              + ", where entry "
              + wal.nextIndex()
              + " of "
              + durable
              + " was written");
    }
  }

  /**
   * Writes what is full, and gives up the segments whose entries all lie in it. Before that their
   * keys are saved, so that nobody has to read these entries again.
   */
  private void settle() throws IOException {
    tiles.writeFull();
    if (last) {
      return;
    }
    if (index.unsaved() >= EntryIndex.DUE) {
      index.save(tiles.settled());
    }
    while (segments.size() > 1) {
      long oldest = segments.remove();
      if (segments.element() > tiles.settled()) {
        segments.addFirst(oldest);
        return;
      }
      index.save(tiles.settled());
      WriteAheadLog.remove(disk, oldest);
    }
  }

  /**
   * Signs and publishes a checkpoint over all durable entries, if there is none yet.
   *
   * @param onDemand whether somebody asked for it
   * @throws org.governance4j.KeyUnavailable if it cannot be signed; it may be tried again
   * @throws DiskFull if there is no room; it may be tried again when there is
   */
  SignedNote publish(long durable, boolean onDemand) throws IOException {
    SignedNote current = published.note;
    if (current != null && published.size == durable && signer.suffices(current, onDemand)) {
      return current;
    }
    LogSigner.Rotation rotation = signer.take();
    try {
      SignedNote note = publish(durable, onDemand, rotation);
      if (rotation != null) {
        signer.rotated(rotation);
        rotation.done().complete(note);
      }
      return note;
    } catch (IOException | RuntimeException e) {
      if (rotation != null) {
        rotation.done().completeExceptionally(e);
      }
      throw e;
    }
  }

  private SignedNote publish(long durable, boolean onDemand, LogSigner.@Nullable Rotation rotation)
      throws IOException {
    advance(durable);
    settle();
    tiles.writePartial();
    Checkpoint checkpoint = new Checkpoint(signer.origin(), durable, tiles.root());
    SignedNote note = signer.sign(checkpoint, onDemand, rotation);
    if (note.equals(published.note)) {
      return note; // ML-DSA was missing and still is
    }
    signed.append(checkpoint, note);
    files.write(LedgerLog.CHECKPOINT, note.encode(), Disk.Access.PUBLIC);
    files.sync();
    published = new Published(note, durable);
    stored = null;
    if (signed.length() >= limits.signed()) {
      signed.restart(files, checkpoint, note);
    }
    return note;
  }

  /** Publishes when the disk was full and some room was made. */
  SignedNote publishLast(long durable) throws IOException {
    tiles.beginAnew();
    return publish(durable);
  }

  /**
   * Does the same when there is room for nothing else: what can be made again from the entries is
   * left.
   */
  SignedNote publishLast(long durable) throws IOException {
    last = true;
    return publish(durable, true);
  }

  /**
   * Proves an entry in the tree of the published checkpoint, from the tiles it was published with.
   */
  TlogProof prove(long index) throws IOException {
    SignedNote note = published.note;
    if (note == null) {
      throw new IllegalStateException("nothing is published yet");
    }
    StoredTree tree = stored;
    if (tree == null) {
      tree = new StoredTree(new TileFiles(disk, published.size), new TreeHasher());
      stored = tree;
    }
    return TlogProof.of(index, tree.inclusion(index, published.size).path(), note);
  }

  /**
   * Puts one short segment in place of the write-ahead log, whose writer is closed, if everything
   * in it is published.
   *
   * @param last the first index of its last segment
   */
  void compact(long durable, long last) throws IOException {
    long floor = durable - durable % TilePath.FULL;
    // A segment that begins behind the last full bundle does not have all that must stay.
    if (published.size == durable && tiles.size() == durable && last <= floor) {
      settle();
      index.save(tiles.settled());
      WriteAheadLog.compact(disk, files, floor, tiles.tail(), (int) (durable - floor));
    }
  }

  @Override
  public void close() throws IOException {
    signed.close();
  }
}
