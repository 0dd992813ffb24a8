package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.LedgerUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.Receipt;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StreamHead;
import org.governance4j.json.StreamStamp;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class LedgerStreamTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T09:30:00Z"), ZoneOffset.UTC);

  /** Takes entries in order, unless it is full. */
  private static final class FakeHost implements LedgerStream.Host {
    final List<StreamHead.Stamped> taken = new ArrayList<>();
    RuntimeException refusal;
    RuntimeException failure;

    @Override
    public DecisionLedger ledger() {
      return DecisionLedger.none();
    }

    @Override
    public CompletableFuture<Receipt> offer(StreamHead.Stamped stamped) {
      if (refusal != null) {
        throw refusal;
      }
      taken.add(stamped);
      return failure != null
          ? CompletableFuture.failedFuture(failure)
          : CompletableFuture.completedFuture(
              new Receipt("o", taken.size() - 1L, stamped.leafHash()));
    }

    @Override
    public void awaitRoom(StreamHead.Stamped stamped) {}

    @Override
    public void requireOtherThread() {}
  }

  private static Entry entry(int i) {
    return Entry.builder("approval", "user:alice", "model:m" + i).build();
  }

  private static LedgerStream stream(FakeHost host) {
    return new LedgerStream(host, StreamHead.start("s"), new EntryCodec(), CLOCK);
  }

  @Test
  @Rule("L55")
  void every_entry_that_is_taken_has_the_next_place_and_the_hash_of_the_one_before()
      throws Exception {
    FakeHost host = new FakeHost();
    LedgerStream stream = stream(host);
    for (int i = 0; i < 6; i++) {
      Receipt receipt = i % 2 == 0 ? stream.append(entry(i)) : stream.submit(entry(i)).get();
      assertEquals(i, receipt.index());
    }
    Digest last = null;
    for (int i = 0; i < 6; i++) {
      Entry read = EntryCodec.decode(host.taken.get(i).encoded().bytes());
      assertEquals(new StreamStamp("s", i, last), StreamStamp.from(read));
      assertEquals(CLOCK.instant(), read.time());
      assertEquals("model:m" + i, read.subject());
      last = MerkleTree.leafHash(host.taken.get(i).encoded().bytes());
    }
    assertEquals(new StreamHead("s", 6, last), stream.head());
  }

  @Test
  @Rule("L55")
  void an_entry_that_is_refused_leaves_no_gap() throws Exception {
    FakeHost host = new FakeHost();
    LedgerStream stream = stream(host);
    stream.append(entry(0));
    StreamHead before = stream.head();
    host.refusal = new LedgerUnavailable("full");
    assertSame(host.refusal, failure(stream.submit(entry(1))));
    assertThrows(LedgerUnavailable.class, () -> stream.append(entry(1)));
    host.refusal = null;
    Entry large = entry(1).toBuilder().attribute("x", JsonValue.of("x".repeat(65_536))).build();
    assertThrows(IllegalArgumentException.class, () -> stream.append(large));
    assertEquals(before, stream.head());

    stream.append(entry(2));
    assertEquals(1, StreamStamp.from(host.taken.get(1).entry()).seq());
    assertEquals(before.last(), StreamStamp.from(host.taken.get(1).entry()).prev());
  }

  private static Throwable failure(CompletableFuture<Receipt> future) {
    assertTrue(future.isCompletedExceptionally());
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  @Test
  @Rule("L55")
  void an_entry_that_was_taken_keeps_its_place_whatever_becomes_of_it() {
    FakeHost host = new FakeHost();
    LedgerStream stream = stream(host);
    host.failure = new LedgerUnavailable("outcome unknown");
    assertThrows(LedgerUnavailable.class, () -> stream.append(entry(0)));
    assertEquals(1, stream.head().next());
  }

  @Test
  @Rule("L55")
  void an_entry_with_an_idempotency_key_or_a_stamp_of_its_own_is_refused() {
    FakeHost host = new FakeHost();
    LedgerStream stream = stream(host);
    for (String name : List.of("idempotency", "stream", "seq", "prev")) {
      Entry own = entry(0).toBuilder().attribute(name, JsonValue.of("x")).build();
      assertThrows(IllegalArgumentException.class, () -> stream.append(own), name);
      assertTrue(failure(stream.submit(own)) instanceof IllegalArgumentException, name);
    }
    assertTrue(host.taken.isEmpty());
    assertEquals(StreamHead.start("s"), stream.head());
  }

  @Test
  @Rule("L56")
  void places_of_many_threads_are_in_the_order_of_the_queue() throws Exception {
    FakeHost host = new FakeHost();
    LedgerStream stream = stream(host);
    int threads = 8;
    int each = 300;
    ExecutorService producers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int producer = t;
        running.add(
            producers.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    stream.append(entry(producer * each + i));
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      producers.shutdownNow();
    }
    StreamHead head = StreamHead.start("s");
    Map<Integer, Integer> latest = new TreeMap<>();
    for (StreamHead.Stamped stamped : host.taken) {
      assertEquals(
          new StreamStamp("s", head.next(), head.last()), StreamStamp.from(stamped.entry()));
      head = stamped.next();
      int number = Integer.parseInt(stamped.entry().subject().substring("model:m".length()));
      Integer before = latest.put(number / each, number);
      assertTrue(before == null || before == number - 1, number + " after " + before);
    }
    assertEquals((long) threads * each, head.next());
  }

  @Test
  @Rule("L56")
  void a_stream_has_one_view_and_goes_on_where_the_ledger_has_it() {
    FakeHost host = new FakeHost();
    Digest last = Digest.sha256(new byte[] {1});
    List<String> asked = new ArrayList<>();
    LedgerStreams streams =
        new LedgerStreams(
            host,
            name -> {
              asked.add(name);
              return name.equals("old") ? new StreamHead("old", 7, last) : StreamHead.start(name);
            },
            new EntryCodec(),
            CLOCK);
    streams.of("old").append(entry(0));
    streams.of("old").append(entry(1));
    streams.of("new").append(entry(2));

    assertSame(streams.of("old"), streams.of("old"));
    assertNotSame(streams.of("old"), streams.of("new"));
    assertEquals(List.of("old", "new"), asked);
    assertEquals(new StreamStamp("old", 7, last), StreamStamp.from(host.taken.get(0).entry()));
    assertEquals(8, StreamStamp.from(host.taken.get(1).entry()).seq());
    assertEquals(new StreamStamp("new", 0, null), StreamStamp.from(host.taken.get(2).entry()));
    assertThrows(IllegalArgumentException.class, () -> streams.of("no name"));
  }
}
