package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.Receipt;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An entry with an idempotency key is logged once, whoever sends it and however often. */
@Timeout(120)
class IdempotencyTest {
  private final MemoryDisk disk = new MemoryDisk();

  private static Entry entry(String key, String reason) {
    return Logs.approval()
        .reason(reason)
        .time(Instant.EPOCH)
        .attribute(EntryKeys.IDEMPOTENCY, JsonValue.of(key))
        .build();
  }

  private static byte[] bytes(String key, String reason) {
    return new EntryCodec().encode(entry(key, reason)).bytes();
  }

  @Test
  @Rule("L100")
  void of_what_sixteen_threads_send_each_key_is_logged_once_and_all_get_its_receipt()
      throws Exception {
    int threads = 16;
    int keys = 1000;
    List<Map<String, Receipt>> all = new ArrayList<>();
    try (FileLedger ledger =
        Logs.inMemory(disk, Logs.ON_DEMAND.withOverflow(Overflow.BLOCK).withQueueCapacity(64))) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      List<Future<Map<String, Receipt>>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int seed = t;
        running.add(
            pool.submit(
                () -> {
                  Map<String, CompletableFuture<Receipt>> sent = new HashMap<>();
                  for (int i : new Random(seed).ints(0, keys).distinct().limit(keys).toArray()) {
                    sent.put("key-" + i, ledger.submit(entry("key-" + i, "of thread " + seed)));
                  }
                  Map<String, Receipt> receipts = new HashMap<>();
                  for (Map.Entry<String, CompletableFuture<Receipt>> each : sent.entrySet()) {
                    receipts.put(each.getKey(), each.getValue().get());
                  }
                  return receipts;
                }));
      }
      for (Future<Map<String, Receipt>> each : running) {
        all.add(each.get());
      }
      pool.shutdown();
      ledger.publish();
    }
    assertEquals(keys, all.get(0).size());
    for (Map<String, Receipt> receipts : all) {
      assertEquals(all.get(0), receipts);
    }
    Map<String, Receipt> logged = logged();
    assertEquals(keys, logged.size());
    assertEquals(logged, all.get(0));
  }

  /** The receipts of all keys in the published ledger, each of which is there once. */
  private Map<String, Receipt> logged() {
    Map<String, Receipt> found = new HashMap<>();
    FileLedgerReader reader = new FileLedgerReader(disk);
    for (long from = 0; from < reader.size(); from += 1000) {
      for (LedgerRecord record : reader.read(from, 1000)) {
        EntryKeys keys = EntryKeys.of(record.bytes());
        if (keys != null && keys.idempotency() != null) {
          Receipt receipt =
              new Receipt(Logs.ORIGIN, record.index(), MerkleTree.leafHash(record.bytes()));
          assertNull(found.put(keys.idempotency(), receipt), keys + " is there twice");
        }
      }
    }
    return found;
  }

  @Test
  @Rule("L100")
  void a_repetition_gets_the_receipt_of_the_first_whatever_else_it_says_and_forever()
      throws Exception {
    Receipt first;
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      first = ledger.append(entry("a", "one"));
      assertEquals(first, ledger.append(entry("a", "another")));
      assertEquals(first, ledger.submit(bytes("a", "bytes"), Acknowledgement.DURABLE).get());
      // Other spellings are other keys, and what is no string is none.
      assertEquals(1, ledger.append(entry("A", "one")).index());
      Entry number = Logs.approval().attribute("idempotency", JsonValue.of(7)).build();
      assertEquals(2, ledger.append(number).index());
      assertEquals(3, ledger.append(number).index());
      for (int i = 4; i < 700; i++) {
        ledger.submit(entry("key-" + i, ""));
      }
    }
    assertFalse(disk.fileNames(".state/index/").isEmpty(), "saved on closing");
    for (boolean damaged : List.of(false, true)) {
      for (String run : disk.fileNames(".state/index/")) {
        if (damaged) {
          disk.delete(run);
        }
      }
      try (FileLedger ledger = Logs.reopened(disk, Logs.ON_DEMAND)) {
        assertEquals(first, ledger.append(entry("a", "much later")));
        assertEquals(300, ledger.append(entry("key-300", "again")).index());
        assertEquals(699, ledger.append(entry("key-699", "again")).index());
      }
      assertEquals(700, Logs.checkpoint(disk).size());
    }
  }

  @Test
  @Rule("L101")
  void a_repetition_is_not_acknowledged_before_the_first_is_durable() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      CountDownLatch reached = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = Logs.gate(reached, release);
      CompletableFuture<Receipt> first = ledger.submit(entry("a", "one"));
      CompletableFuture<Receipt> sameBatch = ledger.submit(entry("a", "two"));
      reached.await();
      CompletableFuture<Receipt> later = ledger.submit(entry("a", "three"));
      assertFalse(first.isDone() || sameBatch.isDone() || later.isDone());
      release.countDown();
      assertEquals(0, first.get().index());
      assertEquals(first.get(), sameBatch.get());
      assertEquals(first.get(), later.get());
    }
    assertEquals(1, Logs.checkpoint(disk).size());
  }

  @Test
  @Rule("L101")
  void how_safe_the_first_must_be_is_what_the_repetition_asks() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      AtomicInteger forces = new AtomicInteger();
      disk.beforeForce = forces::incrementAndGet;
      Receipt first = ledger.submit(bytes("a", ""), Acknowledgement.BUFFERED).get();
      assertEquals(first, ledger.submit(bytes("a", ""), Acknowledgement.BUFFERED).get());
      assertEquals(0, forces.get());
      assertEquals(first, ledger.submit(bytes("a", ""), Acknowledgement.DURABLE).get());
      assertEquals(1, forces.get(), "the first was not durable");
      assertEquals(first, ledger.submit(bytes("a", ""), Acknowledgement.DURABLE).get());
      assertEquals(1, forces.get(), "it is now");

      CompletableFuture<Receipt> published =
          ledger.submit(bytes("a", ""), Acknowledgement.PUBLISHED);
      assertEquals(0, new FileLedgerReader(disk).size());
      ledger.publish();
      assertEquals(first, published.get());
      // Published already: nobody has to publish anything again.
      assertEquals(first, ledger.submit(bytes("a", ""), Acknowledgement.PUBLISHED).get());
      TlogProof proof = ledger.submitProven(entry("a", "")).get();
      proof.verify(first.leafHash(), Logs.VERIFIER);
      assertEquals(0, proof.index());
    }
    assertEquals(1, Logs.checkpoint(disk).size());
  }

  @Test
  @Rule("L101")
  void a_repetition_fails_with_the_force_that_its_first_still_needs() throws Exception {
    FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND);
    ledger.submit(bytes("a", ""), Acknowledgement.BUFFERED).get();
    disk.budget = 0;
    CompletableFuture<Receipt> repeated = ledger.submit(bytes("a", ""), Acknowledgement.DURABLE);
    ExecutionException failure = assertThrows(ExecutionException.class, repeated::get);
    assertInstanceOf(LedgerUnavailable.class, failure.getCause());
    ledger.close();
  }

  @Test
  @Rule("L102")
  void what_a_repetition_discloses_does_not_reach_the_vault() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      ledger.append(entry("a", "").toBuilder().sensitive("name", JsonValue.of("Ada")).build());
      ledger.append(entry("a", "").toBuilder().sensitive("name", JsonValue.of("Bob")).build());
      ledger.append(entry("b", "").toBuilder().sensitive("name", JsonValue.of("Eve")).build());
    }
    StringBuilder vault = new StringBuilder();
    disk.files("vault/").values().forEach(f -> vault.append(new String(f, StandardCharsets.UTF_8)));
    assertEquals(2, vault.toString().strip().lines().count(), vault.toString());
    assertTrue(vault.toString().contains("\"index\":1"), vault.toString());
  }

  @Test
  @Rule("L63")
  void a_key_that_could_not_be_honoured_is_refused() throws Exception {
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      for (String key : List.of("", "x".repeat(257))) {
        assertThrows(IllegalArgumentException.class, () -> ledger.append(entry(key, "")));
      }
      assertEquals(0, ledger.append(entry("x".repeat(256), "")).index());
    }
  }

  @Test
  @Rule("L103")
  void after_any_crash_no_key_is_twice_in_the_ledger_and_none_acknowledged_is_forgotten()
      throws IOException {
    int lives = 60;
    long repeated = 0;
    for (int seed = 1; seed <= lives; seed++) {
      Random random = new Random(seed);
      MemoryDisk image = new MemoryDisk();
      Map<String, EntryIndex.Place> acknowledged = new HashMap<>();
      Logs.createSmall(image).close();
      for (int crash = 0; crash < 6; crash++) {
        String what = "seed " + seed + ", life " + crash;
        image.budget = Long.MAX_VALUE;
        LedgerLog log = Logs.openSmall(image);
        for (Map.Entry<String, EntryIndex.Place> each : acknowledged.entrySet()) {
          Placement placed = log.append(Logs.leaves(List.of(bytes(each.getKey(), what))));
          assertEquals(each.getValue().index(), placed.index(0), what + ": " + each.getKey());
          assertEquals(each.getValue().leafHash(), placed.leafHash(0), what);
          assertEquals(0, placed.added(), what);
          repeated++;
        }
        image.budget = random.nextInt(120);
        try {
          live(log, random, acknowledged);
          log.close();
        } catch (IOException e) {
          assertTrue(image.failed, what + ": " + e);
          LedgerLog.closeAfter(e, log);
        }
        image = random.nextInt(4) == 0 ? image.survive() : image.crash(random);
      }
      LedgerLog log = Logs.openSmall(image);
      log.publish();
      log.close();
      requireOnce(image, "seed " + seed);
    }
    assertTrue(repeated > 1000, "only " + repeated + " repetitions after a crash");
  }

  private static void live(LedgerLog log, Random random, Map<String, EntryIndex.Place> acknowledged)
      throws IOException {
    while (true) {
      List<String> keys = new ArrayList<>();
      List<byte[]> entries = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        String key = "key-" + random.nextInt(400);
        keys.add(key);
        // Some have no key.
        entries.add(random.nextInt(3) == 0 ? new byte[] {(byte) i} : bytes(key, "r"));
      }
      Placement placed = log.append(Logs.leaves(entries));
      assertEquals(keys.size(), placed.count());
      for (int i = 0; i < keys.size(); i++) {
        if (placed.leafHash(i) != null) {
          EntryIndex.Place place = new EntryIndex.Place(placed.index(i), placed.leafHash(i));
          EntryIndex.Place known = acknowledged.putIfAbsent(keys.get(i), place);
          assertTrue(known == null || known.equals(place), keys.get(i));
        }
      }
      switch (random.nextInt(3)) {
        case 0 -> log.publish();
        case 1 -> log.settle();
        default -> {}
      }
      if (random.nextInt(12) == 0) {
        return;
      }
    }
  }

  private static void requireOnce(MemoryDisk image, String what) {
    Set<String> seen = new HashSet<>();
    FileLedgerReader reader = new FileLedgerReader(image);
    for (long from = 0; from < reader.size(); from += 1000) {
      for (LedgerRecord record : reader.read(from, 1000)) {
        EntryKeys keys = EntryKeys.of(record.bytes());
        assertTrue(keys == null || seen.add(keys.idempotency()), what + ": twice " + keys);
      }
    }
    assertNotEquals(0, seen.size(), what);
  }

  @Test
  @Rule("L104")
  void a_ledger_without_keys_reads_its_log_once_when_it_is_opened() throws IOException {
    LedgerLog log = Logs.createSmall(disk);
    List<byte[]> plain = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      plain.add(new EntryCodec().encode(Logs.approval().time(Instant.EPOCH).build()).bytes());
    }
    Logs.append(log, plain);
    log.publish();
    MemoryDisk crashed = disk.survive();
    Recovery recovery = Recovery.of(crashed, Logs.checkpoint(crashed));
    assertEquals(300, recovery.size());
    assertEquals(300, recovery.keyed(), "none has a key");
    LoggedEntries entries =
        new LoggedEntries(crashed, recovery, LoggedEntries.bundled(recovery, 300));
    assertEquals(300, entries.skip(recovery.first(), 300), "nothing is read");

    Logs.append(log, List.of(plain.get(0), bytes("a", ""), plain.get(0)));
    crashed = disk.survive();
    Recovery keyed = Recovery.of(crashed, Logs.checkpoint(crashed));
    assertEquals(303, keyed.size());
    assertEquals(301, keyed.keyed(), "from here on it is");
    log.close();
  }
}
