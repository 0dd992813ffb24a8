package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.json.StreamHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger without threads: the order in which things reach the disk.
 *
 * <ol>
 *   <li>{@link #write}: disclosures into the vault, forced; then the entries into the write-ahead
 *       log. {@link #force}: that forced. From here on they are acknowledged and may not be lost.
 *   <li>{@link #settle}: they are read back from there; full tiles and bundles, forced; then the
 *       segments of the write-ahead log go whose entries all lie in them.
 *   <li>{@link #publish}: everything that is full, then the incomplete tiles, forced; the signed
 *       checkpoint into the log of signed checkpoints, forced; then the checkpoint, renamed into
 *       place. So whatever a published checkpoint covers is there to be proven, and no checkpoint
 *       is seen that the ledger could forget. When that log is long, it begins anew with the
 *       checkpoint just published.
 * </ol>
 *
 * <p>After an {@link IOException} nothing is known about the disk any more: the caller stops using
 * this object, and {@link #open} finds out. Only after a {@link DiskFull} may it still publish.
 *
 * <p>Two threads at most: one for {@link #write}, {@link #force} and {@link #append}, one for
 * {@link #settle} and {@link #publish}; the rest when both are done.
 */
final class LedgerLog implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerLog.class);
  static final String CHECKPOINT = "checkpoint";
  static final int MAX_CHECKPOINT_BYTES = 1_000_000;

  private final Disk disk;
  private final Vault vault;
  private final WriteAheadLog wal;
  private final EntryIndex index;
  private final TreeHasher hasher = new TreeHasher();
  private final Publication publication;
  private final LogSigner signer;
  private final long recoveredBytes;
  private volatile long size;
  private volatile long durableBytes;
  private volatile boolean broken;

  private LedgerLog(
      Disk disk,
      Limits limits,
      AtomicFiles files,
      WriteAheadLog wal,
      Recovery recovery,
      LogSigner signer,
      Publication.Published published)
      throws IOException {
    this.disk = disk;
    // Its own memory of directories: it works on another thread than the publication.
    this.vault = new Vault(disk, new AtomicFiles(disk), limits.vault());
    this.wal = wal;
    this.signer = signer;
    this.size = recovery.size();
    this.recoveredBytes = recovery.bytes();
    this.durableBytes = recoveredBytes;
    LoggedEntries entries =
        new LoggedEntries(disk, recovery, LoggedEntries.bundled(recovery, published.size()));
    this.index = entries.index(recovery.size());
    this.publication = new Publication(disk, limits, files, recovery, signer, published, index);
  }

  /**
   * Makes an empty ledger and publishes its first checkpoint, of size 0.
   *
   * @throws LedgerUnavailable if the directory holds anything but what a crash leaves of this
   *     method, or has no room
   */
  static LedgerLog create(Disk disk, String origin, KeyHandle key) throws IOException {
    return create(disk, origin, key, Limits.DEFAULT);
  }

  static LedgerLog create(Disk disk, String origin, KeyHandle key, Limits limits)
      throws IOException {
    return create(disk, origin, LogKeys.of(key), Clock.systemUTC(), limits);
  }

  static LedgerLog create(Disk disk, String origin, LogKeys keys, Clock clock, Limits limits)
      throws IOException {
    LogSigner signer = new LogSigner(origin, keys, clock);
    requireVacant(disk);
    AtomicFiles files = new AtomicFiles(disk);
    files.makeDirectory(WriteAheadLog.DIRECTORY, Disk.Access.PRIVATE);
    files.clean();
    files.write(SignedLog.NAME, new byte[0], Disk.Access.PRIVATE);
    files.sync();
    Reserve.make(disk, limits.reserve());
    WriteAheadLog wal = WriteAheadLog.begin(disk, limits);
    LedgerLog log =
        start(
            disk,
            limits,
            files,
            wal,
            Recovery.nothing(),
            signer,
            new Publication.Published(null, -1));
    try {
      log.publish();
      return log;
    } catch (IOException | RuntimeException e) {
      closeAfter(e, log);
      throw e;
    }
  }

  /**
   * Opens a ledger and recovers what a crash may have left undone; a rotation of its key that is
   * not on record yet is then.
   *
   * @throws LedgerUnavailable if the directory is not a ledger, was rolled over, or has no room
   * @throws NoteRejected if its checkpoint was not signed by this key, or the key was rotated
   * @throws LedgerCorrupted if it lacks anything that was signed, or is damaged
   */
  static LedgerLog open(Disk disk, KeyHandle key) throws IOException {
    return open(disk, key, Limits.DEFAULT);
  }

  static LedgerLog open(Disk disk, KeyHandle key, Limits limits) throws IOException {
    return open(disk, LogKeys.of(key), Clock.systemUTC(), limits);
  }

  static LedgerLog open(Disk disk, LogKeys keys, Clock clock, Limits limits) throws IOException {
    RollOvers.requireNotEnded(disk);
    return openEnded(disk, keys, clock, limits);
  }

  /** Opens a ledger even if it was rolled over. */
  static LedgerLog openEnded(Disk disk, LogKeys keys, Clock clock, Limits limits)
      throws IOException {
    byte[] bytes = requireLedger(disk);
    SignedNote note;
    Checkpoint checkpoint;
    LogSigner signer;
    try {
      note = SignedNote.parse(bytes);
      signer = new LogSigner(Checkpoint.parse(note.text()).origin(), keys, clock);
      checkpoint = Checkpoint.open(note, signer.verifier());
      KeyRotation.requireCurrent(note, signer.verifier());
    } catch (NoteRejected e) {
      throw new NoteRejected(disk + "/" + CHECKPOINT + ": " + e.getMessage(), e);
    }
    Recovery recovery = Recovery.of(disk, checkpoint);
    AtomicFiles files = new AtomicFiles(disk);
    files.clean();
    Reserve.make(disk, limits.reserve());
    // Whoever put the checkpoint there may have died before its name was durable: a crash must not
    // take it back from under entries that are acknowledged from now on.
    disk.syncDirectory("");
    WriteAheadLog wal = WriteAheadLog.resume(disk, limits, recovery.wal());
    LedgerLog log =
        start(
            disk,
            limits,
            files,
            wal,
            recovery,
            signer,
            new Publication.Published(note, checkpoint.size()));
    try {
      Entry rotated = KeyRotation.unrecorded(disk, note, signer.verifier());
      if (rotated != null) {
        log.append(List.of(KeyRotation.leaf(rotated, clock)));
      }
      return log;
    } catch (IOException | RuntimeException e) {
      closeAfter(e, log);
      throw e;
    }
  }

  private static LedgerLog start(
      Disk disk,
      Limits limits,
      AtomicFiles files,
      WriteAheadLog wal,
      Recovery recovery,
      LogSigner signer,
      Publication.Published published)
      throws IOException {
    try {
      return new LedgerLog(disk, limits, files, wal, recovery, signer, published);
    } catch (IOException | RuntimeException e) {
      closeAfter(e, wal);
      throw e;
    }
  }

  /** The bytes of the checkpoint of a ledger directory; refuses what is not one. */
  static byte[] requireLedger(Disk disk) throws IOException {
    byte[] checkpoint = disk.read(CHECKPOINT, 0, MAX_CHECKPOINT_BYTES + 1);
    if (checkpoint == null || !disk.exists(WriteAheadLog.DIRECTORY)) {
      throw new LedgerUnavailable(
          disk
              + " is not a ledger directory: it has no "
              + (checkpoint == null ? CHECKPOINT : WriteAheadLog.DIRECTORY));
    }
    return checkpoint;
  }

  /** The log's name. */
  String origin() {
    return signer.origin();
  }

  /** The text of the key that verifies checkpoints. */
  String vkey() {
    return signer.verifier().vkey();
  }

  /** The keys that sign. */
  LogSigner signer() {
    return signer;
  }

  /** How many entries are durable. */
  long size() {
    return size;
  }

  /** How many entries are written, durable or not; for the thread that writes. */
  long written() {
    return wal.next();
  }

  /** How many bytes of entries are written and not durable; for the thread that writes. */
  long unforced() {
    return wal.unforced();
  }

  /** How many entries the published checkpoint covers; for the thread that publishes. */
  long publishedSize() {
    return publication.publishedSize();
  }

  /** How many bytes are durable in the write-ahead log and not read back for tiles yet. */
  long backlog() {
    return durableBytes - publication.bytes();
  }

  /**
   * Writes entries from index {@link #written} on, with one write; not yet durable. An entry whose
   * idempotency key is in the ledger already, or in an entry before it, is not written again.
   *
   * @return where each of them is
   */
  Placement write(List<Leaf> leaves) throws IOException {
    return run(
        () -> {
          Placement placement = new Placement(wal.next(), leaves.size());
          List<Leaf> fresh = fresh(leaves, placement);
          if (!fresh.isEmpty()) {
            vault.store(wal.next(), fresh);
            wal.write(fresh);
            index.pass(wal.next());
          }
          return placement;
        });
  }

  /** Places entries, and returns those that are to be written. */
  private List<Leaf> fresh(List<Leaf> leaves, Placement placement) throws IOException {
    List<Leaf> fresh = leaves;
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      EntryKeys keys = leaf.keys();
      String key = keys == null ? null : keys.idempotency();
      EntryIndex.Place known = key == null ? null : index.find(key);
      if (known != null) {
        if (fresh == leaves) {
          fresh = new ArrayList<>(leaves.subList(0, i));
        }
        placement.repeat(known);
        continue;
      }
      if (keys == null) {
        placement.add(null);
      } else {
        Digest leafHash = Digest.of(hasher.leaf(leaf.entry()));
        index.add(placement.next(), keys, leafHash);
        placement.add(leafHash);
      }
      if (fresh != leaves) {
        fresh.add(leaf);
      }
    }
    return fresh;
  }

  /** Where a stream stands behind all entries written; safe for any thread. */
  StreamHead stream(String name) {
    return index.stream(name);
  }

  /** Where all streams stand; safe for any thread. */
  List<StreamHead> streams() {
    return index.streams();
  }

  /** Makes everything written durable. */
  void force() throws IOException {
    run(
        () -> {
          wal.force();
          return wal;
        });
    durableBytes = recoveredBytes + wal.forced();
    size = wal.next();
  }

  /** Appends entries as {@link #write} does; durable on return. */
  Placement append(List<Leaf> leaves) throws IOException {
    Placement placement = write(leaves);
    force();
    return placement;
  }

  /** Writes what has become final, if there is enough of it. */
  void settle() throws IOException {
    run(
        () -> {
          publication.advance(size);
          return publication;
        });
  }

  /**
   * Signs and publishes a checkpoint over all durable entries, if there is none yet.
   *
   * @throws org.governance4j.KeyUnavailable if it cannot be signed; it may be tried again
   */
  SignedNote publish() throws IOException {
    return publish(true);
  }

  /** The same, and tells whether somebody asked for it. */
  SignedNote publish(boolean onDemand) throws IOException {
    return run(() -> publication.publish(size, onDemand));
  }

  /**
   * Proves an entry in the tree of the published checkpoint, which covers it; for the thread that
   * publishes.
   */
  TlogProof prove(long index) throws IOException {
    return publication.prove(index);
  }

  /**
   * Publishes once more, over all durable entries, when the disk is full and nothing more is
   * written; then the reserve takes what else there was no room for.
   */
  SignedNote publishLast() throws IOException {
    Reserve.release(disk);
    return publication.publishLast(size);
  }

  /** Does something, and remembers that the disk cannot be relied on when it fails. */
  private <T> T run(FileLedger.Step<T> step) throws IOException {
    boolean failed = true;
    try {
      T result = step.run();
      failed = false;
      return result;
    } catch (KeyUnavailable e) {
      failed = false;
      throw e;
    } finally {
      if (failed) {
        broken = true;
      }
    }
  }

  /**
   * Releases the files. If nothing has failed and everything is published, the write-ahead log
   * becomes one short segment.
   */
  @Override
  public void close() throws IOException {
    try (publication) {
      wal.close();
      if (!broken && wal.unforced() == 0) {
        publication.compact(size, wal.segment());
      }
    } catch (DiskFull e) {
      LOG.info("{}: the write-ahead log stays as long as it is: {}", disk, e.getMessage());
    }
  }

  static void closeAfter(Exception failure, Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Refuses a directory that holds anything but what a crash leaves of {@link #create}. */
  static void requireVacant(Disk disk) throws IOException {
    List<String> names = disk.list("");
    boolean vacant = names.isEmpty() || names.equals(List.of(WriteAheadLog.DIRECTORY));
    for (String name : disk.list(WriteAheadLog.DIRECTORY)) {
      vacant &= isLeft(name) || isUnused(disk, name);
    }
    if (!vacant) {
      String found = disk.exists(CHECKPOINT) ? "it is a ledger already" : "found " + names;
      throw new LedgerUnavailable(
          "a new ledger needs an empty directory, " + disk + " is not: " + found);
    }
  }

  private static boolean isLeft(String name) {
    return name.equals("lock") || name.equals("reserve") || AtomicFiles.isTemporary(name);
  }

  /** Whether this is a segment without entries, or a log of checkpoints of size 0 only. */
  private static boolean isUnused(Disk disk, String name) throws IOException {
    String path = WriteAheadLog.DIRECTORY + "/" + name;
    if (path.equals(SignedLog.NAME)) {
      long[] largest = {0};
      SignedLog.scan(disk, (size, root) -> largest[0] = size);
      return largest[0] == 0;
    }
    byte[] first = disk.read(path, 0, 1);
    return WriteAheadLog.isSegment(name) && (first == null || first.length == 0);
  }
}
