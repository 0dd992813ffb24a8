package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteVerifier;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.RollOver;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollOversTest {
  private static final String NEXT = "example.com/log-2";
  private static final LogKeys KEYS = LogKeys.of(Logs.KEY);
  private static final TestKey NEXT_KEY = TestKey.of(11);
  private static final RollOvers.Terms TERMS =
      new RollOvers.Terms("user:alice", "full", Logs.ON_DEMAND.clock(), Logs.SMALL);

  @TempDir Path home;

  private static MemoryDisk log(int entries) {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerLog log = Logs.createSmall(disk)) {
      log.append(List.of(KeyRotation.leaf(approval(), Logs.ON_DEMAND.clock())));
      for (int i = 1; i < entries; i++) {
        log.append(List.of(KeyRotation.leaf(approval(), Logs.ON_DEMAND.clock())));
      }
      log.publish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return disk;
  }

  private static Entry approval() {
    return Logs.approval().build();
  }

  private static void run(MemoryDisk from, MemoryDisk to) throws IOException {
    RollOvers.run(
        new RollOvers.Side(from, KEYS), new RollOvers.Side(to, LogKeys.of(NEXT_KEY)), NEXT, TERMS);
  }

  private static VerifiedLog verify(MemoryDisk from, MemoryDisk to) {
    return LedgerVerifier.of(NEXT_KEY.verifier(NEXT)).withPredecessor(from).verify(to);
  }

  @Test
  @Rule({"L116", "L117"})
  void each_ledger_names_the_other_and_the_link_is_verified() throws IOException {
    for (int entries : new int[] {1, 255, 256}) {
      MemoryDisk from = log(entries);
      MemoryDisk to = new MemoryDisk();
      run(from, to);
      assertEquals(1, verify(from, to).size());
      VerifiedLog old = LedgerVerifier.of(Logs.VERIFIER).verify(from);
      assertEquals(entries + 1, old.size());
      RollOver ended = RollOvers.last(from, old.size());
      NoteVerifier next = NEXT_KEY.verifier(NEXT);
      assertEquals(new RollOver(RollOver.Event.ENDED, NEXT, next.vkey(), null, "full"), ended);
      byte[] first = new FileLedgerReader(to).read(0, 1).get(0).bytes();
      RollOver begun = RollOvers.body(first, RollOver.Event.BEGUN);
      assertNotNull(begun);
      assertEquals(Logs.VERIFIER.vkey(), begun.key());
      assertEquals(new FileLedgerReader(from).checkpoint(), RollOvers.note(begun));
    }
  }

  @Test
  @Rule("L116")
  void a_ledger_that_was_rolled_over_takes_no_entries_and_names_its_successor() throws IOException {
    MemoryDisk from = log(3);
    run(from, new MemoryDisk());
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, () -> Logs.openSmall(from));
    assertTrue(String.valueOf(refusal.getMessage()).contains(NEXT), refusal.getMessage());
    MemoryDisk another = new MemoryDisk();
    LedgerUnavailable second =
        assertThrows(
            LedgerUnavailable.class,
            () ->
                RollOvers.run(
                    new RollOvers.Side(from, KEYS),
                    new RollOvers.Side(another, LogKeys.of(TestKey.of(12))),
                    NEXT + "-b",
                    TERMS));
    assertTrue(String.valueOf(second.getMessage()).contains(NEXT), second.getMessage());
    assertTrue(another.list("").isEmpty());
  }

  @Test
  @Rule("L118")
  void repeating_it_changes_nothing_and_leaves_later_entries_of_the_successor() throws IOException {
    MemoryDisk from = log(3);
    MemoryDisk to = new MemoryDisk();
    run(from, to);
    try (LedgerLog next = LedgerLog.open(to, NEXT_KEY, Logs.SMALL)) {
      next.append(List.of(KeyRotation.leaf(approval(), Logs.ON_DEMAND.clock())));
      next.publish();
    }
    run(from, to);
    assertEquals(2, verify(from, to).size());
    assertEquals(4, LedgerVerifier.of(Logs.VERIFIER).verify(from).size());
  }

  @Test
  void a_successor_with_entries_of_its_own_is_refused_before_the_predecessor_is_touched()
      throws IOException {
    MemoryDisk from = log(3);
    MemoryDisk to = new MemoryDisk();
    try (LedgerLog next = LedgerLog.create(to, NEXT, NEXT_KEY, Logs.SMALL)) {
      next.append(List.of(KeyRotation.leaf(approval(), Logs.ON_DEMAND.clock())));
      next.publish();
    }
    assertThrows(LedgerUnavailable.class, () -> run(from, to));
    Logs.openSmall(from).close();
    MemoryDisk same = new MemoryDisk();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            RollOvers.run(
                new RollOvers.Side(from, KEYS),
                new RollOvers.Side(same, KEYS),
                Logs.ORIGIN,
                TERMS));
    Logs.openSmall(from).close();
  }

  @Test
  @Rule("L117")
  void a_link_that_does_not_hold_is_found() throws IOException {
    MemoryDisk from = log(3);
    MemoryDisk to = new MemoryDisk();
    run(from, to);
    assertThrows(LedgerCorrupted.class, () -> verify(log(3), to), "did not end");
    assertThrows(LedgerCorrupted.class, () -> verify(log(4), to), "of the size, did not end");

    MemoryDisk plain = new MemoryDisk();
    LedgerLog.create(plain, NEXT, NEXT_KEY, Logs.SMALL).close();
    assertThrows(LedgerCorrupted.class, () -> verify(from, plain), "begins with nothing");

    // A second log claims to be the successor; the predecessor has not named it.
    String claimed = "example.com/claimed";
    MemoryDisk impostor = new MemoryDisk();
    RollOver begun =
        RollOvers.body(new FileLedgerReader(to).read(0, 1).get(0).bytes(), RollOver.Event.BEGUN);
    assertNotNull(begun);
    try (LedgerLog log = LedgerLog.create(impostor, claimed, NEXT_KEY, Logs.SMALL)) {
      Entry entry = begun.toEntry("user:m", KeyRotation.subject(claimed));
      log.append(List.of(KeyRotation.leaf(entry, Logs.ON_DEMAND.clock())));
      log.publish();
    }
    LedgerVerifier verifier = LedgerVerifier.of(NEXT_KEY.verifier(claimed)).withPredecessor(from);
    assertThrows(LedgerCorrupted.class, () -> verifier.verify(impostor));

    // And one of the same name with another key.
    MemoryDisk stolen = new MemoryDisk();
    TestKey other = TestKey.of(13);
    try (LedgerLog log = LedgerLog.create(stolen, NEXT, other, Logs.SMALL)) {
      Entry entry = begun.toEntry("user:m", KeyRotation.subject(NEXT));
      log.append(List.of(KeyRotation.leaf(entry, Logs.ON_DEMAND.clock())));
      log.publish();
    }
    LedgerVerifier second = LedgerVerifier.of(other.verifier(NEXT)).withPredecessor(from);
    assertThrows(LedgerCorrupted.class, () -> second.verify(stolen));
  }

  @Test
  @Rule("L117")
  void a_successor_whose_key_was_rotated_since_is_still_the_one_that_was_named()
      throws IOException {
    MemoryDisk from = log(3);
    MemoryDisk to = new MemoryDisk();
    run(from, to);
    TestKey later = TestKey.of(14);
    try (FileLedger ledger =
        FileLedger.start(to, Logs.ON_DEMAND, () -> () -> {}, () -> LedgerLog.open(to, NEXT_KEY))) {
      ledger.rotate(later, "user:alice", "yearly");
    }
    assertEquals(3, verify(from, to).size());
    LedgerVerifier verifier = LedgerVerifier.of(later.verifier(NEXT)).withPredecessor(from);
    assertEquals(3, verifier.verify(to).size());
  }

  @Test
  @Rule("L118")
  void whatever_fails_during_a_roll_over_repeating_it_completes_it() throws IOException {
    MemoryDisk start = log(3);
    MemoryDisk probe = start.survive();
    MemoryDisk made = new MemoryDisk();
    run(probe, made);
    for (int side = 0; side < 2; side++) {
      long operations = side == 0 ? probe.operations : made.operations;
      for (long budget = 0; budget < operations; budget++) {
        MemoryDisk from = start.survive();
        MemoryDisk to = new MemoryDisk();
        MemoryDisk failing = side == 0 ? from : to;
        failing.budget = budget;
        String what = "side " + side + ", failing operation " + budget;
        assertThrows(IOException.class, () -> run(from, to), what);
        assertTrue(failing.failed, what);
        Random random = new Random(31 * budget + side);
        for (int i = 0; i < 4; i++) {
          MemoryDisk one = i == 0 ? from.survive() : from.crash(random);
          MemoryDisk two = i == 0 ? to.survive() : to.crash(random);
          run(one, two);
          assertEquals(1, verify(one, two).size(), what);
          assertEquals(4, LedgerVerifier.of(Logs.VERIFIER).verify(one).size(), what);
          assertThrows(LedgerUnavailable.class, () -> Logs.openSmall(one), what);
        }
      }
    }
  }

  @Test
  @Rule("L116")
  void directories_are_rolled_over_and_the_successor_is_open() {
    Path from = home.resolve("a");
    Path to = home.resolve("b");
    FileLedger.create(from, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND).close();
    try (FileLedger next =
        FileLedger.rollOver(
            from, KEYS, to, NEXT, LogKeys.of(NEXT_KEY), Logs.ON_DEMAND, "user:alice", "full")) {
      assertEquals(NEXT, next.origin());
      next.append(approval());
    }
    LedgerVerifier verifier = LedgerVerifier.of(NEXT_KEY.verifier(NEXT)).withPredecessor(from);
    assertEquals(2, verifier.verify(to).size());
    assertThrows(LedgerUnavailable.class, () -> FileLedger.open(from, Logs.KEY, Logs.ON_DEMAND));
    Checkpoint last = Logs.checkpoint(new OsDisk(from));
    assertEquals(1, last.size());
  }

  @Test
  void an_entry_that_says_so_does_not_end_a_ledger() {
    Entry ended =
        new RollOver(RollOver.Event.ENDED, NEXT, "k", null, null)
            .toEntry("user:m", KeyRotation.subject(Logs.ORIGIN));
    Path directory = home.resolve("a");
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
      assertThrows(IllegalArgumentException.class, () -> ledger.append(ended));
      ledger
          .submit(
              new EntryCodec()
                  .encode(ended.toBuilder().time(Logs.ON_DEMAND.clock().instant()).build())
                  .bytes(),
              Acknowledgement.DURABLE)
          .join();
    }
    FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND).close();
  }
}
