package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.governance4j.DecisionLedger;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.Receipt;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.Heartbeat;
import org.governance4j.json.StreamHead;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a ledger says when nobody else does, and the streams it tells of. */
@Timeout(120)
class HeartbeatTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final MemoryDisk disk = new MemoryDisk();
  private final AtomicLong nanos = new AtomicLong(-5);

  /** A committer that nobody has started: the test commits, and moves the time. */
  private Committer committer(LedgerLog log, Duration interval) {
    FileLedgerConfig config = Logs.ON_DEMAND;
    CommitQueue queue = new CommitQueue(10, Overflow.REJECT, config.clock());
    Failure failure = new Failure("here", config.clock());
    Publisher publisher = new Publisher(log, queue, failure, "here", config, Limits.DEFAULT);
    return new Committer(
        log,
        queue,
        publisher,
        failure,
        config.clock(),
        Duration.ZERO,
        new Heart(interval, nanos::get));
  }

  private static CommitQueue.Batch batch(byte[]... entries) {
    List<CommitQueue.Waiting> waiting = new ArrayList<>();
    for (byte[] entry : entries) {
      waiting.add(
          new CommitQueue.Waiting(
              Leaf.of(entry), Acknowledgement.DURABLE, new CompletableFuture<>(), null));
    }
    return new CommitQueue.Batch(waiting, List.of(), null, false);
  }

  @Test
  @Rule("L105")
  void after_an_interval_of_silence_the_ledger_says_where_it_stands_and_no_sooner()
      throws IOException {
    LedgerLog log = Logs.create(disk);
    Committer committer = committer(log, HOUR);
    StreamHead.Stamped stamped =
        StreamHead.start("s").stamp(Logs.approval().time(NOON).build(), new EntryCodec());

    nanos.addAndGet(HOUR.toNanos() - 1);
    committer.commit(CommitQueue.Batch.NOTHING);
    assertEquals(0, log.size(), "a nanosecond too early");
    committer.commit(batch(stamped.encoded().bytes()));
    assertEquals(1, log.size());
    nanos.addAndGet(HOUR.toNanos() - 1);
    committer.commit(CommitQueue.Batch.NOTHING);
    assertEquals(1, log.size(), "the entry counts");
    nanos.addAndGet(1);
    committer.commit(CommitQueue.Batch.NOTHING);
    assertEquals(2, log.size(), "durable at once");
    committer.commit(CommitQueue.Batch.NOTHING);
    assertEquals(2, log.size(), "once");
    nanos.addAndGet(HOUR.toNanos());
    committer.commit(batch(stamped.encoded().bytes()));
    assertEquals(3, log.size(), "an entry that comes just in time is enough");
    nanos.addAndGet(HOUR.toNanos());
    committer.commit(new CommitQueue.Batch(List.of(), List.of(), null, true));
    assertEquals(3, log.size(), "who closes a ledger does not wait for one");

    log.publish();
    Entry entry = EntryCodec.decode(new FileLedgerReader(disk).read(1, 1).get(0).bytes());
    assertEquals("ledger:" + Logs.ORIGIN, entry.actor());
    Heartbeat beat = assertInstanceOf(Heartbeat.class, EntryBody.from(entry).orElseThrow());
    assertEquals(new Heartbeat(1, HOUR, List.of(stamped.next()), 0), beat);
    log.close();
  }

  @Test
  @Rule("L105")
  void without_an_interval_a_ledger_says_nothing() throws IOException {
    LedgerLog log = Logs.create(disk);
    Committer committer = committer(log, Duration.ZERO);
    nanos.addAndGet(Duration.ofDays(365).toNanos());
    committer.commit(CommitQueue.Batch.NOTHING);
    assertEquals(0, log.size());
    log.close();
  }

  @Test
  @Rule("L105")
  void a_running_ledger_beats_by_itself() throws Exception {
    FileLedgerConfig config = Logs.ON_DEMAND.withHeartbeat(Duration.ofMillis(1));
    try (FileLedger ledger = Logs.inMemory(disk, config)) {
      // Each publication covers what was durable when it was asked for.
      long size = 0;
      while (size < 3) {
        ledger.publish();
        size = ledger.reader().size();
      }
    }
    for (LedgerRecord record : new FileLedgerReader(disk).read(0, 3)) {
      Entry entry = EntryCodec.decode(record.bytes());
      Heartbeat beat = assertInstanceOf(Heartbeat.class, EntryBody.from(entry).orElseThrow());
      assertEquals(record.index(), beat.size());
    }
  }

  @Test
  void an_interval_out_of_range_is_refused() {
    for (Duration wrong :
        List.of(Duration.ofMillis(-1), Duration.ofNanos(1), Duration.ofDays(31).plusMillis(1))) {
      assertThrows(
          IllegalArgumentException.class, () -> FileLedgerConfig.defaults().withHeartbeat(wrong));
    }
    assertEquals(HOUR, FileLedgerConfig.defaults().heartbeat());
  }

  @Test
  @Rule("L106")
  void a_stream_goes_on_after_the_ledger_was_closed_or_the_power_failed() throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    try (FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND)) {
      DecisionLedger stream = ledger.stream("eu-1");
      assertEquals(stream, ledger.stream("eu-1"));
      for (int i = 0; i < 300; i++) {
        receipts.add(stream.append(Logs.approval().build()));
        ledger.stream("us-1").submit(Logs.approval().build());
        ledger.append(Logs.approval().build());
      }
      Entry keyed = Logs.approval().attribute("idempotency", JsonValue.of("a")).build();
      assertThrows(IllegalArgumentException.class, () -> stream.append(keyed));
      assertThrows(IllegalArgumentException.class, () -> ledger.stream("no name"));
    }
    FileLedger ledger = Logs.reopened(disk, Logs.ON_DEMAND);
    receipts.add(ledger.stream("eu-1").append(Logs.approval().build()));
    MemoryDisk crashed = disk.crash(new java.util.Random(1));
    ledger.close();
    try (FileLedger again = Logs.reopened(crashed, Logs.ON_DEMAND)) {
      receipts.add(again.stream("eu-1").append(Logs.approval().build()));
      again.publish();
      Completeness found =
          Completeness.check(
              again.reader(), 0, Duration.ofDays(1), Logs.ON_DEMAND.clock().instant());
      assertTrue(found.complete(), found.toString());
      assertEquals(302, found.streams().get("eu-1").entries());
      assertEquals(302, found.streams().get("eu-1").next());
      assertEquals(300, found.streams().get("us-1").next());
      for (Receipt receipt : receipts) {
        byte[] entry = again.reader().read(receipt.index(), 1).get(0).bytes();
        assertEquals(MerkleTree.leafHash(entry), receipt.leafHash());
      }
    }
  }
}
