package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.governance4j.ConsistencyProof;
import org.governance4j.Entry;
import org.governance4j.InclusionProof;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.Heartbeat;
import org.governance4j.json.StreamHead;
import org.governance4j.json.StreamStamp;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompletenessTest {
  private static final EntryCodec CODEC = new EntryCodec();
  private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 40), LongStream.of(new Random().nextLong()));
  }

  /** Entries in a list, and nothing that could prove them. */
  private record Reader(List<byte[]> entries) implements LedgerReader {
    @Override
    public SignedNote checkpoint() {
      throw new AssertionError("completeness needs no checkpoint");
    }

    @Override
    public long size() {
      return entries.size();
    }

    @Override
    public List<LedgerRecord> read(long from, int limit) {
      List<LedgerRecord> page = new ArrayList<>();
      // A page may be shorter than asked for.
      for (long i = from; i < Math.min(entries.size(), from + Math.min(limit, 100)); i++) {
        page.add(new LedgerRecord(i, entries.get((int) i)));
      }
      return page;
    }

    @Override
    public InclusionProof inclusionProof(long index, long treeSize) {
      throw new AssertionError("completeness needs no proof");
    }

    @Override
    public ConsistencyProof consistencyProof(long oldSize, long newSize) {
      throw new AssertionError("completeness needs no proof");
    }

    @Override
    public void close() {}
  }

  /** A log of streams that writes an entry every ten seconds. */
  private static final class Log {
    final List<byte[]> entries = new ArrayList<>();
    final Map<String, StreamHead> heads = new HashMap<>();
    Instant time = START;

    void stamped(String stream) {
      StreamHead head = heads.getOrDefault(stream, StreamHead.start(stream));
      StreamHead.Stamped stamped = head.stamp(next().build(), CODEC);
      entries.add(stamped.encoded().bytes());
      heads.put(stream, stamped.next());
    }

    void plain() {
      entries.add(CODEC.encode(next().build()).bytes());
    }

    void beat() {
      beat(Heartbeat.of(entries.size(), MINUTE, heads.values()));
    }

    void beat(Heartbeat beat) {
      tick();
      Entry entry = beat.toEntry("ledger:o", "ledger:o").toBuilder().time(time).build();
      entries.add(CODEC.encode(entry).bytes());
    }

    private Entry.Builder next() {
      tick();
      return Entry.builder("approval", "user:a", "model:m" + entries.size()).time(time);
    }

    private void tick() {
      time = time.plusSeconds(10);
    }

    Completeness check() {
      return check(0, time);
    }

    Completeness check(long from, Instant now) {
      return Completeness.check(new Reader(entries), from, MINUTE, now);
    }
  }

  private static Log log(Random random, int size) {
    Log log = new Log();
    while (log.entries.size() < size) {
      switch (random.nextInt(6)) {
        case 0 -> log.plain();
        case 1 -> log.beat();
        default -> log.stamped("s" + random.nextInt(3));
      }
    }
    return log;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("L60")
  void a_log_that_lacks_nothing_is_complete_from_wherever_one_looks(long seed) {
    Random random = new Random(seed);
    Log log = log(random, 1 + random.nextInt(400));
    Completeness all = log.check();
    assertTrue(all.complete(), "seed " + seed + ": " + all);
    log.heads.forEach(
        (name, head) -> assertEquals(head.next(), all.streams().get(name).entries(), name));
    for (int i = 0; i < 5; i++) {
      int from = random.nextInt(log.entries.size() + 1);
      Completeness part = log.check(from, log.time);
      assertTrue(part.complete(), "seed " + seed + " from " + from + ": " + part);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Rule("L60")
  void what_was_left_out_put_in_twice_or_exchanged_is_found_exactly(long seed) {
    Random random = new Random(seed);
    Log log = log(random, 200);
    List<byte[]> changed = new ArrayList<>();
    for (byte[] entry : log.entries) {
      int kind = random.nextInt(20);
      if (kind == 0) {
        continue;
      }
      changed.add(entry);
      if (kind == 1) {
        changed.add(entry);
      } else if (kind == 2 && changed.size() > 1) {
        byte[] before = changed.get(changed.size() - 2);
        changed.set(changed.size() - 2, entry);
        changed.set(changed.size() - 1, before);
      }
    }
    Completeness found = Completeness.check(new Reader(changed), 0, Duration.ofDays(1), log.time);

    // Oracle: per stream the set of places, and each entry looked at with all those before it.
    Map<String, List<StreamStamp>> stamps = new HashMap<>();
    Map<String, List<Completeness.Finding>> duplicates = new HashMap<>();
    Map<String, List<Completeness.Finding>> broken = new HashMap<>();
    Map<String, LedgerRecord> furthest = new HashMap<>();
    for (int i = 0; i < changed.size(); i++) {
      StreamStamp stamp = StreamStamp.from(EntryCodec.decode(changed.get(i)));
      if (stamp == null) {
        continue;
      }
      String name = stamp.stream();
      List<StreamStamp> before = stamps.computeIfAbsent(name, n -> new ArrayList<>());
      boolean taken = before.stream().anyMatch(b -> b.seq() == stamp.seq());
      boolean late = !taken && before.stream().anyMatch(b -> b.seq() > stamp.seq());
      Completeness.Finding finding = new Completeness.Finding(i, stamp.seq());
      if (taken) {
        duplicates.computeIfAbsent(name, n -> new ArrayList<>()).add(finding);
      } else if (late) {
        broken.computeIfAbsent(name, n -> new ArrayList<>()).add(finding);
      }
      before.add(stamp);
      furthest.put(name, new LedgerRecord(i, changed.get(i)));
    }
    for (Map.Entry<String, List<StreamStamp>> each : stamps.entrySet()) {
      String what = "seed " + seed + " stream " + each.getKey();
      Completeness.Stream stream = found.streams().get(each.getKey());
      Set<Long> places = new HashSet<>();
      each.getValue().forEach(stamp -> places.add(stamp.seq()));
      Set<Long> missing = new TreeSet<>();
      for (Completeness.Gap gap : stream.gaps()) {
        for (long seq = gap.from(); seq <= gap.to(); seq++) {
          assertTrue(missing.add(seq), what);
        }
      }
      Set<Long> expected = new TreeSet<>();
      LongStream.range(0, stream.next()).filter(s -> !places.contains(s)).forEach(expected::add);
      assertEquals(expected, missing, what);
      assertEquals(each.getValue().size(), stream.entries(), what);
      assertEquals(duplicates.getOrDefault(each.getKey(), List.of()), stream.duplicates(), what);
      assertEquals(broken.getOrDefault(each.getKey(), List.of()), stream.broken(), what);
    }
    assertEquals(0, found.unlisted());
  }

  @Test
  @Rule("L60")
  void an_entry_that_was_written_anew_breaks_the_link_of_the_next() {
    Log log = new Log();
    for (int i = 0; i < 5; i++) {
      log.stamped("s");
    }
    Entry second = EntryCodec.decode(log.entries.get(2));
    log.entries.set(2, CODEC.encode(second.toBuilder().reason("other").build()).bytes());
    assertEquals(List.of(new Completeness.Finding(3, 3)), log.check().streams().get("s").broken());

    Entry first =
        new StreamStamp("s", 0, MerkleTree.emptyRoot())
            .writeTo(Entry.builder("t", "a", "b").time(START))
            .build();
    Log other = new Log();
    other.entries.add(CODEC.encode(first).bytes());
    assertEquals(
        List.of(new Completeness.Finding(0, 0)), other.check().streams().get("s").broken());
  }

  @Test
  @Rule("L61")
  void a_silence_longer_than_the_heartbeat_is_found_and_one_at_its_length_is_not() {
    Log log = new Log();
    log.plain();
    log.time = log.time.plusSeconds(50);
    log.plain();
    assertTrue(log.check().complete());
    Instant since = log.time;
    log.time = log.time.plusMillis(50_001);
    log.plain();
    assertEquals(List.of(new Completeness.Silence(2, since, log.time)), log.check().silences());
  }

  @Test
  @Rule("L61")
  void a_log_that_stopped_or_lost_its_end_is_silent_until_now() {
    Log log = log(new Random(1), 100);
    Instant now = log.time;
    assertTrue(log.check(0, now.plus(MINUTE)).complete());
    List<byte[]> cut = log.entries.subList(0, 80);
    Instant last = EntryCodec.decode(cut.get(79)).time();

    Completeness found = Completeness.check(new Reader(cut), 0, MINUTE, now);

    assertEquals(List.of(new Completeness.Silence(80, last, now)), found.silences());
    assertFalse(found.complete());
  }

  @Test
  @Rule("L61")
  void an_entry_dated_in_the_future_hides_no_silence() {
    Log log = new Log();
    log.plain();
    Instant last = log.time;
    Entry future = Entry.builder("t", "a", "b").time(last.plus(Duration.ofDays(9))).build();
    log.entries.add(CODEC.encode(future).bytes());
    Instant now = last.plus(Duration.ofHours(1));

    Completeness found = log.check(0, now);

    assertEquals(1, found.future());
    assertEquals(List.of(new Completeness.Silence(2, last, now)), found.silences());
  }

  @Test
  @Rule("L61")
  void a_heartbeat_that_tells_of_more_than_there_is_contradicts() {
    Log log = new Log();
    for (int i = 0; i < 6; i++) {
      log.stamped("s");
    }
    StreamHead head = log.heads.get("s");
    log.beat();
    assertTrue(log.check().complete());
    // The end of the stream was cut off, with the size it had then.
    log.entries.remove(5);
    Completeness cut = log.check();
    assertEquals(2, cut.contradictions().size(), cut.toString());
    assertEquals(5, cut.contradictions().get(0).index());

    // The last entry is another one.
    Log other = new Log();
    for (int i = 0; i < 6; i++) {
      other.stamped("s");
      other.time = other.time.plusMillis(1);
    }
    other.beat(Heartbeat.of(6, MINUTE, List.of(head)));
    assertEquals(1, other.check().contradictions().size());
    // What was heard before the part that is looked at is not held against it.
    assertTrue(
        log(new Random(2), 300)
            .check(250, log.time.plus(Duration.ofDays(1)))
            .contradictions()
            .isEmpty());
  }

  @Test
  @Rule("L60")
  void findings_are_bounded_and_what_is_left_out_is_counted() {
    Log log = new Log();
    StreamHead head = StreamHead.start("s");
    byte[] entry =
        head.stamp(Entry.builder("t", "a", "b").time(START).build(), CODEC).encoded().bytes();
    for (int i = 0; i < Completeness.MAX_LISTED + 501; i++) {
      log.entries.add(entry);
    }
    log.time = START;
    Completeness found = log.check();
    assertEquals(Completeness.MAX_LISTED, found.streams().get("s").duplicates().size());
    assertEquals(500, found.unlisted());
    assertFalse(found.complete());
  }

  @Test
  @Rule("L60")
  void entries_of_others_are_counted_and_bounds_are_kept() {
    Log log = new Log();
    log.entries.add(new byte[] {1, 2, 3});
    assertEquals(1, log.check().unread());
    Reader reader = new Reader(log.entries);
    for (long from : new long[] {-1, 2}) {
      assertThrows(
          IllegalArgumentException.class, () -> Completeness.check(reader, from, MINUTE, START));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Completeness.check(reader, 0, Duration.ZERO, START));
  }

  @Test
  void a_heartbeat_of_any_length_is_measured() {
    List<byte[]> entries = new ArrayList<>();
    for (Instant time : List.of(START, START.plus(MINUTE))) {
      entries.add(CODEC.encode(Entry.builder("t", "a", "s").time(time).build()).bytes());
    }
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    assertTrue(Completeness.check(new Reader(entries), 0, longest, START.plus(MINUTE)).complete());
    assertTrue(Completeness.check(new Reader(entries), 0, longest, Instant.MAX).complete());
  }
}
