package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.governance4j.Checkpoint;
import org.governance4j.Health;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when there is no room on the disk. */
@Timeout(120)
class DiskFullTest {
  /** A reserve that the tiles of a few hundred entries fit in. */
  private static final Limits LIMITS =
      new Limits(1 << 16, 4000, 512, 1 << 20, 1 << 16, 1 << 16, 60_000);

  private final MemoryDisk disk = new MemoryDisk();

  private FileLedger start(FileLedger.Step<LedgerLog> log) {
    return FileLedger.start(disk, LIMITS, Logs.ON_DEMAND, () -> () -> {}, log);
  }

  private FileLedger create() {
    return start(() -> LedgerLog.create(disk, Logs.ORIGIN, Logs.KEY, LIMITS));
  }

  private FileLedger open() {
    return start(() -> LedgerLog.open(disk, Logs.KEY, LIMITS));
  }

  /** Appends until the ledger refuses; the receipts are those of durable entries. */
  private static int fill(FileLedger ledger) {
    for (int acknowledged = 0; ; acknowledged++) {
      CompletableFuture<Receipt> receipt =
          ledger.submit(NaiveTree.entry(acknowledged), Acknowledgement.DURABLE);
      try {
        assertEquals(acknowledged, receipt.get().index());
      } catch (ExecutionException e) {
        assertInstanceOf(LedgerUnavailable.class, e.getCause());
        return acknowledged;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 400, 1000, 2311, 9000})
  @Rule("L46")
  void a_full_disk_ends_with_a_checkpoint_over_everything_that_was_acknowledged(int space)
      throws Exception {
    FileLedger ledger = create();
    disk.space = space;
    int acknowledged = fill(ledger);
    ledger.close();

    assertEquals(acknowledged, Logs.checkpoint(disk).size());
    Logs.check(disk, NaiveTree.entries(acknowledged));
    assertEquals(Health.Status.DOWN, ledger.health().status());
    String detail = ledger.health().detail();
    assertTrue(
        detail.endsWith(
            "the disk is full; a last checkpoint covers all "
                + acknowledged
                + " entries that were acknowledged"),
        detail);
    assertFalse(disk.exists(Reserve.NAME));

    disk.space = 100;
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, this::open);
    assertTrue(refusal.getMessage().contains("has no room for the 60000 bytes"), "" + refusal);
    assertFalse(disk.exists(Reserve.NAME), "half a reserve is none");

    disk.space = 1 << 20;
    try (FileLedger again = open()) {
      assertEquals(60_000, disk.content(Reserve.NAME).length);
      Receipt next = again.submit(new byte[] {7}, Acknowledgement.PUBLISHED).getNow(null);
      assertEquals(null, next);
    }
    assertTrue(Logs.checkpoint(disk).size() > acknowledged);
  }

  @Test
  @Rule("L46")
  void a_publication_for_which_there_is_no_room_is_finished_in_the_reserve() throws Exception {
    for (int space = 0; space < 40_000; space += space < 2000 ? 100 : 1900) {
      MemoryDisk small = new MemoryDisk();
      FileLedger ledger =
          FileLedger.start(
              small,
              LIMITS,
              Logs.ON_DEMAND,
              () -> () -> {},
              () -> LedgerLog.create(small, Logs.ORIGIN, Logs.KEY, LIMITS));
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        receipts.add(ledger.submit(NaiveTree.entry(i), Acknowledgement.PUBLISHED));
      }
      ledger.submit(NaiveTree.entry(400), Acknowledgement.DURABLE).get();
      small.space = space;
      assertEquals(401, Checkpoint.open(ledger.publish(), Logs.VERIFIER).size());
      ledger.close();
      assertEquals(401, Logs.checkpoint(small).size(), "with room for " + space);
      Logs.check(small, NaiveTree.entries(401));
      for (CompletableFuture<Receipt> receipt : receipts) {
        assertTrue(receipt.isDone() && !receipt.isCompletedExceptionally(), "room " + space);
      }
    }
  }

  @Test
  @Rule("L46")
  void a_last_checkpoint_is_signed_when_there_was_no_room_to_shorten_the_log_of_the_others()
      throws IOException {
    Limits limits = new Limits(1 << 16, 4000, 512, 1 << 20, 1 << 16, 1, 0);
    int full = 0;
    for (int space = 0; space < 2000; space += 50) {
      MemoryDisk small = new MemoryDisk();
      LedgerLog log = LedgerLog.create(small, Logs.ORIGIN, Logs.KEY, limits);
      log.append(Logs.leaves(NaiveTree.entries(2)));
      small.space = space;
      try {
        log.publish();
      } catch (DiskFull e) {
        full++;
      }
      small.space = 1 << 20;
      log.append(List.of(Leaf.of(NaiveTree.entry(2))));
      log.publishLast();
      assertEquals(3, Logs.checkpoint(small).size(), "with room for " + space);
      log.close();
      Logs.check(small, NaiveTree.entries(3));
      LedgerLog.open(small, Logs.KEY, limits).close();
    }
    assertTrue(full > 5 && full < 40, full + " times full");
  }

  @Test
  void a_directory_without_room_for_the_reserve_is_not_made_a_ledger() throws IOException {
    disk.space = 50_000;
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, this::create);
    assertTrue(refusal.getMessage().contains("free some space"), refusal.getMessage());
    assertFalse(disk.exists(LedgerLog.CHECKPOINT));
    disk.space = 1 << 20;
    create().close();
  }

  @Test
  @Rule("L33")
  void a_force_that_fails_is_no_full_disk_and_nothing_is_tried_after_it() throws Exception {
    FileLedger ledger = create();
    disk.space = 30;
    disk.budget = 1;
    CompletableFuture<Receipt> receipt = ledger.submit(new byte[3], Acknowledgement.DURABLE);
    assertThrows(ExecutionException.class, receipt::get);
    ledger.close();
    assertEquals(0, Logs.checkpoint(disk).size());
    assertTrue(disk.exists(Reserve.NAME));
  }
}
