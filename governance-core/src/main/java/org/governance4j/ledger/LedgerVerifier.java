package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 *   <li>the checkpoint is signed by the given key, and its origin is the key's name; or by a key to
 *       which the log was handed over: each key has signed, together with the next one, a
 *       checkpoint over an entry that names the next one, and the log extends that checkpoint
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
 * <p>O(n) time; O(log n) memory, which a directory cannot raise: besides one tile per level it is a
 * few runs of leaf hashes per thread, a bundle of at most 2 MiB per thread and a single longer one.
 * Several threads read and hash, unless {@link #withThreads} says otherwise; the outcome is the
 * same as with one, down to which of several differences is reported: the leftmost. A configured
 * verifier is immutable and safe for any number of threads, if its progress callback is; it may
 * verify beside a writer.
 *
 * <p>{@link #verify} stops when its thread is interrupted, with {@link LedgerUnavailable}; the
 * thread's flag stays set. However it ends, none of the threads it started is left then.
 */
public final class LedgerVerifier {
  private static final int MOST_THREADS = 8;

  private final Terms terms;

  /**
   * What is asked of a directory.
   *
   * @param log the pinned key
   * @param origin the expected origin
   * @param also further keys that must have signed
   * @param since the older checkpoint that the log must extend, if any
   * @param predecessor the directory of the log it must have taken up from, if any
   * @param foreign whether entries may be any bytes
   * @param progress is told how many entries have been verified
   * @param threads how many threads may read and hash
   */
  record Terms(
      NoteVerifier log,
      String origin,
      List<NoteVerifier> also,
      @Nullable SignedNote since,
      @Nullable Disk predecessor,
      boolean foreign,
      LongConsumer progress,
      int threads) {
    Terms withOrigin(String value) {
      return new Terms(log, value, also, since, predecessor, foreign, progress, threads);
    }

    Terms withAlso(List<NoteVerifier> value) {
      return new Terms(log, origin, value, since, predecessor, foreign, progress, threads);
    }

    Terms withSince(SignedNote value) {
      return new Terms(log, origin, also, value, predecessor, foreign, progress, threads);
    }

    Terms withPredecessor(Disk value) {
      return new Terms(log, origin, also, since, value, foreign, progress, threads);
    }

    Terms withForeign() {
      return new Terms(log, origin, also, since, predecessor, true, progress, threads);
    }

    Terms withProgress(LongConsumer value) {
      return new Terms(log, origin, also, since, predecessor, foreign, value, threads);
    }

    Terms withThreads(int value) {
      return new Terms(log, origin, also, since, predecessor, foreign, progress, value);
    }
  }

  private LedgerVerifier(Terms terms) {
    this.terms = terms;
  }

  /**
   * A verifier for the ledgers of this key.
   *
   * @param log the pinned key; the origin is expected to be its name. If it is an Ed25519 key that
   *     was rotated since, the log itself leads to its successor
   */
  public static LedgerVerifier of(NoteVerifier log) {
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return new LedgerVerifier(
        new Terms(log, log.name(), List.of(), null, null, false, size -> {}, threads));
  }

  /** The same for a log whose origin differs from the name it signs under. */
  public LedgerVerifier withOrigin(String value) {
    return new LedgerVerifier(terms.withOrigin(Objects.requireNonNull(value)));
  }

  /**
   * The same, and this key must have signed the checkpoint too, or be followed to one that has: of
   * the log, for example its ML-DSA-44 key, or of a witness.
   */
  public LedgerVerifier withSigner(NoteVerifier value) {
    List<NoteVerifier> all = new ArrayList<>(terms.also);
    all.add(Objects.requireNonNull(value));
    return new LedgerVerifier(terms.withAlso(List.copyOf(all)));
  }

  /** The same, and the log must extend the tree of this older checkpoint. */
  public LedgerVerifier withSince(SignedNote older) {
    return new LedgerVerifier(terms.withSince(Objects.requireNonNull(older)));
  }

  /**
   * The same, and the log must take up from the one in this directory: its first entry names that
   * log, its key and its last checkpoint, the entries there lead to exactly that checkpoint, and
   * the last of them names this log. Which key the other log has is believed of this one.
   */
  public LedgerVerifier withPredecessor(Path directory) {
    return withPredecessor(new OsDisk(directory));
  }

  LedgerVerifier withPredecessor(Disk disk) {
    return new LedgerVerifier(terms.withPredecessor(disk));
  }

  /** The same for a log of anything: entries may be any bytes. */
  public LedgerVerifier withForeignEntries() {
    return new LedgerVerifier(terms.withForeign());
  }

  /**
   * The same, telling after every bundle how many entries have been verified: on the calling
   * thread, in ascending order.
   */
  public LedgerVerifier withProgress(LongConsumer value) {
    return new LedgerVerifier(terms.withProgress(Objects.requireNonNull(value)));
  }

  /**
   * The same with at most so many threads that read and hash. By default there is one for each
   * processor, up to {@value #MOST_THREADS}.
   *
   * @param value 1 to 256; with 1 the calling thread does it all
   * @throws IllegalArgumentException if it is not
   */
  public LedgerVerifier withThreads(int value) {
    if (value < 1 || value > 256) {
      throw new IllegalArgumentException("threads must be from 1 to 256: " + value);
    }
    return new LedgerVerifier(terms.withThreads(value));
  }

  /**
   * Verifies a directory.
   *
   * @return what is true of it
   * @throws NoteRejected if the checkpoint, or the older one, is not one that this log has signed
   * @throws LedgerCorrupted if anything does not hold; the message names the first bad place: the
   *     entry's index or the tile's path
   * @throws LedgerUnavailable if the directory is not a ledger or cannot be read, or the thread is
   *     interrupted
   */
  public VerifiedLog verify(Path directory) {
    return verify(new OsDisk(directory));
  }

  VerifiedLog verify(Disk disk) {
    try {
      VerifiedLog verified = new Verification(disk, terms).run();
      Disk predecessor = terms.predecessor;
      if (predecessor != null) {
        new RollOverCheck(disk, verified, terms).run(predecessor);
      }
      return verified;
    } catch (IOException e) {
      throw new LedgerUnavailable(disk + " cannot be read: " + e, e);
    }
  }
}
