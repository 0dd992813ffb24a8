package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.governance4j.Checkpoint;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.JsonValue;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.json.EntryCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileLedgerTest {
  private static final FileLedgerConfig ON_DEMAND =
      FileLedgerConfig.defaults()
          .withPublishInterval(Duration.ZERO)
          .withClock(Clock.fixed(Instant.parse("2026-11-21T09:30:00.123456Z"), ZoneOffset.UTC));

  @TempDir private Path temp;

  private Path directory() {
    return temp.resolve("a/ledger");
  }

  private FileLedger create() {
    return FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, ON_DEMAND);
  }

  private FileLedger open() {
    return FileLedger.open(directory(), Logs.KEY, ON_DEMAND);
  }

  private static Entry.Builder approval() {
    return Entry.builder(Entry.Types.APPROVAL, "user:alice", "model:credit-risk")
        .decision("approved");
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
        Receipt receipt = ledger.append(approval().attribute("n", JsonValue.of(i)).build());
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
      ledger.append(approval().build());
      ledger.append(approval().time(given).build());
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
      ledger.append(approval().build());
      assertEquals(0, ledger.reader().size());
    }
    try (FileLedgerReader reader = FileLedgerReader.open(directory())) {
      assertEquals(1, reader.size());
    }
    assertEquals(1, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
  }

  @Test
  void a_published_checkpoint_appears_by_itself_when_an_interval_is_set() {
    FileLedgerConfig config = ON_DEMAND.withPublishInterval(Duration.ofMillis(1));
    try (FileLedger ledger = FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, config);
        LedgerReader reader = ledger.reader()) {
      for (int size = 1; size <= 5; size++) {
        ledger.append(approval().build());
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
      assertEquals(threads * each, checkpoint.size());
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
  void submitted_entries_keep_their_order_and_are_committed_together() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = inMemory(disk, ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = gate(inForce, release);
      CompletableFuture<Receipt> first = ledger.submit(approval().build());
      inForce.await();
      List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(ledger.submit(approval().build()));
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
  void a_full_queue_refuses_at_once_and_takes_again_when_there_is_room() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = inMemory(disk, ON_DEMAND.withQueueCapacity(3))) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = gate(inForce, release);
      List<CompletableFuture<Receipt>> taken = new ArrayList<>();
      taken.add(ledger.submit(approval().build()));
      inForce.await();
      for (int i = 0; i < 3; i++) {
        taken.add(ledger.submit(approval().build()));
      }

      CompletableFuture<Receipt> refused = ledger.submit(approval().build());
      assertTrue(refused.isDone());
      ExecutionException failure = assertThrows(ExecutionException.class, refused::get);
      assertInstanceOf(LedgerUnavailable.class, failure.getCause());
      assertTrue(failure.getMessage().contains("3 entries wait"), failure.getMessage());
      assertThrows(LedgerUnavailable.class, () -> ledger.append(approval().build()));
      assertTrue(ledger.health().detail().contains("3 waiting"), ledger.health().detail());

      release.countDown();
      for (int i = 0; i < taken.size(); i++) {
        assertEquals(i, taken.get(i).get().index());
      }
      assertEquals(4, ledger.append(approval().build()).index());
    }
  }

  @Test
  void a_failed_force_stops_the_ledger_until_it_is_opened_again() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    FileLedger ledger = inMemory(disk, ON_DEMAND);
    ledger.append(approval().reason("first").build());
    CountDownLatch inForce = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    disk.beforeForce = gate(inForce, release);
    CompletableFuture<Receipt> second = ledger.submit(approval().reason("second").build());
    inForce.await();
    CompletableFuture<Receipt> third = ledger.submit(approval().reason("third").build());
    disk.budget = 0;
    release.countDown();

    for (CompletableFuture<Receipt> lost : List.of(second, third)) {
      ExecutionException failure = assertThrows(ExecutionException.class, lost::get);
      assertInstanceOf(LedgerUnavailable.class, failure.getCause());
      assertTrue(failure.getMessage().contains("unknown: java.io.IOException"));
    }
    assertThrows(LedgerUnavailable.class, () -> ledger.append(approval().build()));
    assertThrows(LedgerUnavailable.class, ledger::publish);
    assertTrue(ledger.submit(approval().build()).isCompletedExceptionally());
    assertEquals(Health.Status.DOWN, ledger.health().status());
    assertTrue(ledger.health().detail().contains("memory stopped at 2026-11-21T09:30:00.123456Z"));
    long operations = disk.operations;
    ledger.close();
    assertEquals(operations, disk.operations, "nothing is tried again on that disk");

    disk.budget = Long.MAX_VALUE;
    try (FileLedger again =
        FileLedger.start(disk, ON_DEMAND, () -> () -> {}, () -> Logs.open(disk))) {
      Receipt next = again.append(approval().reason("fourth").build());
      again.publish();
      List<LedgerRecord> records = again.reader().read(0, 10);
      assertEquals("first", EntryCodec.decode(records.get(0).bytes()).reason());
      assertEquals(records.size() - 1, next.index());
    }
  }

  @Test
  void every_failing_operation_of_an_append_or_a_publication_stops_the_ledger() {
    for (long budget = 0; ; budget++) {
      MemoryDisk disk = new MemoryDisk();
      FileLedger ledger = inMemory(disk, ON_DEMAND);
      disk.budget = budget;
      Entry entry = approval().sensitive("name", JsonValue.of("Alice")).build();
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
    FileLedger ledger = FileLedger.create(directory(), Logs.ORIGIN, key, ON_DEMAND);
    key.breakDown(true);
    assertEquals(0, ledger.append(approval().build()).index());
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, ledger::publish);
    assertTrue(refusal.getMessage().contains("the key service does not answer"));
    assertEquals(Health.Status.DEGRADED, ledger.health().status());
    assertEquals(1, ledger.append(approval().build()).index());
    key.breakDown(false);
    assertEquals(2, Checkpoint.open(ledger.publish(), key.verifier(Logs.ORIGIN)).size());
    assertEquals(Health.Status.UP, ledger.health().status());
    ledger.append(approval().build());
    key.breakDown(true);
    LedgerUnavailable unpublished = assertThrows(LedgerUnavailable.class, ledger::close);
    assertTrue(unpublished.getMessage().contains("with entries unpublished"));
    key.breakDown(false);
    try (FileLedger again = FileLedger.open(directory(), key, ON_DEMAND)) {
      assertEquals(3, Checkpoint.open(again.publish(), key.verifier(Logs.ORIGIN)).size());
    }
  }

  @Test
  void a_faulty_signature_is_not_published() {
    KeyHandle faulty = new FaultyKey();
    assertThrows(
        org.governance4j.KeyUnavailable.class,
        () -> FileLedger.create(directory(), Logs.ORIGIN, faulty, ON_DEMAND));
    assertFalse(Files.exists(directory().resolve("checkpoint")));
    // What is left is an unfinished creation, and can be finished.
    create().close();
  }

  /** Signs something else than it was asked to. */
  private static final class FaultyKey implements KeyHandle {
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
      ledger.append(approval().build());
      Thread.currentThread().interrupt();
      assertEquals(1, ledger.append(approval().build()).index());
      assertTrue(Thread.currentThread().isInterrupted(), "the interrupt is kept for the caller");
      ledger.publish();
      assertEquals(2, ledger.reader().read(0, 5).size());
      assertEquals(2, ledger.append(approval().build()).index());
      assertTrue(Thread.interrupted());
      Thread.currentThread().interrupt();
    }
    assertTrue(Thread.interrupted(), "closing keeps it too");
    assertEquals(3, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
  }

  @Test
  void a_second_writer_is_refused_by_name_in_the_same_process() {
    try (FileLedger ledger = create()) {
      LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, this::open);
      assertEquals(directory() + " is already open in this process", refusal.getMessage());
      // By another path to the same place, too.
      Path detour = directory().resolve("../ledger");
      assertThrows(LedgerUnavailable.class, () -> FileLedger.open(detour, Logs.KEY, ON_DEMAND));
      assertEquals(0, ledger.append(approval().build()).index());
    }
    FileLedger first = open();
    first.close();
    try (FileLedger second = open()) {
      // Closing twice must not release what somebody else has opened since.
      first.close();
      assertThrows(LedgerUnavailable.class, this::open);
      assertEquals(1, second.append(approval().build()).index());
    }
  }

  @Test
  void a_second_writer_is_refused_in_another_process() throws Exception {
    try (FileLedger ledger = create()) {
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  SecondWriter.class.getName(),
                  directory().toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(17, other.waitFor(), said);
      assertTrue(said.contains(directory() + " is already open in another process"), said);
      assertEquals(0, ledger.append(approval().build()).index());
    }
  }

  /** What the other process does. */
  static final class SecondWriter {
    public static void main(String[] args) {
      try {
        FileLedger.open(Path.of(args[0]), Logs.KEY, ON_DEMAND).close();
      } catch (LedgerUnavailable e) {
        System.out.println(e.getMessage());
        System.exit(17);
      }
    }
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
    assertThrows(NoteRejected.class, () -> FileLedger.open(directory(), TestKey.of(9), ON_DEMAND));
    for (String origin : new String[] {"", "with space", "a+b", "line\nbreak", "x".repeat(256)}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> FileLedger.create(temp.resolve("b"), origin, Logs.KEY, ON_DEMAND),
          origin);
    }
    assertFalse(Files.exists(temp.resolve("b")));
  }

  @Test
  void an_entry_that_is_too_large_is_refused_and_no_other() {
    try (FileLedger ledger = create()) {
      Entry large = approval().reason("x".repeat(Entry.MAX_BYTES)).build();
      assertThrows(IllegalArgumentException.class, () -> ledger.append(large));
      CompletableFuture<Receipt> refused = ledger.submit(large);
      CompletionException failure = assertThrows(CompletionException.class, refused::join);
      assertInstanceOf(IllegalArgumentException.class, failure.getCause());
      assertEquals(0, ledger.append(approval().build()).index());
    }
  }

  @Test
  void sensitive_values_stay_out_of_the_tree_and_can_be_erased() throws IOException {
    Path vault = directory().resolve(Vault.file("person:17"));
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

      List<String> lines = Files.readAllLines(vault);
      assertEquals(2, lines.size());
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
    Files.delete(vault);
    try (FileLedger ledger = open()) {
      ledger.append(approval().build());
    }
    assertEquals(3, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
    assertFalse(Files.exists(vault), "erased is erased");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void what_hangs_on_a_receipt_may_submit_but_not_wait() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (FileLedger ledger = inMemory(disk, ON_DEMAND)) {
      CountDownLatch inForce = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      disk.beforeForce = gate(inForce, release);
      CompletableFuture<Receipt> first = ledger.submit(approval().build());
      inForce.await();
      CompletableFuture<Receipt> waiting =
          first.thenApply(receipt -> ledger.append(approval().build()));
      CompletableFuture<Receipt> submitting =
          first.thenCompose(receipt -> ledger.submit(approval().build()));
      release.countDown();

      ExecutionException failure = assertThrows(ExecutionException.class, waiting::get);
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertEquals(1, submitting.get().index());
    }
  }

  @Test
  void a_closed_ledger_says_so() {
    FileLedger ledger = create();
    ledger.close();
    ledger.close();
    LedgerUnavailable refusal =
        assertThrows(LedgerUnavailable.class, () -> ledger.append(approval().build()));
    assertEquals("the ledger is closed", refusal.getMessage());
    assertTrue(ledger.submit(approval().build()).isCompletedExceptionally());
    assertThrows(LedgerUnavailable.class, ledger::publish);
    assertEquals(Health.Status.DOWN, ledger.health().status());
  }

  @Test
  void closing_commits_what_was_submitted() throws Exception {
    FileLedger ledger = create();
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      receipts.add(ledger.submit(approval().build()));
    }
    ledger.close();
    for (int i = 0; i < 2000; i++) {
      assertEquals(i, receipts.get(i).get().index());
    }
    assertEquals(2000, LedgerVerifier.of(Logs.VERIFIER).verify(directory()).size());
  }

  @Test
  void a_reader_follows_a_writer_and_each_proof_it_makes_verifies() throws Exception {
    try (FileLedger ledger = create();
        LedgerReader reader = ledger.reader()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 300; i++) {
                  ledger.append(approval().attribute("n", JsonValue.of(i)).build());
                  if (i % 3 == 0) {
                    ledger.publish();
                  }
                }
              });
      Checkpoint last = null;
      long rounds = 0;
      while (!writing.isDone() || rounds == 0) {
        SignedNote note = reader.checkpoint();
        Checkpoint now = Checkpoint.open(note, Logs.VERIFIER);
        if (now.size() > 0) {
          rounds++;
          LedgerRecord record = reader.read(now.size() - 1, 1).get(0);
          reader.inclusionProof(record.index(), now.size()).verify(record.leafHash(), now.root());
          if (last != null && last.size() > 0) {
            reader.consistencyProof(last.size(), now.size()).verify(last.root(), now.root());
          }
        }
        last = now;
      }
      writing.get();
    }
  }

  @Test
  void a_reader_names_the_bound_that_is_broken() {
    try (FileLedger ledger = create()) {
      ledger.append(approval().build());
      ledger.append(approval().build());
      ledger.publish();
      LedgerReader reader = ledger.reader();
      assertThrows(IllegalArgumentException.class, () -> reader.read(-1, 1));
      assertThrows(IllegalArgumentException.class, () -> reader.read(3, 1));
      assertThrows(IllegalArgumentException.class, () -> reader.read(0, 0));
      assertEquals(List.of(), reader.read(2, 1));
      assertEquals(2, reader.read(0, Integer.MAX_VALUE).size());
      assertThrows(IllegalArgumentException.class, () -> reader.inclusionProof(2, 2));
      assertThrows(IllegalArgumentException.class, () -> reader.inclusionProof(0, 3));
      assertThrows(IllegalArgumentException.class, () -> reader.inclusionProof(-1, 2));
      assertThrows(IllegalArgumentException.class, () -> reader.consistencyProof(0, 2));
      assertThrows(IllegalArgumentException.class, () -> reader.consistencyProof(2, 1));
      assertThrows(IllegalArgumentException.class, () -> reader.consistencyProof(1, 3));
      reader.close();
      assertThrows(LedgerUnavailable.class, reader::checkpoint);
    }
  }

  @Test
  void a_reader_refuses_a_damaged_directory() throws IOException {
    try (FileLedger ledger = create()) {
      ledger.append(approval().build());
      ledger.append(approval().build());
    }
    Path bundle = directory().resolve("tile/entries/000.p/2");
    byte[] good = Files.readAllBytes(bundle);
    FileLedgerReader reader = FileLedgerReader.open(directory());
    Files.write(bundle, java.util.Arrays.copyOf(good, good.length - 1));
    assertThrows(LedgerCorrupted.class, () -> reader.read(0, 1));
    Files.write(bundle, java.util.Arrays.copyOf(good, good.length + 1));
    assertThrows(LedgerCorrupted.class, () -> reader.read(0, 1));
    Files.delete(bundle);
    LedgerCorrupted missing = assertThrows(LedgerCorrupted.class, () -> reader.read(0, 1));
    assertTrue(missing.getMessage().startsWith("tile/entries/000.p/2 of "), missing.getMessage());
    Files.delete(directory().resolve("tile/0/000.p/2"));
    assertThrows(LedgerCorrupted.class, () -> reader.inclusionProof(0, 2));
    Files.writeString(directory().resolve("checkpoint"), "nonsense");
    assertThrows(NoteRejected.class, reader::checkpoint);
  }

  @Test
  void the_configuration_names_what_is_out_of_range() {
    FileLedgerConfig config = FileLedgerConfig.defaults();
    assertEquals(8192, config.queueCapacity());
    assertEquals(Duration.ofSeconds(1), config.publishInterval());
    assertThrows(IllegalArgumentException.class, () -> config.withQueueCapacity(0));
    assertThrows(
        IllegalArgumentException.class, () -> config.withPublishInterval(Duration.ofNanos(1)));
    assertThrows(
        IllegalArgumentException.class, () -> config.withPublishInterval(Duration.ofSeconds(-1)));
    assertEquals(EntryCodec.SALT_BYTES, config.salts().get().length);
  }

  private static FileLedger inMemory(MemoryDisk disk, FileLedgerConfig config) {
    return FileLedger.start(disk, config, () -> () -> {}, () -> Logs.create(disk));
  }

  private static Runnable gate(CountDownLatch reached, CountDownLatch release) {
    return () -> {
      reached.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }

  /** The contract speaks of the role, not of the class. */
  @Test
  void the_ledger_is_used_by_its_role() {
    try (DecisionLedger ledger = create()) {
      assertArrayEquals(
          ledger.append(approval().build()).leafHash().bytes(),
          published(ledger).leafHash().bytes());
    }
  }

  private static LedgerRecord published(DecisionLedger ledger) {
    ledger.publish();
    return ledger.reader().read(0, 1).get(0);
  }
}
