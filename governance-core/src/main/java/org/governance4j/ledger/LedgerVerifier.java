package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a whole ledger directory (C2SP tlog-tiles), whoever wrote it: it derives everything anew
 * from the entries and compares.
 *
 * <ol>
 *   <li>the checkpoint is signed by the given key, and its origin is the key's name
 *   <li>every bundle is there, has exactly its entries, and each of them is an entry of this
 *       library (strict JSON with its members)
 *   <li>every stored tile, full or partial, has exactly the hashes of the entries below it
 *   <li>the root over the entries is the signed one
 *   <li>and, if an older checkpoint is given: the log had that root when it had that size, so
 *       nothing before it was changed, removed or reordered since
 * </ol>
 *
 * <p><b>What it cannot see.</b> A ledger that was cut back to an older checkpoint of its own is
 * intact; only somebody who holds a later checkpoint can tell, so keep one and give it to {@link
 * #withSince}.
 *
 * <p>O(n) time, one bundle and one tile per level in memory. A configured verifier is immutable and
 * safe for any number of threads, if its progress callback is; {@link #verify} works on the calling
 * thread, also beside a writer.
 */
public final class LedgerVerifier {
  private final NoteVerifier log;
  private final String origin;
  private final @Nullable SignedNote since;
  private final boolean foreign;
  private final LongConsumer progress;

  private LedgerVerifier(
      NoteVerifier log,
      String origin,
      @Nullable SignedNote since,
      boolean foreign,
      LongConsumer progress) {
    this.log = log;
    this.origin = origin;
    this.since = since;
    this.foreign = foreign;
    this.progress = progress;
  }

  /**
   * A verifier for the ledgers of this key.
   *
   * @param log the pinned key; the origin is expected to be its name
   */
  public static LedgerVerifier of(NoteVerifier log) {
    return new LedgerVerifier(log, log.name(), null, false, size -> {});
  }

  /** The same for a log whose origin differs from the name it signs under. */
  public LedgerVerifier withOrigin(String value) {
    return new LedgerVerifier(log, Objects.requireNonNull(value), since, foreign, progress);
  }

  /** The same, and the log must extend the tree of this older checkpoint. */
  public LedgerVerifier withSince(SignedNote older) {
    return new LedgerVerifier(log, origin, Objects.requireNonNull(older), foreign, progress);
  }

  /** The same for a log of anything: entries may be any bytes. */
  public LedgerVerifier withForeignEntries() {
    return new LedgerVerifier(log, origin, since, true, progress);
  }

  /** The same, telling after every bundle how many entries have been verified. */
  public LedgerVerifier withProgress(LongConsumer value) {
    return new LedgerVerifier(log, origin, since, foreign, Objects.requireNonNull(value));
  }

  /**
   * Verifies a directory.
   *
   * @return what is true of it
   * @throws NoteRejected if the checkpoint, or the older one, is not one that this log has signed
   * @throws LedgerCorrupted if anything does not hold; the message names the first bad place: the
   *     entry's index or the tile's path
   * @throws LedgerUnavailable if the directory is not a ledger or cannot be read
   */
  public VerifiedLog verify(Path directory) {
    return verify(new OsDisk(directory));
  }

  VerifiedLog verify(Disk disk) {
    try {
      return new Verification(disk, log, origin, since, foreign, progress).run();
    } catch (IOException e) {
      throw new LedgerUnavailable(disk + " cannot be read: " + e, e);
    }
  }
}
