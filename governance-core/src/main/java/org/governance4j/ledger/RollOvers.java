package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.LedgerUnavailable;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.RollOver;
import org.jspecify.annotations.Nullable;

/**
 * Ends a ledger and begins its successor, so that each names the other.
 *
 * <ol>
 *   <li>the successor is made, empty, and stays open
 *   <li>the predecessor's directory is marked: it is not opened any more but to go on with this
 *   <li>the predecessor gets its last entry and its last checkpoint
 *   <li>that checkpoint becomes the successor's first entry, and is published
 * </ol>
 *
 * <p>After a crash the same is done again, from the first of these that is missing. Stateless.
 */
final class RollOvers {
  /** The mark: origin and verifier key of the successor, a line each. */
  static final String SUCCESSOR = ".state/successor";

  private static final int MAX_BYTES = 4096;

  private RollOvers() {}

  /** A ledger on the disk and who signs for it. */
  record Side(Disk disk, LogKeys keys) {}

  /** How it is done. */
  record Terms(String actor, @Nullable String reason, Clock clock, Limits limits) {}

  /** Refuses a ledger that has ended. */
  static void requireNotEnded(Disk disk) throws IOException {
    String successor = marked(disk);
    if (successor != null) {
      throw ended(disk, successor);
    }
  }

  private static LedgerUnavailable ended(Disk disk, String successor) {
    return new LedgerUnavailable(
        disk
            + " takes no more entries: it was rolled over to "
            + successor.strip().replace("\n", " with the key "));
  }

  private static @Nullable String marked(Disk disk) throws IOException {
    byte[] mark = disk.read(SUCCESSOR, 0, MAX_BYTES);
    return mark == null ? null : new String(mark, UTF_8);
  }

  /** Does what is not done yet, with both directories locked. */
  @SuppressWarnings("try") // the locks are held, not used
  static void run(
      Path predecessor,
      LogKeys keys,
      Path successor,
      LogKeys successorKeys,
      String origin,
      Terms terms) {
    Side from = new Side(new OsDisk(predecessor), keys);
    Side to = new Side(new OsDisk(successor), successorKeys);
    FileLedger.requireUninterrupted(from.disk);
    try {
      LedgerLog.requireLedger(from.disk);
      if (!to.disk.exists(LedgerLog.CHECKPOINT)) {
        LedgerLog.requireVacant(to.disk);
      }
      // Before anything is made in the directory.
      new CheckpointSigner(origin, successorKeys, terms.clock);
      try (Closeable old = DirectoryLock.acquire(predecessor);
          Closeable next = FileLedger.make(successor)) {
        run(from, to, origin, terms);
      }
    } catch (IOException e) {
      throw FileLedger.unavailable(predecessor + " cannot be rolled over", e);
    }
  }

  /**
   * Does what is not done yet.
   *
   * @param origin of the successor
   */
  static void run(Side from, Side to, String origin, Terms terms) throws IOException {
    String vkey = new CheckpointSigner(origin, to.keys, terms.clock).verifier().vkey();
    String mark = origin + "\n" + vkey + "\n";
    String known = marked(from.disk);
    if (known != null && !known.equals(mark)) {
      throw ended(from.disk, known);
    }
    try (LedgerLog old = LedgerLog.openEnded(from.disk, from.keys, terms.clock, terms.limits)) {
      if (old.origin().equals(origin)) {
        throw new IllegalArgumentException("a ledger cannot be its own successor: " + origin);
      }
      try (LedgerLog next = successor(to, origin, terms)) {
        RollOver begun = first(next, to.disk);
        requireOwn(begun, next, old, to.disk);
        if (known == null) {
          AtomicFiles files = new AtomicFiles(from.disk);
          files.write(SUCCESSOR, mark.getBytes(UTF_8), Disk.Access.PRIVATE);
          files.sync();
        }
        SignedNote last =
            end(
                old,
                from.disk,
                new RollOver(RollOver.Event.ENDED, origin, vkey, null, terms.reason),
                terms);
        if (begun == null) {
          begun =
              new RollOver(
                  RollOver.Event.BEGUN, old.origin(), old.vkey(), last.toString(), terms.reason);
          next.append(List.of(leaf(begun, origin, terms)));
          next.publish();
        } else if (!checkpoint(begun).equals(Checkpoint.parse(last.text()))) {
          throw notFrom(to.disk, old);
        }
      }
    }
  }

  private static LedgerLog successor(Side to, String origin, Terms terms) throws IOException {
    if (!to.disk.exists(LedgerLog.CHECKPOINT)) {
      return LedgerLog.create(to.disk, origin, to.keys, terms.clock, terms.limits);
    }
    LedgerLog next = LedgerLog.open(to.disk, to.keys, terms.clock, terms.limits);
    if (!next.origin().equals(origin)) {
      LedgerUnavailable refusal =
          new LedgerUnavailable(to.disk + " is the ledger " + next.origin() + ", not " + origin);
      LedgerLog.closeAfter(refusal, next);
      throw refusal;
    }
    return next;
  }

  /**
   * What the successor begins with, published; null if it is empty or begins with another entry.
   */
  private static @Nullable RollOver first(LedgerLog next, Disk disk) throws IOException {
    if (next.size() == 0) {
      return null;
    }
    next.publish();
    return body(new TileFiles(disk, next.size()).entries(0, 0, 1).get(0), RollOver.Event.BEGUN);
  }

  private static void requireOwn(
      @Nullable RollOver begun, LedgerLog next, LedgerLog old, Disk disk) {
    boolean own = begun == null ? next.size() == 0 : begun.log().equals(old.origin());
    if (!own) {
      throw notFrom(disk, old);
    }
  }

  private static LedgerUnavailable notFrom(Disk disk, LedgerLog old) {
    return new LedgerUnavailable(
        disk + " does not take up from " + old.origin() + ": it has entries of its own");
  }

  /** The last checkpoint, over the last entry. */
  private static SignedNote end(LedgerLog old, Disk disk, RollOver ended, Terms terms)
      throws IOException {
    SignedNote note = old.publish();
    long size = old.size();
    RollOver last = size == 0 ? null : last(disk, size);
    if (last != null && last.log().equals(ended.log()) && last.key().equals(ended.key())) {
      return note;
    }
    old.append(List.of(leaf(ended, old.origin(), terms)));
    return old.publish();
  }

  /** What a published ledger ends with, or null. */
  static @Nullable RollOver last(Disk disk, long size) throws IOException {
    long bundle = (size - 1) / TilePath.FULL;
    int slot = (int) ((size - 1) % TilePath.FULL);
    return body(
        new TileFiles(disk, size).entries(bundle, slot, slot + 1).get(0), RollOver.Event.ENDED);
  }

  /** What an entry says of a roll-over, null if it does not. */
  static @Nullable RollOver body(byte[] entry, RollOver.Event event) {
    try {
      return EntryBody.from(EntryCodec.decode(entry)).orElse(null) instanceof RollOver body
              && body.event() == event
          ? body
          : null;
    } catch (InvalidData e) {
      return null; // whatever it is, it is not that
    }
  }

  /** The predecessor's last checkpoint, as the successor has it; not verified. */
  static Checkpoint checkpoint(RollOver begun) {
    return Checkpoint.parse(note(begun).text());
  }

  static SignedNote note(RollOver begun) {
    return SignedNote.parse(String.valueOf(begun.checkpoint()));
  }

  private static Leaf leaf(RollOver body, String origin, Terms terms) {
    Entry entry = body.toEntry(terms.actor, KeyRotation.subject(origin));
    return KeyRotation.leaf(entry, terms.clock);
  }
}
