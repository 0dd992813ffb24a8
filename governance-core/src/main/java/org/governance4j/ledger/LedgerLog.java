package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * A ledger without threads: the order in which things reach the disk.
 *
 * <ol>
 *   <li>{@link #append}: disclosures into the vault, forced; then the entries into the write-ahead
 *       log, forced. From here on they are acknowledged and may not be lost.
 *   <li>{@link #settle}: full tiles and bundles, forced; then, when it has grown enough, the
 *       write-ahead log begins anew with the entries behind the last full bundle.
 *   <li>{@link #publish}: everything that is full, then the incomplete tiles, forced; the signed
 *       checkpoint into the log of signed checkpoints, forced; then the checkpoint, renamed into
 *       place. So whatever a published checkpoint covers is there to be proven, and no checkpoint
 *       is seen that the ledger could forget. When that log is long, it begins anew with the
 *       checkpoint just published.
 * </ol>
 *
 * <p>After an {@link IOException} nothing is known about the disk any more: the caller stops using
 * this object, and {@link #open} finds out.
 *
 * <p>One thread.
 */
final class LedgerLog implements Closeable {
  static final String CHECKPOINT = "checkpoint";
  static final int MAX_CHECKPOINT_BYTES = 1_000_000;

  /**
   * From which sizes on something is done, in bytes.
   *
   * @param settle how much fills tiles before they are written together, to share the syncs of
   *     directories
   * @param wal how much the write-ahead log grows before it is restarted
   * @param vault how long a segment of the vault becomes
   * @param signed how long the log of signed checkpoints becomes; recovery holds all of it against
   *     the tree
   */
  record Limits(long settle, long wal, long vault, long signed) {
    static final Limits DEFAULT = new Limits(1 << 20, WriteAheadLog.GROWTH, 1 << 20, 1 << 20);
  }

  private final Limits limits;
  private final AtomicFiles files;
  private final TileWriter tiles;
  private final Vault vault;
  private final WriteAheadLog wal;
  private final SignedLog signed;
  private final CheckpointSigner signer;
  private Published published;

  private LedgerLog(
      Disk disk, Limits limits, Recovery recovery, CheckpointSigner signer, Published published)
      throws IOException {
    this.limits = limits;
    this.files = recovery.files();
    this.tiles = recovery.tiles();
    this.vault = new Vault(disk, files, limits.vault);
    this.signer = signer;
    this.published = published;
    files.clean();
    tiles.writeFull();
    this.wal = WriteAheadLog.start(disk, files, floor(tiles.size()), tiles.tail());
    this.signed = new SignedLog(disk, recovery.signed());
  }

  /**
   * Makes an empty ledger and publishes its first checkpoint, of size 0.
   *
   * @throws LedgerUnavailable if the directory holds anything but what a crash leaves of this
   *     method
   */
  static LedgerLog create(Disk disk, String origin, KeyHandle key) throws IOException {
    return create(disk, origin, key, Limits.DEFAULT);
  }

  static LedgerLog create(Disk disk, String origin, KeyHandle key, Limits limits)
      throws IOException {
    CheckpointSigner signer = new CheckpointSigner(origin, key);
    requireVacant(disk);
    AtomicFiles files = new AtomicFiles(disk);
    files.makeDirectory(WriteAheadLog.DIRECTORY, Disk.Access.PRIVATE);
    files.clean();
    files.write(SignedLog.NAME, new byte[0], Disk.Access.PRIVATE);
    files.sync();
    Recovery nothing =
        new Recovery(files, new TileWriter(files, new TreeHasher()), new SignedLog.Extent(0, 0));
    LedgerLog log = new LedgerLog(disk, limits, nothing, signer, new Published(null, -1));
    try {
      log.publish();
      return log;
    } catch (IOException | RuntimeException e) {
      closeAfter(e, log);
      throw e;
    }
  }

  /**
   * Opens a ledger and recovers what a crash may have left undone.
   *
   * @throws LedgerUnavailable if the directory is not a ledger
   * @throws NoteRejected if its checkpoint was not signed by this key
   * @throws LedgerCorrupted if it lacks anything that was signed, or is damaged
   */
  static LedgerLog open(Disk disk, KeyHandle key) throws IOException {
    return open(disk, key, Limits.DEFAULT);
  }

  static LedgerLog open(Disk disk, KeyHandle key, Limits limits) throws IOException {
    byte[] bytes = requireLedger(disk);
    SignedNote note;
    Checkpoint checkpoint;
    CheckpointSigner signer;
    try {
      note = SignedNote.parse(bytes);
      signer = new CheckpointSigner(Checkpoint.parse(note.text()).origin(), key);
      checkpoint = Checkpoint.open(note, signer.verifier());
    } catch (NoteRejected e) {
      throw new NoteRejected(disk + "/" + CHECKPOINT + ": " + e.getMessage(), e);
    }
    Recovery recovery = Recovery.of(disk, checkpoint);
    return new LedgerLog(disk, limits, recovery, signer, new Published(note, checkpoint.size()));
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
    return signer.verifier().name();
  }

  /** The text of the key that verifies checkpoints. */
  String vkey() {
    return signer.verifier().vkey();
  }

  /** How many entries are durable. */
  long size() {
    return tiles.size();
  }

  /** How many entries the published checkpoint covers. */
  long publishedSize() {
    return published.size;
  }

  /** Appends entries from index {@link #size} on; durable on return. */
  void append(List<Leaf> leaves) throws IOException {
    vault.store(size(), leaves);
    wal.append(size(), leaves.stream().map(Leaf::entry).toList());
    for (Leaf leaf : leaves) {
      tiles.add(leaf.hash().bytes(), leaf.entry());
    }
  }

  /** Writes what has become final, if there is enough of it. */
  void settle() throws IOException {
    boolean restart = wal.growth() >= limits.wal;
    if (restart || tiles.waitingBytes() >= limits.settle) {
      tiles.writeFull();
    }
    if (restart) {
      wal.restart(floor(size()), tiles.tail());
    }
  }

  /**
   * Signs and publishes a checkpoint over all entries, if there is none yet.
   *
   * @throws org.governance4j.KeyUnavailable if it cannot be signed; nothing has changed then
   */
  SignedNote publish() throws IOException {
    SignedNote current = published.note;
    if (current != null && published.size == size()) {
      return current;
    }
    tiles.writeFull();
    tiles.writePartial();
    Checkpoint checkpoint = new Checkpoint(origin(), size(), tiles.root());
    SignedNote note = signer.sign(checkpoint);
    signed.append(checkpoint, note);
    files.write(CHECKPOINT, note.encode(), Disk.Access.PUBLIC);
    files.sync();
    published = new Published(note, size());
    if (signed.length() >= limits.signed) {
      signed.restart(files, checkpoint, note);
    }
    return note;
  }

  @Override
  public void close() throws IOException {
    try (signed) {
      wal.close();
    }
  }

  static void closeAfter(Exception failure, Closeable open) {
    try {
      open.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static long floor(long size) {
    return size - size % TilePath.FULL;
  }

  /** Refuses a directory that holds anything but what a crash leaves of {@link #create}. */
  static void requireVacant(Disk disk) throws IOException {
    List<String> names = disk.list("");
    boolean vacant = names.isEmpty() || names.equals(List.of(WriteAheadLog.DIRECTORY));
    for (String name : disk.list(WriteAheadLog.DIRECTORY)) {
      vacant &= name.equals("lock") || name.equals("tmp") || isUnused(disk, name);
    }
    if (!vacant) {
      String found = disk.exists(CHECKPOINT) ? "it is a ledger already" : "found " + names;
      throw new LedgerUnavailable(
          "a new ledger needs an empty directory, " + disk + " is not: " + found);
    }
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

  private record Published(@Nullable SignedNote note, long size) {}
}
