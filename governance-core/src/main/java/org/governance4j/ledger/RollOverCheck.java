package org.governance4j.ledger;

import java.io.IOException;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerCorrupted;
import org.governance4j.MerkleTree;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.json.RollOver;
import org.jspecify.annotations.Nullable;

/**
 * Whether a verified log takes up from another one, and that one ends with it. What is read of
 * either is proven against the roots that were derived from all entries. One use, one thread.
 */
final class RollOverCheck {
  private final Disk disk;
  private final VerifiedLog log;
  private final LedgerVerifier.Terms terms;

  RollOverCheck(Disk disk, VerifiedLog log, LedgerVerifier.Terms terms) {
    this.disk = disk;
    this.log = log;
    this.terms = terms;
  }

  void run(Disk predecessor) throws IOException {
    RollOver begun = log.size() == 0 ? null : entry(disk, log, 0, RollOver.Event.BEGUN);
    if (begun == null) {
      throw new LedgerCorrupted(
          disk + " does not begin with an entry that names a predecessor, as one rolled over does");
    }
    NoteVerifier key;
    Checkpoint last;
    try {
      key = NoteVerifier.ed25519(begun.key());
      last = Checkpoint.open(RollOvers.note(begun), key, begun.log());
    } catch (NoteRejected e) {
      throw new LedgerCorrupted(
          "entry 0 of " + disk + " names a predecessor that it does not prove: " + e.getMessage(),
          e);
    }
    LedgerVerifier verifier =
        LedgerVerifier.of(key).withOrigin(begun.log()).withThreads(terms.threads());
    VerifiedLog old =
        (terms.foreign() ? verifier.withForeignEntries() : verifier).verify(predecessor);
    if (old.size() != last.size() || !old.root().equals(last.root())) {
      throw new LedgerCorrupted(
          predecessor
              + " is not what "
              + disk
              + " takes up from: it has "
              + old.size()
              + " entries with the root "
              + old.root().hex()
              + ", entry 0 says "
              + last.size()
              + " with the root "
              + last.root().hex());
    }
    RollOver ended =
        old.size() == 0 ? null : entry(predecessor, old, old.size() - 1, RollOver.Event.ENDED);
    if (ended == null || !ended.log().equals(log.origin())) {
      throw new LedgerCorrupted(
          predecessor
              + " does not end with an entry that names "
              + log.origin()
              + " as its successor");
    }
    requireKey(ended, predecessor);
  }

  /** The key that the predecessor names, or one that it was rotated to, signs this log. */
  private void requireKey(RollOver ended, Disk predecessor) throws IOException {
    try {
      KeyChain.follow(
          disk,
          new PublishedCheckpoint(disk).read().note(),
          NoteVerifier.ed25519(ended.key()),
          log.origin());
    } catch (NoteRejected e) {
      throw new LedgerCorrupted(
          predecessor + " names another key for its successor: " + e.getMessage(), e);
    }
  }

  private static @Nullable RollOver entry(
      Disk disk, VerifiedLog log, long index, RollOver.Event event) throws IOException {
    TileFiles files = new TileFiles(disk, log.size());
    int slot = (int) (index % TilePath.FULL);
    byte[] bytes = files.entries(index / TilePath.FULL, slot, slot + 1).get(0);
    try {
      new StoredTree(files, new TreeHasher())
          .inclusion(index, log.size())
          .verify(MerkleTree.leafHash(bytes), log.root());
    } catch (ProofRejected e) {
      throw new LedgerCorrupted(disk + " changed while it was verified: entry " + index, e);
    }
    return RollOvers.body(bytes, event);
  }
}
