package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the disk, the key or the caller does not do as it should. */
@Timeout(120)
class FileLedgerFailureTest {
  @TempDir private Path temp;

  private Path directory() {
    return temp.resolve("a/ledger");
  }

  private FileLedger create() {
    return FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND);
  }

  @Test
  void submitted_entries_keep_their_order_and_are_committed_together() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(inForce, release);
      CompletableFuture<Receipt> first = ledger.submit(Logs.approval().build());
      inForce.await();
      List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(ledger.submit(Logs.approval().build()));
      }
      assertFalse(first.isDone());
      long[] forces = {0};
      disk.beforeForce = () -> forces[0]++;
      release.countDown();
      for (int i = 0; i < 100; i++) {
        assertEquals(i + 1, waiting.get(i).get().index());
      }
      assertEquals(1, forces[0], "one force for all that waited");
    }
  }

  @Test
  void disclosures_of_many_subjects_share_one_force() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(inForce, release);
      ledger.submit(Logs.approval().build());
      inForce.await();
      List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(
            ledger.submit(
                Entry.builder("policy-violation", "guard:m", "prediction:" + i)
                    .sensitive("name", JsonValue.of("Alice"))
                    .build()));
      }
      long[] forces = {0};
      disk.beforeForce = () -> forces[0]++;
      release.countDown();
      for (CompletableFuture<Receipt> each : waiting) {
        each.get();
      }
      assertEquals(2, forces[0], "the vault's and the write-ahead log's");
      assertEquals(1, disk.fileNames("vault/").size());
      String vault = new String(disk.content(Vault.file(1)), StandardCharsets.UTF_8);
      assertEquals(100, vault.lines().count());
      assertTrue(vault.contains("\"subject\":\"" + Vault.subject("prediction:99") + "\""));
    }
  }

  @Test
  void a_full_queue_refuses_at_once_and_takes_again_when_there_is_room() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND.withQueueCapacity(3))) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(inForce, release);
      List<CompletableFuture<Receipt>> taken = new ArrayList<>();
      taken.add(ledger.submit(Logs.approval().build()));
      inForce.await();
      for (int i = 0; i < 3; i++) {
        taken.add(ledger.submit(Logs.approval().build()));
      }

      CompletableFuture<Receipt> refused = ledger.submit(Logs.approval().build());
      assertTrue(refused.isDone());
      ExecutionException failure = assertThrows(ExecutionException.class, refused::get);
      assertInstanceOf(LedgerUnavailable.class, failure.getCause());
      assertTrue(failure.getMessage().contains("3 entries wait"), failure.getMessage());
      assertThrows(LedgerUnavailable.class, () -> ledger.append(Logs.approval().build()));
      assertTrue(ledger.health().detail().contains("3 waiting"), ledger.health().detail());

      release.countDown();
      for (int i = 0; i < taken.size(); i++) {
        assertEquals(i, taken.get(i).get().index());
      }
      assertEquals(4, ledger.append(Logs.approval().build()).index());
    }
  }

  @Test
  @Rule("L38")
  void a_queue_full_of_disclosures_refuses_before_the_memory_is_full() throws Exception {
    // 60 disclosures of nearly 64 KiB: about 3.9 MB of which the entry itself has 3 kB.
    Entry.Builder large = Logs.approval();
    for (int i = 0; i < 60; i++) {
      large.sensitive("text" + i, JsonValue.of("x".repeat(49_000)));
    }
    Entry entry = large.build();
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(inForce, release);
      List<CompletableFuture<Receipt>> taken = new ArrayList<>();
      taken.add(ledger.submit(Logs.approval().build()));
      inForce.await();
      CompletableFuture<Receipt> next = ledger.submit(entry);
      while (!next.isDone()) {
        taken.add(next);
        next = ledger.submit(entry);
      }

      ExecutionException failure = assertThrows(ExecutionException.class, next::get);
      assertTrue(failure.getMessage().contains("above 67108864"), failure.getMessage());
      assertEquals(1 + 17, taken.size(), "17 of 3.9 MB in 64 MiB");
      taken.add(ledger.submit(Logs.approval().build()));
      List<Integer> written = new ArrayList<>();
      disk.beforeForce = () -> written.add(disk.content(Vault.file(1)).length);
      release.countDown();
      for (int i = 0; i < taken.size(); i++) {
        assertEquals(i, taken.get(i).get().index());
      }
      assertTrue(written.get(0) < 5_000_000, "a commit of " + written.get(0) + " bytes");
      assertEquals(19, ledger.append(entry).index(), "there is room again");
    }
  }

  @Test
  @Rule("L33")
  void a_failed_force_stops_the_ledger_until_it_is_opened_again() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND);
    ledger.append(Logs.approval().reason("first").build());
    CountDownLatch inForce = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    disk.beforeForce = Logs.gate(inForce, release);
    CompletableFuture<Receipt> second = ledger.submit(Logs.approval().reason("second").build());
    inForce.await();
    CompletableFuture<Receipt> third = ledger.submit(Logs.approval().reason("third").build());
    disk.budget = 0;
    release.countDown();

    for (CompletableFuture<Receipt> lost : List.of(second, third)) {
      ExecutionException failure = assertThrows(ExecutionException.class, lost::get);
      assertInstanceOf(LedgerUnavailable.class, failure.getCause());
      assertTrue(failure.getMessage().contains("unknown: java.io.IOException"));
    }
    assertThrows(LedgerUnavailable.class, () -> ledger.append(Logs.approval().build()));
    assertThrows(LedgerUnavailable.class, ledger::publish);
    assertTrue(ledger.submit(Logs.approval().build()).isCompletedExceptionally());
    assertEquals(Health.Status.DOWN, ledger.health().status());
    assertTrue(ledger.health().detail().contains("memory stopped at 2026-11-21T09:30:00.123456Z"));
    long operations = disk.operations;
    ledger.close();
    assertEquals(operations, disk.operations, "nothing is tried again on that disk");

    disk.budget = Long.MAX_VALUE;
    try (FileLedger again =
        FileLedger.start(disk, Logs.ON_DEMAND, () -> () -> {}, () -> Logs.open(disk))) {
      Receipt next = again.append(Logs.approval().reason("fourth").build());
      again.publish();
      List<LedgerRecord> records = again.reader().read(0, 10);
      assertEquals("first", EntryCodec.decode(records.get(0).bytes()).reason());
      assertEquals(records.size() - 1, next.index());
    }
  }

  /** A clock that can be broken. */
  private static final class BrittleClock extends Clock {
    private volatile boolean broken;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      if (broken) {
        throw new IllegalStateException("the clock is broken");
      }
      return Instant.EPOCH;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Rule("L33")
  void an_error_stops_the_ledger_and_leaves_nobody_waiting(boolean clockToo) throws Exception {
    MemoryDisk disk = new MemoryDisk();
    BrittleClock clock = new BrittleClock();
    FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND.withClock(clock));
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
    try {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      Runnable gate = Logs.gate(inForce, release);
      disk.beforeForce =
          () -> {
            gate.run();
            throw new OutOfMemoryError("injected");
          };
      List<CompletableFuture<?>> waiting = new ArrayList<>();
      waiting.add(ledger.submit(Logs.approval().build()));
      inForce.await();
      for (int i = 0; i < 3; i++) {
        waiting.add(ledger.submit(Logs.approval().build()));
      }
      clock.broken = clockToo;
      release.countDown();

      for (CompletableFuture<?> each : waiting) {
        ExecutionException failure = assertThrows(ExecutionException.class, each::get);
        assertInstanceOf(LedgerUnavailable.class, failure.getCause());
        assertInstanceOf(OutOfMemoryError.class, failure.getCause().getCause());
      }
      assertEquals(Health.Status.DOWN, ledger.health().status());
      assertThrows(LedgerUnavailable.class, ledger::publish);
      ledger.close();
      assertEquals(clockToo, uncaught.get() instanceof IllegalStateException);
      if (clockToo) {
        assertInstanceOf(OutOfMemoryError.class, uncaught.get().getSuppressed()[0]);
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  @Rule("L33")
  void every_failing_operation_of_an_append_or_a_publication_stops_the_ledger() {
    for (long budget = 0; ; budget++) {
      MemoryDisk disk = new MemoryDisk();
      FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND);
      disk.budget = budget;
      Entry entry = Logs.approval().sensitive("name", JsonValue.of("Alice")).build();
      try {
        ledger.append(entry);
        ledger.publish();
        assertFalse(disk.failed);
        ledger.close();
        assertTrue(budget > 15, "only " + budget + " operations");
        return;
      } catch (LedgerUnavailable e) {
        assertTrue(disk.failed, "budget " + budget + ": " + e);
        assertEquals(Health.Status.DOWN, ledger.health().status());
        ledger.close();
      }
    }
  }

  @Test
  void a_key_that_cannot_sign_delays_the_checkpoint_and_loses_nothing() {
    TestKey key = TestKey.of(3);
    FileLedger ledger = FileLedger.create(directory(), Logs.ORIGIN, key, Logs.ON_DEMAND);
    key.breakDown(true);
    assertEquals(0, ledger.append(Logs.approval().build()).index());
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, ledger::publish);
    assertTrue(refusal.getMessage().contains("the key service does not answer"));
    assertEquals(Health.Status.DEGRADED, ledger.health().status());
    assertEquals(1, ledger.append(Logs.approval().build()).index());
    key.breakDown(false);
    assertEquals(2, Checkpoint.open(ledger.publish(), key.verifier(Logs.ORIGIN)).size());
    assertEquals(Health.Status.UP, ledger.health().status());
    ledger.append(Logs.approval().build());
    key.breakDown(true);
    LedgerUnavailable unpublished = assertThrows(LedgerUnavailable.class, ledger::close);
    assertTrue(unpublished.getMessage().contains("with entries unpublished"));
    key.breakDown(false);
    try (FileLedger again = FileLedger.open(directory(), key, Logs.ON_DEMAND)) {
      assertEquals(3, Checkpoint.open(again.publish(), key.verifier(Logs.ORIGIN)).size());
    }
  }

  @Test
  void a_faulty_signature_is_not_published() {
    KeyHandle faulty = new FaultyKey();
    assertThrows(
        org.governance4j.KeyUnavailable.class,
        () -> FileLedger.create(directory(), Logs.ORIGIN, faulty, Logs.ON_DEMAND));
    assertFalse(Files.exists(directory().resolve("checkpoint")));
    // What is left is an unfinished creation, and can be finished.
    create().close();
  }

  @Test
  void a_key_that_throws_anything_does_not_stop_the_ledger() {
    boolean[] broken = {false};
    KeyHandle key =
        new FaultyKey() {
          @Override
          public byte[] sign(byte[] message) {
            if (broken[0]) {
              throw new IllegalStateException("lost the token");
            }
            return Logs.KEY.sign(message);
          }
        };
    try (FileLedger ledger = FileLedger.create(directory(), Logs.ORIGIN, key, Logs.ON_DEMAND)) {
      broken[0] = true;
      ledger.append(Logs.approval().build());
      LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, ledger::publish);
      assertTrue(refusal.getMessage().contains("lost the token"), refusal.getMessage());
      broken[0] = false;
      assertEquals(1, ledger.append(Logs.approval().build()).index());
    }
  }

  /** Signs something else than it was asked to. */
  private static class FaultyKey implements KeyHandle {
    @Override
    public org.governance4j.KeyAlgorithm algorithm() {
      return Logs.KEY.algorithm();
    }

    @Override
    public byte[] publicKey() {
      return Logs.KEY.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      return Logs.KEY.sign(new byte[] {1});
    }

    @Override
    public void close() {}
  }

  @Test
  void an_interrupted_caller_harms_nobody() {
    try (FileLedger ledger = create()) {
      ledger.append(Logs.approval().build());
      Thread.currentThread().interrupt();
      assertEquals(1, ledger.append(Logs.approval().build()).index());
      assertTrue(Thread.currentThread().isInterrupted(), "the interrupt is kept for the caller");
      ledger.publish();
      assertEquals(2, ledger.reader().read(0, 5).size());
      assertEquals(2, ledger.append(Logs.approval().build()).index());
      assertTrue(Thread.interrupted());
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted(), "closing keeps it too");
    assertEquals(3, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
  }

  @Test
  void what_hangs_on_a_receipt_may_submit_but_not_wait() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(inForce, release);
      CompletableFuture<Receipt> first = ledger.submit(Logs.approval().build());
      inForce.await();
      CompletableFuture<Receipt> waiting =
          first.thenApply(receipt -> ledger.append(Logs.approval().build()));
      CompletableFuture<Receipt> submitting =
          first.thenCompose(receipt -> ledger.submit(Logs.approval().build()));
      release.countDown();

      ExecutionException failure = assertThrows(ExecutionException.class, waiting::get);
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertEquals(1, submitting.get().index());
    }
  }
}
