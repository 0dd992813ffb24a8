package org.governance4j.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.RollOver;
import org.governance4j.json.StreamHead;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DecisionLedger} in a directory of C2SP tlog-tiles. Its {@code checkpoint} and {@code
 * tile/} can be served as they stand; {@code .state/} and {@code vault/} are private.
 *
 * <p><b>What is promised.</b>
 *
 * <ul>
 *   <li>An acknowledged entry survives a crash of the process, the system or the power, as far as
 *       the disk keeps what it has confirmed. Its disclosures survive with it.
 *   <li>Indexes have no gaps. Entries of one thread keep their order.
 *   <li>A checkpoint is remembered durably before it is published, and a ledger that lost anything
 *       it has signed refuses to open; so the log cannot sign a fork by accident. Who restores both
 *       the entries and that memory from one old backup is found out only by those who hold a later
 *       checkpoint.
 *   <li>After a failed write nothing is acknowledged until the ledger is opened again; what was not
 *       acknowledged by then may or may not be in it.
 * </ul>
 *
 * <p><b>Sensitive values</b> of an entry leave only salted digests in the tree. Their disclosures
 * stand in {@code vault/<index of the first entry>.jsonl}, readable by the owner alone, a line of
 * JSON each that names its subject by the SHA-256 in hex. Erasing what is known of a subject is
 * rewriting these files without its lines: the last one while the ledger is closed, the others at
 * any time. Sealing them with a key per subject comes with encryption at rest.
 *
 * <p><b>How it works.</b> One thread writes everything that waits with one write and one force into
 * a write-ahead log, and acknowledges it; another reads it back from there, writes tiles and signs
 * checkpoints. What waits is bounded, and so is the distance between the two: if the disk or the
 * key is too slow, the queue fills, and {@link FileLedgerConfig#overflow} says what happens then.
 * An entry is acknowledged when it is as safe as the caller asked, see {@link Acknowledgement}.
 *
 * <p><b>Once and no more.</b> Of the entries whose attribute {@code idempotency} is the same string
 * of 1 to 256 characters, only the first is ever logged, however long ago, through whatever crash
 * and from however many threads they come. Each of the others is acknowledged with the receipt of
 * the first, when that is as safe as was asked; whether they say the same is not looked at. So who
 * does not know the outcome of an append repeats it with the same key.
 *
 * <p><b>Heartbeats.</b> When nothing was appended for {@link FileLedgerConfig#heartbeat}, the
 * ledger appends a {@link org.governance4j.json.Heartbeat}: its size and where its streams stand.
 * See {@link Completeness}.
 *
 * <p><b>When the disk is full</b> nothing more is acknowledged. Room that was set aside is given up
 * for a last checkpoint over everything that was; then the ledger stops and says so, until it is
 * opened again with room.
 *
 * <p>Safe for any number of threads. The ways to submit block only if {@link Overflow#BLOCK} says
 * so; {@link #append}, {@link #publish} and {@link #close} wait for the disk, and go on waiting
 * when their thread is interrupted. Making, opening and rolling over a ledger is refused to a
 * thread that is interrupted, before or meanwhile: with {@link LedgerUnavailable}, the interrupt
 * kept and the directory released, to be opened again as after a crash. Futures complete on the
 * ledger's own threads: what hangs on them must be short, and may submit but not wait for this
 * ledger.
 *
 * @see <a href="https://c2sp.org/tlog-tiles">C2SP tlog-tiles</a>
 * @see <a href="https://c2sp.org/tlog-checkpoint">C2SP tlog-checkpoint</a>
 */
public final class FileLedger implements DecisionLedger {
  private static final String INTERRUPTED =
      "the thread that opens it is interrupted; open it from another one, or clear the interrupt";

  private final Disk disk;
  private final String origin;
  private final FileLedgerConfig config;
  private final EntryCodec codec;
  private final Engine engine;
  private final LedgerStreams streams;
  private final Closeable lock;
  private final AtomicBoolean released = new AtomicBoolean();
  private final Object rotating = new Object();

  private FileLedger(
      Disk disk, LedgerLog log, Limits limits, FileLedgerConfig config, Closeable lock) {
    this.disk = disk;
    this.origin = log.origin();
    this.config = config;
    this.codec = new EntryCodec(config.salts());
    this.engine = new Engine(log, limits, disk.toString(), config);
    this.streams = new LedgerStreams(new Host(), engine::stream, codec, config.clock());
    this.lock = lock;
  }

  /**
   * Makes a ledger with {@link FileLedgerConfig#defaults}.
   *
   * @see #create(Path, String, KeyHandle, FileLedgerConfig)
   */
  public static FileLedger create(Path directory, String origin, KeyHandle key) {
    return create(directory, origin, key, FileLedgerConfig.defaults());
  }

  /**
   * Makes a ledger that one Ed25519 key signs.
   *
   * @see #create(Path, String, LogKeys, FileLedgerConfig)
   */
  public static FileLedger create(
      Path directory, String origin, KeyHandle key, FileLedgerConfig config) {
    return create(directory, origin, LogKeys.of(key), config);
  }

  /**
   * Makes a ledger and publishes its first checkpoint, of size 0.
   *
   * @param directory does not exist yet, or is empty
   * @param origin the log's name, unique in the world, for example {@code example.com/credit/eu-1}:
   *     1 to 255 bytes without spaces and plus
   * @param keys the keys that sign; they stay open when the ledger is closed
   * @throws IllegalArgumentException if a key or the origin cannot sign checkpoints
   * @throws LedgerUnavailable if the directory is not empty, is open already, or cannot be written
   * @throws org.governance4j.KeyUnavailable if the key does not sign
   */
  public static FileLedger create(
      Path directory, String origin, LogKeys keys, FileLedgerConfig config) {
    Objects.requireNonNull(config, "config");
    Disk disk = OsDisk.at(directory);
    return start(
        disk,
        config,
        () -> {
          // Before anything is made in what may be somebody else's directory.
          LedgerLog.requireVacant(disk);
          new CheckpointSigner(origin, keys, config.clock());
          return make(directory);
        },
        () -> LedgerLog.create(disk, origin, keys, config.clock(), Limits.DEFAULT));
  }

  /**
   * Opens a ledger with {@link FileLedgerConfig#defaults}.
   *
   * @see #open(Path, KeyHandle, FileLedgerConfig)
   */
  public static FileLedger open(Path directory, KeyHandle key) {
    return open(directory, key, FileLedgerConfig.defaults());
  }

  /** Makes a directory for a ledger, and takes its lock. */
  static Closeable make(Path directory) throws IOException {
    Files.createDirectories(directory);
    new OsDisk(directory).createDirectory(WriteAheadLog.DIRECTORY, Disk.Access.PRIVATE);
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      new OsDisk(parent).syncDirectory("");
    }
    return DirectoryLock.acquire(directory);
  }

  /**
   * Opens a ledger that one Ed25519 key signs.
   *
   * @see #open(Path, LogKeys, FileLedgerConfig)
   */
  public static FileLedger open(Path directory, KeyHandle key, FileLedgerConfig config) {
    return open(directory, LogKeys.of(key), config);
  }

  /**
   * Opens a ledger, and recovers what a crash has left undone. All that was ever signed is held
   * against what is there.
   *
   * @param keys the Ed25519 key that signed before, perhaps with an ML-DSA-44 key; they stay open
   *     when the ledger is closed
   * @throws IllegalArgumentException if a key is not of its algorithm
   * @throws LedgerUnavailable if the directory is not a ledger, was rolled over, is open already,
   *     or cannot be read or written
   * @throws NoteRejected if its checkpoint was signed by another key, or the key was rotated
   * @throws LedgerCorrupted if it is damaged or has lost something that was signed
   */
  public static FileLedger open(Path directory, LogKeys keys, FileLedgerConfig config) {
    Objects.requireNonNull(config, "config");
    Disk disk = OsDisk.at(directory);
    return start(
        disk,
        config,
        () -> {
          LedgerLog.requireLedger(disk);
          return DirectoryLock.acquire(directory);
        },
        () -> LedgerLog.open(disk, keys, config.clock(), Limits.DEFAULT));
  }

  /**
   * Ends a ledger that is not open and lets another one go on in its place. The last entry of the
   * one names the other's origin and key; the first entry of the other carries the last checkpoint
   * of the first. Whoever verifies the successor can verify both as one, see {@link
   * LedgerVerifier#withPredecessor}. The predecessor stays readable, and refuses to be opened.
   *
   * <p>When it fails or is interrupted by a crash, calling it again with the same successor
   * completes it; until then neither ledger should be opened.
   *
   * @param predecessor the ledger that ends
   * @param keys its keys
   * @param successor the directory of the other: new, empty, or an empty ledger of these keys
   * @param origin the other's name
   * @param successorKeys the other's keys; they may be the same
   * @param config how the other works once it is open
   * @param actor who does it
   * @param reason why
   * @return the successor, open
   * @throws IllegalArgumentException if the keys or the origin cannot sign, or the origin is the
   *     predecessor's
   * @throws LedgerUnavailable if one of the directories is open or cannot be used, or the
   *     predecessor was rolled over to another ledger
   * @throws NoteRejected if a ledger is not signed by these keys
   * @throws org.governance4j.KeyUnavailable if a key does not sign
   */
  public static FileLedger rollOver(
      Path predecessor,
      LogKeys keys,
      Path successor,
      String origin,
      LogKeys successorKeys,
      FileLedgerConfig config,
      String actor,
      String reason) {
    RollOvers.run(
        predecessor,
        keys,
        successor,
        successorKeys,
        origin,
        new RollOvers.Terms(actor, reason, config.clock(), Limits.DEFAULT));
    return open(successor, successorKeys, config);
  }

  /** Something that is done once on the way to an open ledger. */
  interface Step<T> {
    /** Does it. */
    T run() throws IOException;
  }

  static FileLedger start(
      Disk disk, FileLedgerConfig config, Step<? extends Closeable> lock, Step<LedgerLog> log) {
    return start(disk, Limits.DEFAULT, config, lock, log);
  }

  static FileLedger start(
      Disk disk,
      Limits limits,
      FileLedgerConfig config,
      Step<? extends Closeable> lock,
      Step<LedgerLog> log) {
    requireUninterrupted(disk);
    try {
      Closeable held = lock.run();
      try {
        FileLedger ledger = new FileLedger(disk, log.run(), limits, config, held);
        ledger.engine.start();
        return ledger;
      } catch (IOException | RuntimeException | Error e) {
        LedgerLog.closeAfter(e, held);
        throw e;
      }
    } catch (IOException e) {
      throw unavailable(disk + " cannot be opened", e);
    }
  }

  /**
   * Refuses an interrupted thread before it changes anything: the first file it forced would be
   * closed under it.
   */
  static void requireUninterrupted(Disk disk) {
    if (Thread.currentThread().isInterrupted()) {
      throw new LedgerUnavailable(disk + " was not opened: " + INTERRUPTED);
    }
  }

  static LedgerUnavailable unavailable(String what, IOException failure) {
    boolean interrupted = failure instanceof ClosedByInterruptException;
    return new LedgerUnavailable(what + ": " + (interrupted ? INTERRUPTED : failure), failure);
  }

  @Override
  public String origin() {
    return origin;
  }

  /**
   * The key that verifies this ledger's checkpoints, as signed-note verifier key text; see {@link
   * org.governance4j.NoteVerifier#ed25519}. After {@link #rotate} it is the new one.
   */
  public String vkey() {
    return engine.signer().verifier().vkey();
  }

  /**
   * The verifier keys of all keys that sign: {@link #vkey}, then that of ML-DSA-44 if there is one.
   */
  public List<String> vkeys() {
    return engine.signer().vkeys();
  }

  /**
   * Hands the ledger over to another Ed25519 key: an entry announces it, both keys sign a
   * checkpoint over that entry, the new key signs everything after, and a last entry puts that
   * checkpoint on record. So whoever has pinned the old key can follow the public log to the new
   * one; see {@link LedgerVerifier}.
   *
   * <p>From the checkpoint of both on, the ledger is opened with the new key only; before, with the
   * old one. When this fails, {@link #vkey} tells which of them signs. A rotation that got no
   * further than its announcement can be repeated; one that got further is completed by opening the
   * ledger with the new key.
   *
   * @param next signs from now on, and stays open when the ledger is closed; the old one is not
   *     needed any more when this returns
   * @param actor who does it
   * @param reason why
   * @return the checkpoint of both keys
   * @throws IllegalArgumentException if it is not an Ed25519 key, or the one that signs already
   * @throws LedgerUnavailable if the ledger or one of the keys fails
   */
  public SignedNote rotate(KeyHandle next, String actor, String reason) {
    requireOtherThread();
    synchronized (rotating) {
      LogSigner signer = engine.signer();
      String key = signer.verifier().vkey();
      String successor = signer.verifier(next).vkey();
      append(KeyRotation.announced(origin, key, successor, actor, reason));
      LogSigner.Rotation rotation = signer.rotate(next);
      CompletableFuture<SignedNote> published = engine.publish();
      // A publication that was due by itself may have done it, before this one failed.
      SignedNote both = await(published.handle((note, e) -> e).thenCompose(e -> done(rotation, e)));
      append(KeyRotation.rotated(origin, key, successor, both, actor, reason));
      publish();
      return both;
    }
  }

  private CompletableFuture<SignedNote> done(
      LogSigner.Rotation rotation, @Nullable Throwable failure) {
    return failure != null && engine.signer().withdraw(rotation)
        ? CompletableFuture.failedFuture(failure)
        : rotation.done();
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    return submit(entry, Acknowledgement.DURABLE);
  }

  /**
   * Queues an entry.
   *
   * @param when how safe it must be
   * @return completes when it is so safe; completes exceptionally as that of {@link #submit(Entry)}
   */
  public CompletableFuture<Receipt> submit(Entry entry, Acknowledgement when) {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(when, "when");
    try {
      return offer(entry.type(), encode(entry), when, null);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Queues an entry that was encoded elsewhere, for example by {@link EntryCodec}: its bytes enter
   * the tree as they stand. Nothing looks at them here: who verifies the ledger as one of entries
   * of this library refuses what is none.
   *
   * <p>It costs the caller a copy of the bytes and no more.
   *
   * @param encoded at most {@link Entry#MAX_BYTES} bytes
   * @param when how safe it must be
   * @return as of the other; exceptionally with {@link IllegalArgumentException} if it is too long
   */
  public CompletableFuture<Receipt> submit(byte[] encoded, Acknowledgement when) {
    Objects.requireNonNull(encoded, "encoded");
    Objects.requireNonNull(when, "when");
    try {
      if (encoded.length > Entry.MAX_BYTES) {
        throw new IllegalArgumentException(
            "an entry has at most " + Entry.MAX_BYTES + " bytes: " + encoded.length);
      }
      return offer(Losses.ENCODED, Leaf.of(encoded.clone()), when, null);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Queues an entry whose proof is wanted: it says to everybody who pins this ledger's key,
   * offline, that the entry is in the ledger.
   *
   * @return completes when a published checkpoint covers the entry, see {@link
   *     Acknowledgement#PUBLISHED}; completes exceptionally as that of {@link #submit(Entry)}
   */
  public CompletableFuture<TlogProof> submitProven(Entry entry) {
    Objects.requireNonNull(entry, "entry");
    CompletableFuture<TlogProof> proof = new CompletableFuture<>();
    try {
      offer(entry.type(), encode(entry), Acknowledgement.PUBLISHED, proof);
      return proof;
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Receipt append(Entry entry) {
    requireOtherThread();
    return await(offer(entry.type(), encode(entry), Acknowledgement.DURABLE, null));
  }

  /**
   * This ledger as one producer sees it: every entry gets the next place of the producer's stream,
   * in the attributes {@code stream}, {@code seq} and {@code prev}; so {@link Completeness} sees
   * which are missing. The stream goes on where the ledger has it. Whoever asks for the same stream
   * gets the same object.
   *
   * <p>Its entries have no {@code idempotency} key. Closing it closes nothing.
   *
   * @param name see {@link org.governance4j.json.StreamStamp}
   * @throws IllegalArgumentException if the name is malformed
   * @throws LedgerUnavailable if the ledger has 65,536 streams already
   */
  public DecisionLedger stream(String name) {
    return streams.of(name);
  }

  /** What a stream needs. */
  private final class Host implements LedgerStream.Host {
    @Override
    public DecisionLedger ledger() {
      return FileLedger.this;
    }

    @Override
    public @Nullable CompletableFuture<Receipt> offer(StreamHead.Stamped stamped) {
      CommitQueue.Waiting waiting = waiting(stamped);
      return engine.offerNow(stamped.entry().type(), waiting) ? waiting.receipt() : null;
    }

    @Override
    public void awaitRoom(StreamHead.Stamped stamped) {
      engine.awaitRoom(waiting(stamped));
    }

    private CommitQueue.Waiting waiting(StreamHead.Stamped stamped) {
      Entry entry = stamped.entry();
      EntryCodec.Encoded encoded = stamped.encoded();
      return new CommitQueue.Waiting(
          new Leaf(encoded.bytes(), entry.subject(), encoded.disclosures(), EntryKeys.of(entry)),
          Acknowledgement.DURABLE,
          new CompletableFuture<>(),
          null);
    }

    @Override
    public void requireOtherThread() {
      FileLedger.this.requireOtherThread();
    }
  }

  private CompletableFuture<Receipt> offer(
      String type, Leaf leaf, Acknowledgement when, @Nullable CompletableFuture<TlogProof> proof) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    engine.offer(type, new CommitQueue.Waiting(leaf, when, receipt, proof));
    return receipt;
  }

  private Leaf encode(Entry entry) {
    if (entry.type().equals(RollOver.TYPE)) {
      throw new IllegalArgumentException(
          "an entry of type " + RollOver.TYPE + " is written by rolling a ledger over");
    }
    Entry timed =
        entry.time() == null ? entry.toBuilder().time(config.clock().instant()).build() : entry;
    EntryKeys.require(timed);
    EntryCodec.Encoded encoded = codec.encode(timed);
    return new Leaf(encoded.bytes(), timed.subject(), encoded.disclosures(), EntryKeys.of(timed));
  }

  @Override
  public SignedNote publish() {
    requireOtherThread();
    return await(engine.publish());
  }

  /** Waits for something that the ledger's threads will complete. */
  static <T> T await(CompletableFuture<T> future) {
    // Not join: in a worker of the common pool that runs other tasks meanwhile, on top of this one
    // and of whatever locks its caller holds; and those may wait for this ledger too.
    Thread waiter = Thread.currentThread();
    future.whenComplete((result, problem) -> LockSupport.unpark(waiter));
    boolean interrupted = false;
    while (!future.isDone()) {
      LockSupport.park(future);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      waiter.interrupt();
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      // A fresh exception for every waiter: they must not share one that each can add to.
      throw new LedgerUnavailable(String.valueOf(cause.getMessage()), cause);
    }
  }

  private void requireOtherThread() {
    if (engine.isOwnThread()) {
      throw new IllegalStateException(
          "what hangs on a receipt runs on the ledger's own thread, which cannot wait for itself");
    }
  }

  @Override
  public LedgerReader reader() {
    return new FileLedgerReader(disk);
  }

  @Override
  public Health health() {
    return engine.health();
  }

  /**
   * Writes what is queued, publishes a last checkpoint and releases the directory.
   *
   * @throws LedgerUnavailable if that fails; the directory is released all the same. A ledger that
   *     had stopped before is closed without another word.
   */
  @Override
  public void close() {
    requireOtherThread();
    boolean stoppedBefore = engine.failure() != null;
    engine.close();
    if (released.getAndSet(true)) {
      return;
    }
    try {
      lock.close();
    } catch (IOException e) {
      throw new LedgerUnavailable(disk + " cannot be released: " + e, e);
    }
    LedgerUnavailable failure = engine.failure();
    if (failure != null) {
      if (!stoppedBefore) {
        throw new LedgerUnavailable(String.valueOf(failure.getMessage()), failure.getCause());
      }
      return;
    }
    String unpublished = engine.unpublished();
    if (unpublished != null) {
      throw new LedgerUnavailable(disk + " is closed, with entries unpublished: " + unpublished);
    }
  }

  /** Names the directory and the origin. */
  @Override
  public String toString() {
    return "FileLedger[" + disk + ", " + origin + "]";
  }
}
