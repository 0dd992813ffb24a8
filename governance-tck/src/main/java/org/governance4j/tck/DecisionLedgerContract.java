package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.governance4j.Checkpoint;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteVerifier;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link DecisionLedger} must do. It is judged from outside: by its receipts, its
 * checkpoints and what its reader finds, which verify themselves.
 */
public abstract class DecisionLedgerContract {

  @TempDir Path home = Path.of("replaced by JUnit");

  /** For tests that an implementer extends. */
  protected DecisionLedgerContract() {}

  /**
   * A ledger with the key of its checkpoints.
   *
   * @param ledger the ledger
   * @param verifier the key that its checkpoints are signed with; its name is the ledger's origin
   */
  public record Opened(DecisionLedger ledger, NoteVerifier verifier) implements AutoCloseable {
    @Override
    public void close() {
      ledger.close();
    }
  }

  /**
   * Opens the ledger of this home: a new one the first time, the same one again after it was
   * closed. The contract closes it.
   *
   * @param home an empty folder of its own for each test; a ledger that lives elsewhere takes it as
   *     a name
   */
  protected abstract Opened open(Path home) throws Exception;

  /** Whether what was acknowledged is there when the same home is opened again. */
  protected boolean survivesReopening() {
    return false;
  }

  /** Whether a home that is open cannot be opened a second time. */
  protected boolean refusesSecondWriter() {
    return false;
  }

  /**
   * Opens a new ledger whose storage hangs in every write until the latch is released; null if that
   * cannot be brought about.
   */
  protected @Nullable Opened openStalled(Path home, CountDownLatch release) throws Exception {
    return null;
  }

  /**
   * How long a call may take before the test says that it hangs; only ever reached when it does.
   */
  protected Duration patience() {
    return Duration.ofSeconds(60);
  }

  @Test
  @Rule("L1")
  void receipts_count_up_from_zero() throws Exception {
    try (Opened log = open(home)) {
      for (int i = 0; i < 20; i++) {
        Receipt receipt = log.ledger().append(Entries.numbered("a", i));
        assertEquals(i, receipt.index());
        assertEquals(log.ledger().origin(), receipt.origin());
      }
    }
  }

  @Test
  @Rule("L2")
  void a_receipt_names_the_hash_of_the_stored_bytes() throws Exception {
    try (Opened log = open(home)) {
      List<Receipt> receipts = append(log, "a", 20);
      log.ledger().publish();

      List<LedgerRecord> stored = read(log);

      for (Receipt receipt : receipts) {
        LedgerRecord record = stored.get(Math.toIntExact(receipt.index()));
        assertEquals(receipt.index(), record.index());
        assertEquals(receipt.leafHash(), record.leafHash());
      }
    }
  }

  @Test
  @Rule("L3")
  void an_entry_is_stored_where_its_receipt_says() throws Exception {
    try (Opened log = open(home)) {
      List<Receipt> receipts = append(log, "a", 20);
      log.ledger().publish();

      List<LedgerRecord> stored = read(log);

      for (int i = 0; i < receipts.size(); i++) {
        LedgerRecord record = stored.get(Math.toIntExact(receipts.get(i).index()));
        assertTrue(Entries.contains(record, Entries.reason("a", i)), "the reason of entry " + i);
        assertTrue(Entries.contains(record, "user:a"), "the actor of entry " + i);
        assertTrue(Entries.contains(record, "model:credit-risk"), "the subject of entry " + i);
      }
    }
  }

  @Test
  @Rule("L4")
  void entries_submitted_by_one_thread_keep_their_order() throws Exception {
    try (Opened log = open(home)) {
      List<CompletableFuture<Receipt>> submitted = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        submitted.add(log.ledger().submit(Entries.numbered("a", i)));
      }
      for (int i = 0; i < submitted.size(); i++) {
        assertEquals(i, get(submitted.get(i)).index());
      }
      log.ledger().publish();

      List<LedgerRecord> stored = read(log);

      for (int i = 0; i < submitted.size(); i++) {
        assertTrue(Entries.contains(stored.get(i), Entries.reason("a", i)), "entry " + i);
      }
    }
  }

  @Test
  @Rule("L5")
  void submitting_does_not_wait_on_an_interrupted_thread() throws Exception {
    try (Opened log = open(home)) {
      Thread.currentThread().interrupt();
      CompletableFuture<Receipt> submitted;
      boolean interrupted;
      try {
        submitted = log.ledger().submit(Entries.numbered("a", 0));
      } finally {
        interrupted = Thread.interrupted();
      }

      assertTrue(interrupted, "the thread's interrupt was swallowed");
      assertEquals(0, get(submitted).index());
    }
  }

  @Test
  @Rule("L5")
  void submitting_does_not_wait_for_the_storage() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Opened log = openStalled(home, release)) {
      if (log == null) {
        abort("the storage cannot be made to hang");
        return;
      }
      CompletableFuture<Receipt> submitted;
      try {
        submitted =
            assertTimeoutPreemptively(
                patience(), () -> log.ledger().submit(Entries.numbered("a", 0)));
        assertFalse(submitted.isDone(), "acknowledged before it was written");
      } finally {
        release.countDown();
      }
      assertEquals(0, get(submitted).index());
    }
  }

  @Test
  @Rule("L5")
  void a_flood_is_taken_or_refused_but_never_lost() throws Exception {
    try (Opened log = open(home)) {
      List<CompletableFuture<Receipt>> submitted = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        submitted.add(log.ledger().submit(Entries.numbered("a", i)));
      }
      long next = 0;
      for (CompletableFuture<Receipt> future : submitted) {
        Throwable refusal = refusal(future);
        if (refusal == null) {
          assertEquals(next++, get(future).index());
        } else {
          assertInstanceOf(LedgerUnavailable.class, refusal);
        }
      }
      log.ledger().publish();
      assertEquals(next, read(log).size());
    }
  }

  @Test
  @Rule("L6")
  void a_checkpoint_covers_every_acknowledged_entry() throws Exception {
    try (Opened log = open(home)) {
      for (int i = 0; i < 5; i++) {
        append(log, "round-" + i, 3);
        SignedNote note = log.ledger().publish();

        Checkpoint checkpoint = Checkpoint.open(note, log.verifier());

        assertEquals(log.ledger().origin(), checkpoint.origin());
        assertTrue(checkpoint.size() >= 3L * (i + 1), () -> "it covers " + checkpoint.size());
        List<LedgerRecord> stored = read(log);
        assertEquals(
            Entries.root(Entries.leaves(stored), checkpoint.size()),
            checkpoint.root(),
            "the root of the stored entries");
      }
    }
  }

  @Test
  @Rule("L6")
  void everybody_can_read_the_checkpoint_that_was_published() throws Exception {
    try (Opened log = open(home);
        LedgerReader reader = log.ledger().reader()) {
      append(log, "a", 3);
      SignedNote published = log.ledger().publish();

      Checkpoint covered = Checkpoint.open(published, log.verifier());
      Checkpoint latest = Checkpoint.open(reader.checkpoint(), log.verifier());

      assertTrue(latest.size() >= covered.size(), "the reader shows an older checkpoint");
      assertTrue(reader.size() >= covered.size(), "the reader's size");
    }
  }

  @Test
  @Rule("L7")
  void every_receipt_is_proven_by_the_published_root() throws Exception {
    try (Opened log = open(home);
        LedgerReader reader = log.ledger().reader()) {
      List<Receipt> receipts = append(log, "a", 70);
      Checkpoint checkpoint = Checkpoint.open(log.ledger().publish(), log.verifier());

      for (Receipt receipt : receipts) {
        reader
            .inclusionProof(receipt.index(), checkpoint.size())
            .verify(receipt.leafHash(), checkpoint.root());
      }
    }
  }

  @Test
  @Rule("L8")
  void a_later_checkpoint_extends_an_earlier_one() throws Exception {
    try (Opened log = open(home);
        LedgerReader reader = log.ledger().reader()) {
      List<Checkpoint> checkpoints = new ArrayList<>();
      for (int count : new int[] {1, 2, 4, 9, 30}) {
        append(log, "a", count);
        checkpoints.add(Checkpoint.open(log.ledger().publish(), log.verifier()));
      }
      for (int i = 0; i < checkpoints.size(); i++) {
        for (int j = i; j < checkpoints.size(); j++) {
          Checkpoint older = checkpoints.get(i);
          Checkpoint newer = checkpoints.get(j);
          reader.consistencyProof(older.size(), newer.size()).verify(older.root(), newer.root());
        }
      }
    }
  }

  @Test
  @Rule("L9")
  void entries_of_several_threads_get_a_position_each_and_no_gap() throws Exception {
    try (Opened log = open(home)) {
      int perThread = 50;
      List<List<Receipt>> byThread =
          Threads.each(
              thread -> {
                List<Receipt> receipts = new ArrayList<>();
                for (int i = 0; i < perThread; i++) {
                  Entry entry = Entries.numbered("t" + thread, i);
                  receipts.add(
                      i % 2 == 0 ? log.ledger().append(entry) : get(log.ledger().submit(entry)));
                }
                return receipts;
              });
      log.ledger().publish();
      List<LedgerRecord> stored = read(log);

      long[] indices =
          byThread.stream().flatMap(List::stream).mapToLong(Receipt::index).sorted().toArray();
      assertEquals(
          LongStream.range(0, (long) Threads.COUNT * perThread).boxed().toList(),
          LongStream.of(indices).boxed().toList());
      for (int thread = 0; thread < byThread.size(); thread++) {
        for (int i = 0; i < perThread; i++) {
          Receipt receipt = byThread.get(thread).get(i);
          LedgerRecord record = stored.get(Math.toIntExact(receipt.index()));
          assertEquals(receipt.leafHash(), record.leafHash());
          assertTrue(Entries.contains(record, Entries.reason("t" + thread, i)));
        }
      }
    }
  }

  @Test
  @Rule("L10")
  void what_was_acknowledged_is_there_after_reopening() throws Exception {
    assumeTrue(survivesReopening(), "the ledger does not survive its closing");
    List<Receipt> receipts;
    Checkpoint before;
    try (Opened log = open(home)) {
      receipts = append(log, "before", 20);
      before = Checkpoint.open(log.ledger().publish(), log.verifier());
      receipts.addAll(append(log, "after", 3));
    }
    try (Opened log = open(home);
        LedgerReader reader = log.ledger().reader()) {
      assertEquals(23, log.ledger().append(Entries.numbered("reopened", 0)).index());
      Checkpoint after = Checkpoint.open(log.ledger().publish(), log.verifier());

      reader.consistencyProof(before.size(), after.size()).verify(before.root(), after.root());
      for (Receipt receipt : receipts) {
        reader
            .inclusionProof(receipt.index(), after.size())
            .verify(receipt.leafHash(), after.root());
      }
    }
  }

  @Test
  @Rule("L11")
  void an_entry_that_is_too_large_is_refused_and_nothing_is_lost() throws Exception {
    try (Opened log = open(home)) {
      append(log, "a", 2);

      assertThrows(IllegalArgumentException.class, () -> log.ledger().append(Entries.tooLarge()));
      CompletableFuture<Receipt> submitted = log.ledger().submit(Entries.tooLarge());
      assertInstanceOf(IllegalArgumentException.class, refusal(submitted));

      assertEquals(2, log.ledger().append(Entries.numbered("a", 2)).index());
      Checkpoint checkpoint = Checkpoint.open(log.ledger().publish(), log.verifier());
      assertEquals(3, checkpoint.size());
      assertEquals(3, read(log).size());
    }
  }

  @Test
  @Rule("L12")
  void a_sensitive_value_is_nowhere_in_the_stored_bytes() throws Exception {
    String secret = "Erika Mustermann 1964-08-12";
    byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
    try (Opened log = open(home)) {
      log.ledger().append(Entries.sensitive(secret));
      log.ledger().publish();

      LedgerRecord stored = read(log).get(0);

      String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf8);
      String base64Url = Base64.getUrlEncoder().withoutPadding().encodeToString(utf8);
      assertAll(
          () -> assertTrue(Entries.contains(stored, "prediction:r1"), "the entry is stored"),
          () -> assertFalse(Entries.contains(stored, secret), "in the clear"),
          () -> assertFalse(Entries.contains(stored, "Mustermann"), "in part"),
          () -> assertFalse(Entries.contains(stored, base64), "in base64"),
          () -> assertFalse(Entries.contains(stored, base64Url), "in base64url"),
          () -> assertFalse(Entries.contains(stored, HexFormat.of().formatHex(utf8)), "in hex"));
    }
  }

  @Test
  @Rule("L13")
  void equal_sensitive_values_cannot_be_told_from_the_stored_bytes() throws Exception {
    try (Opened log = open(home)) {
      Receipt first = log.ledger().append(Entries.sensitive("yes"));
      Receipt second = log.ledger().append(Entries.sensitive("yes"));
      log.ledger().publish();

      assertNotEquals(first.leafHash(), second.leafHash(), "the commitments are not salted");
      Digest unsalted = Digest.sha256("yes".getBytes(StandardCharsets.UTF_8));
      String base64Url = Base64.getUrlEncoder().withoutPadding().encodeToString(unsalted.bytes());
      for (LedgerRecord record : read(log)) {
        assertFalse(Entries.contains(record, unsalted.hex()), "the bare digest in hex");
        assertFalse(Entries.contains(record, unsalted.base64()), "the bare digest in base64");
        assertFalse(Entries.contains(record, base64Url), "the bare digest in base64url");
      }
    }
  }

  @Test
  @Rule("L14")
  void a_closed_ledger_refuses() throws Exception {
    Opened log = open(home);
    append(log, "a", 1);
    log.close();

    assertThrows(
        LedgerUnavailable.class, () -> log.ledger().append(Entries.numbered("a", 1)), "append");
    CompletableFuture<Receipt> submitted = log.ledger().submit(Entries.numbered("a", 2));
    assertTrue(submitted.isCompletedExceptionally(), "submit tells at once");
    assertInstanceOf(LedgerUnavailable.class, refusal(submitted));
    assertThrows(LedgerUnavailable.class, () -> log.ledger().publish(), "publish");
    log.close();
  }

  @Test
  @Rule("L15")
  void closing_finishes_and_publishes_what_is_queued() throws Exception {
    Opened log = open(home);
    List<CompletableFuture<Receipt>> submitted = new ArrayList<>();
    try (LedgerReader reader = log.ledger().reader()) {
      try (log) {
        for (int i = 0; i < 100; i++) {
          submitted.add(log.ledger().submit(Entries.numbered("a", i)));
        }
      }
      Checkpoint last = Checkpoint.open(reader.checkpoint(), log.verifier());
      assertEquals(100, last.size());
      for (CompletableFuture<Receipt> future : submitted) {
        assertTrue(future.isDone(), "closed with an entry undecided");
        Receipt receipt = get(future);
        reader.inclusionProof(receipt.index(), 100).verify(receipt.leafHash(), last.root());
      }
    }
  }

  @Test
  @Rule("L16")
  void its_health_tells_whether_it_takes_entries() throws Exception {
    Opened log = open(home);
    append(log, "a", 1);

    Health open = log.ledger().health();
    log.close();
    Health closed = log.ledger().health();

    assertEquals(Health.Status.UP, open.status(), open.toString());
    assertFalse(open.component().isBlank());
    assertEquals(Health.Status.DOWN, closed.status(), closed.toString());
    assertFalse(closed.detail().isBlank(), "the detail says that it is closed");
  }

  @Test
  @Rule("L17")
  void a_ledger_has_one_writer() throws Exception {
    assumeTrue(refusesSecondWriter(), "the ledger does not look for a second writer");
    try (Opened log = open(home)) {
      append(log, "a", 1);

      assertThrows(
          LedgerUnavailable.class,
          () -> {
            try (Opened second = open(home)) {
              append(second, "b", 1);
            }
          });

      assertEquals(1, log.ledger().append(Entries.numbered("a", 1)).index());
    }
  }

  private static List<Receipt> append(Opened log, String kind, int count) {
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      receipts.add(log.ledger().append(Entries.numbered(kind, i)));
    }
    return receipts;
  }

  private static List<LedgerRecord> read(Opened log) {
    try (LedgerReader reader = log.ledger().reader()) {
      return Entries.all(reader, 64);
    }
  }

  private Receipt get(CompletableFuture<Receipt> future) throws Exception {
    return future.get(patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why the entry was not taken, or null if it was. */
  private @Nullable Throwable refusal(CompletableFuture<Receipt> future) throws Exception {
    try {
      get(future);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
