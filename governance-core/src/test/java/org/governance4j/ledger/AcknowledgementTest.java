package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.LedgerUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.Receipt;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When an entry is acknowledged, and what that is worth. */
@Timeout(120)
class AcknowledgementTest {
  private final MemoryDisk disk = new MemoryDisk();

  private static byte[] encoded(int i) {
    Entry entry = Logs.approval().reason("reason " + i).time(java.time.Instant.EPOCH).build();
    return new EntryCodec().encode(entry).bytes();
  }

  @Test
  @Rule("L42")
  void what_is_buffered_is_acknowledged_before_any_force_and_forced_with_the_next_durable_entry()
      throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      AtomicInteger forces = new AtomicInteger();
      disk.beforeForce = forces::incrementAndGet;
      for (int i = 0; i < 10; i++) {
        assertEquals(i, ledger.submit(encoded(i), Acknowledgement.BUFFERED).get().index());
      }
      assertEquals(0, forces.get());
      // It survives the process, and not the power.
      assertEquals(10, Logs.open(disk.survive()).size());

      Receipt durable = ledger.submit(encoded(10), Acknowledgement.DURABLE).get();
      assertEquals(10, durable.index());
      assertEquals(1, forces.get(), "one for all");
      java.util.Random random = new java.util.Random(1);
      for (int i = 0; i < 20; i++) {
        assertEquals(11, Logs.open(disk.crash(random)).size(), "power failure " + i);
      }
    }
    assertEquals(11, Logs.checkpoint(disk).size());
  }

  @Test
  @Rule("L42")
  void what_is_buffered_and_lost_with_the_power_leaves_a_prefix() throws Exception {
    FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND);
    ledger.submit(encoded(0), Acknowledgement.DURABLE).get();
    for (int i = 1; i < 30; i++) {
      ledger.submit(encoded(i), Acknowledgement.BUFFERED).get();
    }
    java.util.Random random = new java.util.Random(2);
    long fewest = 30;
    long most = 0;
    for (int i = 0; i < 200; i++) {
      long left = Logs.open(disk.crash(random)).size();
      fewest = Math.min(fewest, left);
      most = Math.max(most, left);
    }
    assertTrue(fewest >= 1 && fewest < 30 && most <= 30, fewest + " to " + most);
    ledger.close();
    assertEquals(30, Logs.checkpoint(disk).size());
  }

  @Test
  void a_checkpoint_covers_what_was_buffered_before() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      for (int i = 0; i < 5; i++) {
        ledger.submit(encoded(i), Acknowledgement.BUFFERED);
      }
      assertEquals(5, Checkpoint.open(ledger.publish(), Logs.VERIFIER).size());
    }
  }

  @Test
  void what_is_buffered_is_forced_and_published_by_itself_after_the_interval() throws Exception {
    FileLedgerConfig config = Logs.ON_DEMAND.withPublishInterval(Duration.ofMillis(1));
    try (FileLedger ledger = Logs.inMemory(disk, config)) {
      ledger.submit(encoded(0), Acknowledgement.BUFFERED).get();
      while (ledger.reader().size() < 1) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  @Rule("L43")
  void what_must_be_published_is_acknowledged_when_a_checkpoint_covers_it() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CompletableFuture<Receipt> published = ledger.submit(encoded(0), Acknowledgement.PUBLISHED);
      ledger.submit(encoded(1), Acknowledgement.DURABLE).get();
      assertFalse(published.isDone(), "durable, and in no checkpoint");
      CompletableFuture<Integer> size =
          published.thenApply(receipt -> (int) Logs.checkpoint(disk).size());
      ledger.publish();
      assertEquals(0, published.get().index());
      assertEquals(MerkleTree.leafHash(encoded(0)), published.get().leafHash());
      assertEquals(2, size.get(), "what was published when it was acknowledged");
    }
  }

  @Test
  @Rule("L43")
  void a_proof_can_be_had_for_every_entry_and_holds_offline() throws Exception {
    List<CompletableFuture<TlogProof>> proofs = new ArrayList<>();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      for (int i = 0; i < 300; i++) {
        proofs.add(ledger.submitProven(Logs.approval().reason("reason " + i).build()));
        if (i % 100 == 50) {
          ledger.publish();
        }
      }
    }
    FileLedgerReader reader = new FileLedgerReader(disk);
    for (int i = 0; i < 300; i++) {
      TlogProof proof = TlogProof.parse(proofs.get(i).get().encode());
      assertEquals(i, proof.index());
      proof.verify(reader.read(i, 1).get(0).bytes(), Logs.VERIFIER);
    }
  }

  @Test
  void who_waits_for_a_checkpoint_that_cannot_be_signed_learns_it_at_the_end() throws Exception {
    TestKey key = TestKey.of(7);
    FileLedger ledger =
        FileLedger.start(
            disk, Logs.ON_DEMAND, () -> () -> {}, () -> LedgerLog.create(disk, Logs.ORIGIN, key));
    key.breakDown(true);
    CompletableFuture<TlogProof> proof = ledger.submitProven(Logs.approval().build());
    assertThrows(LedgerUnavailable.class, ledger::publish);
    assertFalse(proof.isDone(), "the next checkpoint may cover it");
    assertThrows(LedgerUnavailable.class, ledger::close);
    ExecutionException failure = assertThrows(ExecutionException.class, proof::get);
    assertTrue(failure.getMessage().contains("with entries unpublished"), failure.getMessage());
    key.breakDown(false);
    assertEquals(1, Logs.open(disk).size(), "it is durable all the same");
  }

  @Test
  void a_checkpoint_asked_for_behind_more_than_one_commit_covers_them_all() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(inForce, release);
      ledger.submit(encoded(0), Acknowledgement.DURABLE);
      inForce.await();
      // 100 of 60,000 bytes are more than one commit takes.
      for (int i = 0; i < 100; i++) {
        ledger.submit(new byte[60_000], Acknowledgement.DURABLE);
      }
      Thread releasing = new Thread(release::countDown);
      releasing.start();
      assertEquals(101, Checkpoint.open(ledger.publish(), Logs.VERIFIER).size());
      releasing.join();
    }
  }

  @Test
  void encoded_entries_enter_the_tree_as_they_stand() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      byte[] bytes = encoded(1);
      CompletableFuture<Receipt> receipt = ledger.submit(bytes, Acknowledgement.DURABLE);
      bytes[0] = 0;
      assertEquals(MerkleTree.leafHash(encoded(1)), receipt.get().leafHash());
      assertEquals(1, ledger.submit(new byte[0], Acknowledgement.DURABLE).get().index());
      ledger.submit(new byte[Entry.MAX_BYTES], Acknowledgement.DURABLE).get();
      CompletableFuture<Receipt> large =
          ledger.submit(new byte[Entry.MAX_BYTES + 1], Acknowledgement.DURABLE);
      ExecutionException refusal = assertThrows(ExecutionException.class, large::get);
      assertInstanceOf(IllegalArgumentException.class, refusal.getCause());
      assertTrue(refusal.getMessage().contains("65536"), refusal.getMessage());
      assertEquals(3, ledger.append(Logs.approval().build()).index());
    }
  }
}
