package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.Receipt;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileLedgerTest {
  @TempDir private Path temp;

  private Path directory() {
    return temp.resolve("a/ledger");
  }

  private FileLedger create() {
    return FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND);
  }

  private FileLedger open() {
    return FileLedger.open(directory(), Logs.KEY, Logs.ON_DEMAND);
  }

  @Test
  void a_new_ledger_publishes_a_checkpoint_of_size_0() {
    try (FileLedger ledger = create();
        LedgerReader reader = ledger.reader()) {
      Checkpoint checkpoint =
          Checkpoint.open(reader.checkpoint(), NoteVerifier.ed25519(ledger.vkey()));
      assertEquals(new Checkpoint(Logs.ORIGIN, 0, NaiveTree.root(List.of())), checkpoint);
      assertEquals(Logs.ORIGIN, ledger.origin());
      assertEquals(List.of(), reader.read(0, 10));
    }
  }

  @Test
  void an_entry_is_read_back_and_proven_offline() {
    try (FileLedger ledger = create()) {
      for (int i = 0; i < 300; i++) {
        Receipt receipt = ledger.append(Logs.approval().attribute("n", JsonValue.of(i)).build());
        assertEquals(i, receipt.index());
        assertEquals(Logs.ORIGIN, receipt.origin());
      }
      ledger.publish();
      LedgerReader reader = ledger.reader();
      List<LedgerRecord> records = reader.read(0, 1000);
      assertEquals(300, records.size());
      assertEquals(records.subList(250, 270), reader.read(250, 20));
      for (int i : new int[] {0, 17, 255, 256, 299}) {
        Entry entry = EntryCodec.decode(records.get(i).bytes());
        assertEquals(JsonValue.of(i), entry.attributes().get("n"));
        // Through text, as a file would be handed to an auditor.
        TlogProof proof = TlogProof.parse(OfflineProofs.prove(reader, i).encode());
        assertEquals(300, proof.verify(records.get(i).bytes(), Logs.VERIFIER).size());
      }
      assertThrows(IllegalArgumentException.class, () -> OfflineProofs.prove(reader, 300));
    }
  }

  @Test
  void the_clock_fills_in_a_missing_time_in_milliseconds_and_leaves_a_given_one() {
    Instant given = Instant.parse("2020-01-02T03:04:05.678Z");
    try (FileLedger ledger = create()) {
      ledger.append(Logs.approval().build());
      ledger.append(Logs.approval().time(given).build());
      ledger.publish();
      List<LedgerRecord> records = ledger.reader().read(0, 2);
      assertEquals(
          Instant.parse("2026-11-21T09:30:00.123Z"),
          EntryCodec.decode(records.get(0).bytes()).time());
      assertEquals(given, EntryCodec.decode(records.get(1).bytes()).time());
    }
  }

  @Test
  void what_is_appended_is_published_by_closing() {
    try (FileLedger ledger = create()) {
      ledger.append(Logs.approval().build());
      assertEquals(0, ledger.reader().size());
    }
    try (FileLedgerReader reader = FileLedgerReader.open(directory())) {
      assertEquals(1, reader.size());
    }
    assertEquals(1, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
  }

  @Test
  void a_published_checkpoint_appears_by_itself_when_an_interval_is_set() {
    FileLedgerConfig config = Logs.ON_DEMAND.withPublishInterval(Duration.ofMillis(1));
    try (FileLedger ledger = FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, config);
        LedgerReader reader = ledger.reader()) {
      for (int size = 1; size <= 5; size++) {
        ledger.append(Logs.approval().build());
        while (reader.size() < size) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void threads_get_gapless_indexes_in_their_own_order_and_proven_receipts() throws Exception {
    int threads = 8;
    int each = 500;
    List<Future<List<Receipt>>> results = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (FileLedger ledger = create()) {
      for (int t = 0; t < threads; t++) {
        String actor = "user:" + t;
        results.add(
            executor.submit(
                () -> {
                  List<Receipt> receipts = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    Entry entry =
                        Entry.builder("note", actor, "s").attribute("i", JsonValue.of(i)).build();
                    receipts.add(i % 2 == 0 ? ledger.append(entry) : ledger.submit(entry).get());
                  }
                  return receipts;
                }));
      }
      Map<Long, Receipt> all = new HashMap<>();
      for (Future<List<Receipt>> result : results) {
        long last = -1;
        for (Receipt receipt : result.get()) {
          assertTrue(receipt.index() > last, "order of one thread");
          last = receipt.index();
          assertNull(all.put(receipt.index(), receipt), "index given twice");
        }
      }
      assertEquals(threads * each, all.size());
      Checkpoint checkpoint = Checkpoint.open(ledger.publish(), Logs.VERIFIER);
      assertEquals(all.size(), checkpoint.size());
      LedgerReader reader = ledger.reader();
      for (long index = 0; index < checkpoint.size(); index++) {
        reader
            .inclusionProof(index, checkpoint.size())
            .verify(all.get(index).leafHash(), checkpoint.root());
      }
    } finally {
      executor.shutdownNow();
    }
    LedgerVerifier.of(Logs.VERIFIER).verify(directory());
  }

  @Test
  void what_is_not_a_ledger_is_refused_and_left_alone() throws IOException {
    LedgerUnavailable missing = assertThrows(LedgerUnavailable.class, this::open);
    assertEquals(
        directory() + " is not a ledger directory: it has no checkpoint", missing.getMessage());
    assertFalse(Files.exists(directory()));
    assertThrows(LedgerUnavailable.class, () -> FileLedgerReader.open(directory()));

    Files.createDirectories(directory());
    Files.writeString(directory().resolve("letter.txt"), "dear all");
    LedgerUnavailable foreign = assertThrows(LedgerUnavailable.class, this::create);
    assertEquals(
        "a new ledger needs an empty directory, " + directory() + " is not: found [letter.txt]",
        foreign.getMessage());
    try (var files = Files.list(directory())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void another_key_or_a_bad_origin_is_refused() {
    create().close();
    assertThrows(
        NoteRejected.class, () -> FileLedger.open(directory(), TestKey.of(9), Logs.ON_DEMAND));
    for (String origin : new String[] {"", "with space", "a+b", "line\nbreak", "x".repeat(256)}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> FileLedger.create(temp.resolve("b"), origin, Logs.KEY, Logs.ON_DEMAND),
          origin);
    }
    assertFalse(Files.exists(temp.resolve("b")));
  }

  @Test
  void an_entry_that_is_too_large_is_refused_and_no_other() {
    try (FileLedger ledger = create()) {
      Entry large = Logs.approval().reason("x".repeat(Entry.MAX_BYTES)).build();
      assertThrows(IllegalArgumentException.class, () -> ledger.append(large));
      CompletableFuture<Receipt> refused = ledger.submit(large);
      CompletionException failure = assertThrows(CompletionException.class, refused::join);
      assertInstanceOf(IllegalArgumentException.class, failure.getCause());
      assertEquals(0, ledger.append(Logs.approval().build()).index());
    }
  }

  @Test
  void sensitive_values_stay_out_of_the_tree_and_can_be_erased() throws IOException {
    Path vault = directory().resolve(Vault.file(0));
    try (FileLedger ledger = create()) {
      ledger.append(
          Entry.builder("override", "user:alice", "person:17")
              .sensitive("income", JsonValue.of("4711 EUR"))
              .sensitive("name", JsonValue.of("Alice Example"))
              .build());
      ledger.append(
          Entry.builder("override", "user:alice", "person:18")
              .sensitive("name", JsonValue.of("Bob Example"))
              .build());
      ledger.publish();
      Entry read = EntryCodec.decode(ledger.reader().read(0, 1).get(0).bytes());
      assertEquals(2, read.commitments().size());

      List<String> lines =
          Files.readAllLines(vault).stream()
              .filter(line -> line.contains(Vault.subject("person:17")))
              .toList();
      assertEquals(2, lines.size());
      assertEquals(3, Files.readAllLines(vault).size(), "another person's line stands beside");
      Set<JsonValue> values = new java.util.HashSet<>();
      Set<String> digests = new TreeSet<>();
      for (String line : lines) {
        JsonValue.Obj object = (JsonValue.Obj) org.governance4j.json.StrictJson.parse(line);
        assertEquals(JsonValue.of(0), object.get("index"));
        String digest = Vectors.text(object, "digest");
        digests.add(digest);
        values.add(EntryCodec.open(Vectors.text(object, "disclosure"), digest));
      }
      assertEquals(Set.of(JsonValue.of("4711 EUR"), JsonValue.of("Alice Example")), values);
      assertEquals(new TreeSet<>(read.commitments()), digests);
    }
    if (temp.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals("rw-------", mode(vault));
      assertEquals("rwx------", mode(vault.getParent()));
      assertEquals("rwx------", mode(directory().resolve(".state")));
      assertEquals("rw-------", mode(directory().resolve(".state/signed.log")));
    }
    try (var files = Files.walk(directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(vault.getParent())) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertFalse(content.contains("Example") || content.contains("4711"), file.toString());
        }
      }
    }
    List<String> kept = new ArrayList<>(Files.readAllLines(vault));
    kept.removeIf(line -> line.contains(Vault.subject("person:17")));
    Files.write(vault, kept);
    try (FileLedger ledger = open()) {
      ledger.append(Logs.approval().build());
      ledger.append(Logs.approval().sensitive("name", JsonValue.of("Carol Example")).build());
    }
    assertEquals(4, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
    List<String> left = Files.readAllLines(vault);
    left.removeIf(String::isEmpty);
    assertEquals(2, left.size(), "erased is erased, and the rest is left");
    assertEquals(kept.get(0), left.get(0));
    assertTrue(left.get(1).contains("\"index\":3"), left.get(1));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void a_closed_ledger_says_so() {
    FileLedger ledger = create();
    ledger.close();
    ledger.close();
    LedgerUnavailable refusal =
        assertThrows(LedgerUnavailable.class, () -> ledger.append(Logs.approval().build()));
    assertEquals("the ledger is closed", refusal.getMessage());
    assertTrue(ledger.submit(Logs.approval().build()).isCompletedExceptionally());
    assertThrows(LedgerUnavailable.class, ledger::publish);
    assertEquals(Health.Status.DOWN, ledger.health().status());
  }

  @Test
  void closing_commits_what_was_submitted() throws Exception {
    FileLedger ledger = create();
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      receipts.add(ledger.submit(Logs.approval().build()));
    }
    ledger.close();
    for (int i = 0; i < 2000; i++) {
      assertEquals(i, receipts.get(i).get().index());
    }
    assertEquals(2000, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
  }

  @Test
  void the_configuration_names_what_is_out_of_range() {
    FileLedgerConfig config = FileLedgerConfig.defaults();
    assertEquals(8192, config.queueCapacity());
    assertEquals(Duration.ofMillis(100), config.publishInterval());
    assertEquals(Overflow.REJECT, config.overflow());
    assertThrows(IllegalArgumentException.class, () -> config.withQueueCapacity(0));
    assertThrows(
        IllegalArgumentException.class, () -> config.withPublishInterval(Duration.ofNanos(1)));
    assertThrows(
        IllegalArgumentException.class, () -> config.withPublishInterval(Duration.ofSeconds(-1)));
    assertEquals(EntryCodec.SALT_BYTES, config.salts().get().length);
  }

  @Test
  @Rule("L132")
  void an_interrupted_thread_opens_no_ledger_and_is_told_why() throws Exception {
    Path directory = temp.resolve("interrupted");
    Path next = temp.resolve("next");
    LogKeys keys = LogKeys.of(Logs.KEY);
    FileLedger.create(temp.resolve("ended"), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND).close();
    List<Executable> ways =
        List.of(
            () -> FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND),
            () -> FileLedger.open(temp.resolve("ended"), Logs.KEY, Logs.ON_DEMAND),
            () ->
                FileLedger.rollOver(
                    temp.resolve("ended"), keys, next, "o.test/2", keys, Logs.ON_DEMAND, "a", "r"));
    for (Executable way : ways) {
      Thread.currentThread().interrupt();
      LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, way);
      assertTrue(Thread.interrupted(), "the interrupt is kept");
      assertTrue(refusal.getMessage().contains("interrupted"), refusal::getMessage);
    }
    assertFalse(Files.exists(directory), "nothing is made");
    assertFalse(Files.exists(next), "nothing is made");
    FileLedger.open(temp.resolve("ended"), Logs.KEY, Logs.ON_DEMAND).close();
  }

  @Test
  @Rule("L132")
  void a_thread_that_is_interrupted_while_it_opens_a_ledger_is_told_so() throws Exception {
    Path directory = temp.resolve("meanwhile");
    FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND).close();
    Disk disk = new OsDisk(directory);
    LedgerUnavailable refusal =
        assertThrows(
            LedgerUnavailable.class,
            () ->
                FileLedger.start(
                    disk,
                    Logs.ON_DEMAND,
                    () -> {
                      Closeable lock = DirectoryLock.acquire(directory);
                      Thread.currentThread().interrupt();
                      return lock;
                    },
                    () -> Logs.open(disk)));
    assertTrue(Thread.interrupted(), "the interrupt is kept");
    assertTrue(refusal.getMessage().contains("interrupted"), refusal::getMessage);
    FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND).close();
  }
}
