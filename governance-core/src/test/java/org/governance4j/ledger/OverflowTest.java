package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.Loss;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to entries for which the queue has no room. */
@Timeout(120)
class OverflowTest {
  private final MemoryDisk disk = new MemoryDisk();
  private final CountDownLatch inForce = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /** A ledger whose disk hangs with one entry, and whose queue has room for three more. */
  private FileLedger stalled(Overflow overflow) throws Exception {
    FileLedger ledger =
        Logs.inMemory(disk, Logs.ON_DEMAND.withQueueCapacity(3).withOverflow(overflow));
    disk.beforeForce = Logs.gate(inForce, release);
    ledger.submit(Logs.approval().build());
    inForce.await();
    for (int i = 0; i < 3; i++) {
      assertFalse(ledger.submit(Logs.approval().build()).isCompletedExceptionally());
    }
    return ledger;
  }

  @Test
  @Rule("L44")
  void a_producer_that_may_block_waits_for_room_and_keeps_its_interrupt() throws Exception {
    try (FileLedger ledger = stalled(Overflow.BLOCK)) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      boolean[] kept = {false};
      Thread producer =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  receipts.add(ledger.submit(Logs.approval().reason("reason " + i).build()));
                }
                kept[0] = Thread.currentThread().isInterrupted();
              });
      producer.start();
      while (producer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      producer.interrupt();
      release.countDown();
      producer.join();
      assertTrue(kept[0]);
      for (int i = 0; i < 1000; i++) {
        assertEquals(4 + i, receipts.get(i).get().index());
      }
    }
  }

  @Test
  @Rule("L44")
  void a_producer_that_waits_for_room_is_released_when_the_ledger_fails() throws Exception {
    FileLedger ledger = stalled(Overflow.BLOCK);
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    Thread producer = new Thread(() -> receipts.add(ledger.submit(Logs.approval().build())));
    producer.start();
    while (producer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    disk.budget = 0;
    release.countDown();
    producer.join();
    ExecutionException failure = assertThrows(ExecutionException.class, receipts.get(0)::get);
    assertInstanceOf(LedgerUnavailable.class, failure.getCause());
    ledger.close();
  }

  @Test
  void what_hangs_on_a_receipt_is_refused_rather_than_blocked() throws Exception {
    try (FileLedger ledger = stalled(Overflow.BLOCK)) {
      CompletableFuture<Receipt> last = new CompletableFuture<>();
      CountDownLatch refill = new CountDownLatch(1);
      CompletableFuture<Receipt> first =
          CompletableFuture.supplyAsync(
                  () -> ledger.submit(Logs.approval().build()), task -> new Thread(task).start())
              .thenCompose(receipt -> receipt);
      first.whenComplete(
          (receipt, problem) -> {
            for (int i = 0; i < 4; i++) {
              ledger
                  .submit(Logs.approval().build())
                  .whenComplete(
                      (r, p) -> {
                        if (p != null) {
                          last.completeExceptionally(p);
                        }
                      });
            }
            refill.countDown();
          });
      release.countDown();
      refill.await();
      assertThrows(ExecutionException.class, last::get);
    }
  }

  @Test
  @Rule("L44")
  void a_producer_that_waits_for_room_keeps_nobody_from_its_stream() throws Exception {
    FileLedger ledger =
        Logs.inMemory(disk, Logs.ON_DEMAND.withQueueCapacity(3).withOverflow(Overflow.BLOCK));
    try (ledger) {
      DecisionLedger stream = ledger.stream("s");
      CompletableFuture<CompletableFuture<Receipt>> next = new CompletableFuture<>();
      disk.beforeForce = Logs.gate(inForce, release);
      ledger
          .submit(Logs.approval().build())
          .thenRun(() -> next.complete(stream.submit(Logs.approval().build())));
      inForce.await();
      for (int i = 0; i < 3; i++) {
        stream.submit(Logs.approval().build());
      }
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      Thread producer = new Thread(() -> receipts.add(stream.submit(Logs.approval().build())));
      producer.start();
      while (producer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      release.countDown();
      producer.join();
      receipts.get(0).get();
      next.get();
    }
    try (LedgerReader reader = ledger.reader()) {
      Completeness.Stream found =
          Completeness.check(reader, 0, Duration.ofDays(1), Instant.EPOCH).streams().get("s");
      assertEquals(List.of(), found.gaps());
      assertEquals(List.of(), found.broken());
    }
  }

  @Test
  @Rule("L45")
  void what_is_given_up_is_counted_and_its_loss_is_on_record() throws Exception {
    try (FileLedger ledger = stalled(Overflow.DROP)) {
      for (int i = 0; i < 5; i++) {
        CompletableFuture<Receipt> lost = ledger.submit(Logs.approval().build());
        assertTrue(lost.isCompletedExceptionally());
        assertThrows(
            LedgerUnavailable.class,
            () -> ledger.append(Entry.builder("override", "user:bob", "s").build()));
      }
      assertTrue(ledger.submit(new byte[] {1}, Acknowledgement.DURABLE).isCompletedExceptionally());
      assertEquals(Health.Status.DEGRADED, ledger.health().status());
      assertTrue(ledger.health().detail().contains("11 given up"), ledger.health().detail());
      release.countDown();
      ledger.publish();

      List<LedgerRecord> records = ledger.reader().read(0, 100);
      assertEquals(5, records.size());
      Entry loss = EntryCodec.decode(records.get(4).bytes());
      assertEquals(Entry.Types.LOSS, loss.type());
      assertEquals("ledger:" + Logs.ORIGIN, loss.actor());
      assertEquals("ledger:" + Logs.ORIGIN, loss.subject());
      assertEquals(JsonValue.of(11), loss.attributes().get("count"));
      assertEquals(
          JsonValue.object()
              .with("approval", JsonValue.of(5))
              .with("encoded", JsonValue.of(1))
              .with("override", JsonValue.of(5)),
          loss.attributes().get("types"));
      assertEquals(JsonValue.of("2026-11-21T09:30:00.123456Z"), loss.attributes().get("first"));
      assertEquals(5, ledger.append(Logs.approval().build()).index());
    }
    assertEquals(6, Logs.checkpoint(disk).size(), "a loss is recorded once");
  }

  @Test
  @Rule("L45")
  void a_loss_is_recorded_by_closing_too() throws Exception {
    FileLedger ledger = stalled(Overflow.DROP);
    assertTrue(ledger.submit(Logs.approval().build()).isCompletedExceptionally());
    Thread closing = new Thread(ledger::close);
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    closing.join();
    List<LedgerRecord> records = new FileLedgerReader(disk).read(0, 100);
    assertEquals(5, records.size());
    assertEquals(Entry.Types.LOSS, EntryCodec.decode(records.get(4).bytes()).type());
  }

  @Test
  @Rule("L45")
  void losses_of_very_long_types_fit_into_an_entry() {
    Losses losses = new Losses();
    String escaped = "\u0001".repeat(124);
    for (int i = 0; i < 100; i++) {
      losses.count("x".repeat(60_000) + i, java.time.Instant.EPOCH);
      losses.count(escaped + (1000 + i), java.time.Instant.EPOCH);
    }
    Loss loss = java.util.Objects.requireNonNull(losses.take());
    String ledger = "ledger:" + "x".repeat(255);
    byte[] entry =
        new EntryCodec()
            .encode(loss.toEntry(ledger, ledger).toBuilder().time(java.time.Instant.EPOCH).build())
            .bytes();
    assertEquals(JsonValue.of(200), EntryCodec.decode(entry).attributes().get("count"));
  }

  @Test
  void losses_of_very_many_types_take_little_room() {
    Losses losses = new Losses();
    for (int i = 0; i < 1000; i++) {
      losses.count("type-" + i % 100, java.time.Instant.ofEpochSecond(i));
    }
    org.governance4j.json.Loss loss = java.util.Objects.requireNonNull(losses.take());
    assertEquals(65, loss.types().size());
    assertEquals(360, loss.types().get(Losses.OTHER));
    assertEquals(1000, loss.types().values().stream().mapToLong(Long::longValue).sum());
    assertEquals(java.time.Instant.ofEpochSecond(0), loss.first());
    assertEquals(java.time.Instant.ofEpochSecond(999), loss.last());
    assertEquals(null, losses.take());
    assertEquals(1000, losses.total());
  }
}
