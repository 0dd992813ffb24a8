package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.governance4j.Checkpoint;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.NoteVerifier;

/** What the tests of the ledger's engine share. */
final class Logs {
  static final String ORIGIN = "example.com/log";
  static final TestKey KEY = TestKey.of(7);
  static final NoteVerifier VERIFIER = KEY.verifier(ORIGIN);

  private Logs() {}

  static LedgerLog create(Disk disk) throws IOException {
    return LedgerLog.create(disk, ORIGIN, KEY);
  }

  static LedgerLog open(Disk disk) throws IOException {
    return LedgerLog.open(disk, KEY);
  }

  /** Small enough for a test's ledger to go through everything that happens to a large one. */
  static final Limits SMALL = new Limits(5000, 4000, 512, 1 << 20, 300, 500, 700);

  static LedgerLog createSmall(Disk disk) throws IOException {
    return LedgerLog.create(disk, ORIGIN, KEY, SMALL);
  }

  static LedgerLog openSmall(Disk disk) throws IOException {
    return LedgerLog.open(disk, KEY, SMALL);
  }

  static List<Leaf> leaves(List<byte[]> entries) {
    List<Leaf> leaves = new ArrayList<>();
    for (byte[] entry : entries) {
      leaves.add(Leaf.of(entry));
    }
    return leaves;
  }

  /** Appends as the committer does. */
  static void append(LedgerLog log, List<byte[]> entries) throws IOException {
    log.append(leaves(entries));
    log.settle();
  }

  static LedgerVerifier verifier() {
    return LedgerVerifier.of(VERIFIER).withForeignEntries();
  }

  /** Verifies what is published, and compares it with what should be. */
  static void check(MemoryDisk disk, List<byte[]> expected) {
    VerifiedLog verified = verifier().verify(disk);
    assertEquals(expected.size(), verified.size());
    FileLedgerReader reader = new FileLedgerReader(disk);
    List<LedgerRecord> records = new ArrayList<>();
    while (records.size() < expected.size()) {
      records.addAll(reader.read(records.size(), 1000));
    }
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(i, records.get(i).index());
      assertArrayEquals(expected.get(i), records.get(i).bytes(), "entry " + i);
    }
  }

  /** Checks proofs of the published tree against roots that are known. */
  static void checkProofs(MemoryDisk disk, long index, long oldSize, long size, List<byte[]> all) {
    FileLedgerReader reader = new FileLedgerReader(disk);
    Digest root = NaiveTree.root(all.subList(0, (int) size));
    Digest leaf = MerkleTree.leafHash(all.get((int) index));
    reader.inclusionProof(index, size).verify(leaf, root);
    ConsistencyProof proof = reader.consistencyProof(oldSize, size);
    proof.verify(NaiveTree.root(all.subList(0, (int) oldSize)), root);
  }

  static Checkpoint checkpoint(Disk disk) {
    return Checkpoint.open(new FileLedgerReader(disk).checkpoint(), VERIFIER);
  }

  /** Nothing happens by itself, and the clock stands still. */
  static final FileLedgerConfig ON_DEMAND =
      FileLedgerConfig.defaults()
          .withPublishInterval(Duration.ZERO)
          .withHeartbeat(Duration.ZERO)
          .withClock(Clock.fixed(Instant.parse("2026-11-21T09:30:00.123456Z"), ZoneOffset.UTC));

  static Entry.Builder approval() {
    return Entry.builder(Entry.Types.APPROVAL, "user:alice", "model:credit-risk")
        .decision("approved");
  }

  static FileLedger inMemory(MemoryDisk disk, FileLedgerConfig config) {
    return FileLedger.start(disk, config, () -> () -> {}, () -> create(disk));
  }

  static FileLedger reopened(MemoryDisk disk, FileLedgerConfig config) {
    return FileLedger.start(disk, config, () -> () -> {}, () -> open(disk));
  }

  /** Says that it was reached, and waits to be released. */
  static Runnable gate(CountDownLatch reached, CountDownLatch release) {
    return () -> {
      reached.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }
}
