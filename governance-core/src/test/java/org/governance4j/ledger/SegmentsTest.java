package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of the write-ahead log: how long they stay, and what a ledger does with them. */
@Timeout(120)
class SegmentsTest {
  private final MemoryDisk disk = new MemoryDisk();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  @Rule({"L40", "L30"})
  void any_life_with_small_segments_and_dying_processes_equals_the_model(long seed)
      throws IOException {
    Random random = new Random(seed);
    List<byte[]> model = new ArrayList<>();
    MemoryDisk living = disk;
    LedgerLog log = Logs.createSmall(living);
    for (int step = 0; step < 80; step++) {
      String what = "seed " + seed + " step " + step;
      switch (random.nextInt(7)) {
        case 0 -> log.publish();
        case 1 -> log.settle();
        case 2 -> {
          log.close();
          log = Logs.openSmall(living);
        }
        case 3 -> {
          living = living.survive();
          log = Logs.openSmall(living);
        }
        default -> {
          List<byte[]> batch = new ArrayList<>();
          int count = random.nextInt(3) == 0 ? random.nextInt(400) : random.nextInt(5);
          for (int i = 0; i <= count; i++) {
            byte[] entry = new byte[random.nextInt(40)];
            random.nextBytes(entry);
            batch.add(entry);
          }
          log.append(Logs.leaves(batch));
          model.addAll(batch);
        }
      }
      assertEquals(model.size(), log.size(), what);
    }
    log.publish();
    log.close();
    Logs.check(living, model);
    assertEquals(NaiveTree.root(model), Logs.checkpoint(living).root());
  }

  @Test
  @Rule("L48")
  void closing_leaves_one_short_segment_and_a_crash_on_the_way_is_recovered_from()
      throws IOException {
    List<byte[]> entries = NaiveTree.entries(300);
    int overlapping = 0;
    for (int budget = 0; ; budget++) {
      MemoryDisk closing = new MemoryDisk();
      LedgerLog log = Logs.create(closing);
      Logs.append(log, entries);
      log.publish();
      closing.budget = budget;
      boolean closed = false;
      try {
        log.close();
        closed = true;
      } catch (IOException e) {
        assertTrue(closing.failed);
      }
      List<Long> left = WalReplay.segments(closing);
      overlapping += left.equals(List.of(0L, 256L)) ? 1 : 0;
      closing.budget = Long.MAX_VALUE;
      MemoryDisk dead = closing.survive();
      try (LedgerLog again = Logs.open(dead)) {
        assertEquals(300, again.size(), "budget " + budget + " of " + left);
        assertEquals(1, WalReplay.segments(dead).size(), "what is left over goes: " + left);
        Logs.append(again, List.of(new byte[] {1}));
        again.publish();
      }
      List<byte[]> all = new ArrayList<>(entries);
      all.add(new byte[] {1});
      Logs.check(dead, all);
      if (closed) {
        assertEquals(List.of(256L), left);
        assertEquals(
            44 * (WriteAheadLog.HEADER + 9), closing.content(WriteAheadLog.name(256)).length);
        assertTrue(overlapping > 0, "no crash between making the new segment and removing the old");
        return;
      }
    }
  }

  @Test
  void a_segment_that_overlaps_another_and_is_not_its_copy_is_damage() throws IOException {
    List<byte[]> entries = NaiveTree.entries(300);
    LedgerLog log = Logs.create(disk);
    Logs.append(log, entries.subList(0, 290));
    log.publish();
    byte[] shorter = disk.survive().content(WriteAheadLog.name(0));
    Logs.append(log, entries.subList(290, 300));
    log.publish();
    log.close();
    disk.tamper(WriteAheadLog.name(0), shorter);
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
    assertTrue(refusal.getMessage().contains("have entries in common"), refusal.getMessage());
  }

  @Test
  void tiles_that_are_lost_are_derived_again_from_the_write_ahead_log() throws IOException {
    List<byte[]> entries = NaiveTree.entries(600);
    LedgerLog log = Logs.create(disk);
    Logs.append(log, entries);
    log.publish();
    MemoryDisk dead = disk.survive();
    dead.tamper("tile/0/000", new byte[8192]);
    dead.tamper("tile/entries/001", null);
    try (LedgerLog again = Logs.open(dead)) {
      Logs.append(again, List.of(new byte[] {1}));
      again.publish();
    }
    List<byte[]> all = new ArrayList<>(entries);
    all.add(new byte[] {1});
    Logs.check(dead, all);
  }

  /** A key whose service hangs when it is told to. */
  private static final class SlowKey implements KeyHandle {
    private volatile Runnable before = () -> {};

    @Override
    public KeyAlgorithm algorithm() {
      return Logs.KEY.algorithm();
    }

    @Override
    public byte[] publicKey() {
      return Logs.KEY.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      before.run();
      return Logs.KEY.sign(message);
    }

    @Override
    public void close() {}
  }

  @Test
  @Rule("L47")
  void commits_wait_for_a_publication_that_is_too_far_behind() throws Exception {
    Limits limits = new Limits(1000, 1 << 20, 0, 2000, 1 << 20, 1 << 20, 0);
    SlowKey key = new SlowKey();
    FileLedger ledger =
        FileLedger.start(
            disk,
            limits,
            Logs.ON_DEMAND.withQueueCapacity(3),
            () -> () -> {},
            () -> LedgerLog.create(disk, Logs.ORIGIN, key, limits));
    CountDownLatch signing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    key.before = Logs.gate(signing, release);
    ledger.submit(new byte[500], Acknowledgement.DURABLE).get();
    Thread publishing = new Thread(ledger::publish);
    publishing.start();
    signing.await();
    for (int i = 0; i < 4; i++) {
      assertEquals(1 + i, ledger.submit(new byte[500], Acknowledgement.DURABLE).get().index());
    }
    // Now 4 frames of 517 bytes are not read back.
    List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
    waiting.add(ledger.submit(new byte[500], Acknowledgement.DURABLE));
    while (!ledger.health().detail().contains(" 0 waiting")) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 3; i++) {
      waiting.add(ledger.submit(new byte[500], Acknowledgement.DURABLE));
    }
    CompletableFuture<Receipt> refused = ledger.submit(new byte[500], Acknowledgement.DURABLE);
    assertTrue(refused.isCompletedExceptionally(), "the queue's policy applies");
    assertThrows(LedgerUnavailable.class, () -> ledger.append(Logs.approval().build()));
    waiting.forEach(each -> assertFalse(each.isDone()));
    release.countDown();
    publishing.join();
    for (int i = 0; i < 4; i++) {
      assertEquals(5 + i, waiting.get(i).get().index());
    }
    ledger.close();
    assertEquals(9, Logs.checkpoint(disk).size());
  }
}
