package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryBody;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.KeyEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
  private static final TestKey NEXT = TestKey.of(8);
  private static final TestKey THIRD = TestKey.of(9);

  private final MemoryDisk disk = new MemoryDisk();

  private static String vkey(TestKey key) {
    return key.verifier(Logs.ORIGIN).vkey();
  }

  private static FileLedger open(MemoryDisk disk, KeyHandle key) {
    return FileLedger.start(
        disk,
        Logs.SMALL,
        Logs.ON_DEMAND,
        () -> () -> {},
        () -> LedgerLog.open(disk, LogKeys.of(key), Logs.ON_DEMAND.clock(), Logs.SMALL));
  }

  private static FileLedger create(MemoryDisk disk, KeyHandle key) {
    return FileLedger.start(
        disk,
        Logs.SMALL,
        Logs.ON_DEMAND,
        () -> () -> {},
        () ->
            LedgerLog.create(
                disk, Logs.ORIGIN, LogKeys.of(key), Logs.ON_DEMAND.clock(), Logs.SMALL));
  }

  private static VerifiedLog verify(Disk disk, TestKey pinned) {
    return LedgerVerifier.of(pinned.verifier(Logs.ORIGIN)).verify(disk);
  }

  private static List<KeyEvent> events(Disk disk) {
    FileLedgerReader reader = new FileLedgerReader(disk);
    return reader.read(0, 1000).stream()
        .map(entry -> EntryCodec.decode(entry.bytes()))
        .map(entry -> EntryBody.from(entry).orElse(null))
        .filter(KeyEvent.class::isInstance)
        .map(KeyEvent.class::cast)
        .toList();
  }

  private static void append(FileLedger ledger, int count) {
    for (int i = 0; i < count; i++) {
      ledger.append(Logs.approval().build());
    }
  }

  @Test
  @Rule({"L112", "L113"})
  void who_pinned_the_old_key_is_led_to_the_new_one_by_the_log() {
    SignedNote both;
    try (FileLedger ledger = create(disk, Logs.KEY)) {
      append(ledger, 3);
      both = ledger.rotate(NEXT, "user:alice", "yearly");
      assertEquals(vkey(NEXT), ledger.vkey());
      append(ledger, 300);
    }
    assertEquals(2, both.signatures().size());
    Checkpoint.open(both, Logs.VERIFIER);
    Checkpoint.open(both, NEXT.verifier(Logs.ORIGIN));
    SignedNote last = new FileLedgerReader(disk).checkpoint();
    assertEquals(1, last.signatures().size());
    assertThrows(NoteRejected.class, () -> Checkpoint.open(last, Logs.VERIFIER));

    assertEquals(List.of(vkey(Logs.KEY), vkey(NEXT)), verify(disk, Logs.KEY).keys());
    assertEquals(List.of(vkey(NEXT)), verify(disk, NEXT).keys());
    assertThrows(NoteRejected.class, () -> verify(disk, THIRD));

    List<KeyEvent> events = events(disk);
    assertEquals(2, events.size());
    assertEquals(
        new KeyEvent(KeyEvent.Event.ANNOUNCED, vkey(Logs.KEY), vkey(NEXT), "yearly"),
        events.get(0));
    assertEquals(
        new KeyEvent(KeyEvent.Event.ROTATED, vkey(Logs.KEY), vkey(NEXT), both.toString(), "yearly"),
        events.get(1));
  }

  @Test
  @Rule("L113")
  void several_rotations_are_followed_from_wherever_the_pinned_key_stands() {
    SignedNote first;
    SignedNote middle;
    try (FileLedger ledger = create(disk, Logs.KEY)) {
      append(ledger, 1);
      first = ledger.publish();
      ledger.rotate(NEXT, "user:alice", "one");
      append(ledger, 260);
      middle = ledger.publish();
      ledger.rotate(THIRD, "user:alice", "two");
    }
    VerifiedLog verified = verify(disk, Logs.KEY);
    assertEquals(List.of(vkey(Logs.KEY), vkey(NEXT), vkey(THIRD)), verified.keys());
    assertEquals(vkey(THIRD), verified.key());
    assertEquals(List.of(vkey(NEXT), vkey(THIRD)), verify(disk, NEXT).keys());

    // An older checkpoint may be of any key on the way.
    LedgerVerifier old = LedgerVerifier.of(Logs.VERIFIER);
    assertEquals(verified.root(), old.withSince(first).verify(disk).root());
    assertEquals(verified.root(), old.withSince(middle).verify(disk).root());
    LedgerVerifier latest = LedgerVerifier.of(THIRD.verifier(Logs.ORIGIN));
    assertThrows(NoteRejected.class, () -> latest.withSince(first).verify(disk));
  }

  @Test
  @Rule("L112")
  void after_a_rotation_the_old_key_does_not_open_the_ledger_and_the_new_one_does() {
    try (FileLedger ledger = create(disk, Logs.KEY)) {
      ledger.rotate(NEXT, "user:alice", "yearly");
    }
    assertThrows(NoteRejected.class, () -> open(disk, Logs.KEY));
    try (FileLedger ledger = open(disk, NEXT)) {
      append(ledger, 1);
    }
    assertEquals(3, verify(disk, Logs.KEY).size());
  }

  @Test
  @Rule("L114")
  void a_forged_key_event_is_not_followed() throws IOException {
    // The thief writes entries and signs with a key of his own, and has not the old key.
    String origin = Logs.ORIGIN;
    Entry announced =
        KeyRotation.announced(origin, vkey(Logs.KEY), vkey(THIRD), "user:mallory", "mine");
    try (LedgerLog log = LedgerLog.create(disk, origin, THIRD, Logs.SMALL)) {
      log.append(List.of(KeyRotation.leaf(announced, Logs.ON_DEMAND.clock())));
      SignedNote own = log.publish();
      Entry rotated =
          KeyRotation.rotated(origin, vkey(Logs.KEY), vkey(THIRD), own, "user:mallory", null);
      log.append(List.of(KeyRotation.leaf(rotated, Logs.ON_DEMAND.clock())));
      log.publish();
    }
    assertThrows(NoteRejected.class, () -> verify(disk, Logs.KEY));
    assertEquals(2, verify(disk, THIRD).size());
  }

  @Test
  @Rule("L114")
  void a_checkpoint_of_both_keys_without_the_announcement_in_its_tree_leads_nowhere()
      throws IOException {
    try (LedgerLog log = LedgerLog.create(disk, Logs.ORIGIN, THIRD, Logs.SMALL)) {
      log.append(Logs.leaves(List.of(new byte[] {1})));
      Checkpoint tree = Checkpoint.parse(log.publish().text());
      SignedNote both =
          new CheckpointSigner(
                  Logs.ORIGIN, LogKeys.of(Logs.KEY).withOther(THIRD), Logs.ON_DEMAND.clock())
              .sign(tree);
      Entry rotated =
          KeyRotation.rotated(Logs.ORIGIN, vkey(Logs.KEY), vkey(THIRD), both, "user:m", null);
      log.append(List.of(KeyRotation.leaf(rotated, Logs.ON_DEMAND.clock())));
      log.publish();
    }
    LedgerVerifier verifier = Logs.verifier();
    assertThrows(NoteRejected.class, () -> verifier.verify(disk));
  }

  @Test
  @Rule("L114")
  void a_checkpoint_of_both_keys_over_another_tree_leads_nowhere() throws IOException {
    SignedNote both;
    MemoryDisk other = new MemoryDisk();
    try (FileLedger ledger = create(other, Logs.KEY)) {
      both = ledger.rotate(THIRD, "user:alice", "elsewhere");
    }
    Entry announced =
        KeyRotation.announced(Logs.ORIGIN, vkey(Logs.KEY), vkey(THIRD), "user:alice", "here");
    Entry rotated =
        KeyRotation.rotated(Logs.ORIGIN, vkey(Logs.KEY), vkey(THIRD), both, "user:m", null);
    try (LedgerLog log = LedgerLog.create(disk, Logs.ORIGIN, THIRD, Logs.SMALL)) {
      log.append(
          List.of(
              KeyRotation.leaf(announced, Logs.ON_DEMAND.clock()),
              KeyRotation.leaf(rotated, Logs.ON_DEMAND.clock())));
      log.publish();
    }
    assertThrows(NoteRejected.class, () -> verify(disk, Logs.KEY));
  }

  @Test
  void keys_that_cannot_take_over_are_refused_and_nothing_is_announced() {
    try (FileLedger ledger = create(disk, Logs.KEY)) {
      assertThrows(IllegalArgumentException.class, () -> ledger.rotate(Logs.KEY, "u", "same"));
      KeyHandle other = new ToyMlDsaKey();
      assertThrows(IllegalArgumentException.class, () -> ledger.rotate(other, "u", "ml-dsa"));
      assertEquals(vkey(Logs.KEY), ledger.vkey());
    }
    assertEquals(0, verify(disk, Logs.KEY).size());
  }

  @Test
  @Rule("L112")
  void a_key_that_fails_leaves_the_old_one_signing_and_the_rotation_can_be_repeated() {
    TestKey shaky = TestKey.of(10);
    try (FileLedger ledger = create(disk, Logs.KEY)) {
      shaky.breakDown(true);
      assertThrows(LedgerUnavailable.class, () -> ledger.rotate(shaky, "user:alice", "yearly"));
      assertEquals(vkey(Logs.KEY), ledger.vkey());
      assertEquals(1, ledger.publish().signatures().size());
      shaky.breakDown(false);
      ledger.rotate(shaky, "user:alice", "yearly");
      assertEquals(vkey(shaky), ledger.vkey());
    }
    assertEquals(List.of(vkey(Logs.KEY), vkey(shaky)), verify(disk, Logs.KEY).keys());
    assertEquals(3, events(disk).size());
  }

  @Test
  @Rule("L115")
  void whatever_fails_during_a_rotation_one_of_the_two_keys_opens_the_ledger_and_goes_on() {
    MemoryDisk whole = new MemoryDisk();
    try (FileLedger ledger = create(whole, Logs.KEY)) {
      append(ledger, 2);
    }
    MemoryDisk start = whole.survive();
    MemoryDisk probe = start.survive();
    rotate(probe);
    int old = 0;
    int completed = 0;
    for (long budget = 0; budget < probe.operations; budget++) {
      MemoryDisk run = start.survive();
      run.budget = budget;
      rotate(run);
      assertTrue(run.failed, "operation " + budget + " does not exist any more");
      Random random = new Random(budget);
      for (int i = 0; i < 8; i++) {
        MemoryDisk image = i == 0 ? run.survive() : run.crash(random);
        String what = "failing operation " + budget + ", image " + i;
        if (goesOn(image, what)) {
          completed++;
        } else {
          old++;
        }
      }
    }
    assertTrue(old > 50 && completed > 50, old + " before and " + completed + " after");
  }

  private static void rotate(MemoryDisk disk) {
    try (FileLedger ledger = open(disk, Logs.KEY)) {
      ledger.rotate(NEXT, "user:alice", "yearly");
    } catch (GovernanceException e) {
      assertTrue(disk.failed, "an error that was not injected: " + e);
    }
  }

  /** Opens with the right key, rotates if that is not done, and tells whether it was done. */
  private static boolean goesOn(MemoryDisk image, String what) {
    SignedNote note = new FileLedgerReader(image).checkpoint();
    NoteVerifier next = NEXT.verifier(Logs.ORIGIN);
    boolean done = note.signatures().stream().anyMatch(line -> line.keyId() == next.keyId());
    assertThrows(
        NoteRejected.class, () -> open(image, done ? Logs.KEY : NEXT).close(), what + ": both");
    assertEquals(done ? vkey(NEXT) : vkey(Logs.KEY), verify(image, Logs.KEY).key(), what);
    try (FileLedger ledger = open(image, done ? NEXT : Logs.KEY)) {
      if (!done) {
        ledger.rotate(NEXT, "user:alice", "again");
      }
      append(ledger, 1);
    }
    assertEquals(List.of(vkey(Logs.KEY), vkey(NEXT)), verify(image, Logs.KEY).keys(), what);
    assertTrue(
        events(image).stream().anyMatch(event -> event.event() == KeyEvent.Event.ROTATED), what);
    return done;
  }

  @Test
  void without_a_rotation_nothing_is_recorded() throws IOException {
    create(disk, Logs.KEY).close();
    assertNull(
        KeyRotation.unrecorded(disk, new FileLedgerReader(disk).checkpoint(), Logs.VERIFIER));
    assertFalse(disk.exists(RollOvers.SUCCESSOR));
    assertNotNull(new FileLedgerReader(disk).checkpoint());
  }
}
