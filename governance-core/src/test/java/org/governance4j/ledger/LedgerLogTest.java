package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.governance4j.Digest;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerLogTest {
  private final MemoryDisk disk = new MemoryDisk();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 70_000})
  @Rule("L34")
  void a_published_ledger_has_exactly_the_files_of_the_specification(int size) throws IOException {
    List<byte[]> entries = NaiveTree.entries(size);
    try (LedgerLog log = Logs.create(disk)) {
      append(log, entries, 1000);
      log.publish();
    }

    assertFiles(NaiveTree.files(entries), disk.files("tile/"));
    assertEquals(NaiveTree.root(entries), Logs.checkpoint(disk).root());
    assertEquals(size, Logs.checkpoint(disk).size());
    Logs.check(disk, entries);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 70_000})
  void a_reopened_ledger_goes_on_with_the_same_tree(int size) throws IOException {
    List<byte[]> entries = NaiveTree.entries(size + 3);
    try (LedgerLog log = Logs.create(disk)) {
      append(log, entries.subList(0, size), 1000);
    }
    try (LedgerLog log = Logs.open(disk)) {
      assertEquals(size, log.size());
      Logs.append(log, entries.subList(size, size + 2));
    }
    try (LedgerLog log = Logs.open(disk)) {
      assertEquals(size + 2, log.size());
      Logs.append(log, entries.subList(size + 2, size + 3));
      log.publish();
    }

    assertEquals(NaiveTree.root(entries), Logs.checkpoint(disk).root());
    assertFiles(NaiveTree.files(entries), disk.files("tile/"));
  }

  @Test
  void partial_tiles_stay_until_the_full_one_is_there() throws IOException {
    List<byte[]> entries = NaiveTree.entries(300);
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, entries.subList(0, 3));
      log.publish();
      Logs.append(log, entries.subList(3, 250));
      log.publish();
      assertEquals(
          List.of("250", "3"), disk.list("tile/entries/000.p"), "both checkpoints can be proven");
      Logs.append(log, entries.subList(250, 300));
      log.publish();
    }

    assertFiles(NaiveTree.files(entries), disk.files("tile/"));
  }

  @Test
  void nothing_is_signed_or_written_when_nothing_was_appended() throws IOException {
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, NaiveTree.entries(5));
      SignedNote note = log.publish();
      long operations = disk.operations;

      assertEquals(note, log.publish());
      assertEquals(operations, disk.operations);
    }
    try (LedgerLog log = Logs.open(disk)) {
      long operations = disk.operations;
      assertEquals(5, Logs.checkpoint(disk).size());
      log.publish();
      assertEquals(operations, disk.operations);
    }
    assertEquals(2, signedLines().size());
  }

  @Test
  void segments_of_the_write_ahead_log_go_when_their_entries_lie_in_tiles() throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      byte[] entry = new byte[60_000];
      new Random(i).nextBytes(entry);
      entries.add(entry);
    }
    Limits limits = new Limits(1 << 20, 8 << 20, 1 << 16, 256 << 20, 1 << 20, 1 << 20, 0);
    try (LedgerLog log = LedgerLog.create(disk, Logs.ORIGIN, Logs.KEY, limits)) {
      for (int i = 0; i < entries.size(); i += 10) {
        Logs.append(log, entries.subList(i, i + 10));
        long wal =
            disk.files(".state/wal").values().stream().mapToLong(content -> content.length).sum();
        // What is behind the last full bundle, and the rest of the segment where it begins.
        assertTrue(wal < (17 << 20) + (9 << 20), "wal of " + wal + " bytes");
      }
    }
    // The last full bundle ends with entry 511; what follows it begins in the segment before the
    // last.
    assertEquals(List.of(420L, 560L), WalReplay.segments(disk));
    try (LedgerLog log = Logs.open(disk)) {
      log.publish();
    }
    assertEquals(NaiveTree.root(entries), Logs.checkpoint(disk).root());
    Logs.check(disk, entries);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void any_sequence_of_appends_publications_and_reopenings_equals_the_model(long seed)
      throws IOException {
    Random random = new Random(seed);
    List<byte[]> model = new ArrayList<>();
    int published = 0;
    LedgerLog log = Logs.create(disk);
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(6)) {
        case 0 -> {
          log.publish();
          published = model.size();
        }
        case 1 -> {
          log.close();
          log = Logs.open(disk);
        }
        default -> {
          List<byte[]> batch = new ArrayList<>();
          int count = random.nextInt(4) == 0 ? random.nextInt(600) : random.nextInt(5);
          for (int i = 0; i <= count; i++) {
            byte[] entry = new byte[random.nextInt(8) == 0 ? 0 : random.nextInt(40)];
            random.nextBytes(entry);
            batch.add(entry);
          }
          Logs.append(log, batch);
          model.addAll(batch);
        }
      }
      assertEquals(model.size(), log.size(), "seed " + seed + " step " + step);
      assertEquals(
          NaiveTree.root(model.subList(0, published)),
          Logs.checkpoint(disk).root(),
          "seed " + seed + " step " + step);
    }
    log.publish();
    log.close();
    Logs.check(disk, model);
    for (int i = 0; i < 20; i++) {
      int size = 1 + random.nextInt(model.size());
      Logs.checkProofs(disk, random.nextInt(size), 1 + random.nextInt(size), size, model);
    }
  }

  @Test
  void every_proof_of_every_small_tree_verifies() throws IOException {
    List<byte[]> entries = NaiveTree.entries(70);
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, entries);
      log.publish();
    }
    for (int size = 1; size <= entries.size(); size++) {
      for (int index = 0; index < size; index++) {
        Logs.checkProofs(disk, index, index + 1, size, entries);
      }
    }
  }

  @Test
  void proofs_cross_the_borders_of_tiles() throws IOException {
    List<byte[]> entries = NaiveTree.entries(66_100);
    try (LedgerLog log = Logs.create(disk)) {
      append(log, entries, 5000);
      log.publish();
    }
    int[] sizes = {255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, 66_100};
    for (int size : sizes) {
      for (int index : new int[] {0, 1, 254, 255, 256, 511, 65_534, 65_535, 65_536, 66_099}) {
        if (index < size) {
          Logs.checkProofs(disk, index, index + 1, size, entries);
        }
      }
    }
  }

  @Test
  void a_second_ledger_cannot_be_made_in_the_same_place() throws IOException {
    Logs.create(disk).close();
    LedgerUnavailable refusal = assertThrows(LedgerUnavailable.class, () -> Logs.create(disk));
    assertTrue(refusal.getMessage().contains("it is a ledger already"), refusal.getMessage());

    // Not even when only the checkpoint is gone.
    try (LedgerLog log = Logs.open(disk)) {
      Logs.append(log, NaiveTree.entries(1));
    }
    disk.tamper("checkpoint", null);
    assertThrows(LedgerUnavailable.class, () -> Logs.create(disk));
  }

  @Test
  void another_key_is_refused() throws IOException {
    Logs.create(disk).close();
    NoteRejected refusal =
        assertThrows(NoteRejected.class, () -> LedgerLog.open(disk, TestKey.of(8)));
    assertTrue(refusal.getMessage().startsWith("memory/checkpoint: "), refusal.getMessage());
  }

  @Test
  void a_checkpoint_of_another_origin_is_refused() throws IOException {
    Logs.create(disk).close();
    String note = new String(disk.content("checkpoint"), StandardCharsets.UTF_8);
    disk.tamper(
        "checkpoint", note.replace("com/log\n", "com/lag\n").getBytes(StandardCharsets.UTF_8));
    assertThrows(NoteRejected.class, () -> Logs.open(disk));
  }

  @Test
  @Rule("L35")
  void a_ledger_that_has_signed_another_root_does_not_open() throws IOException {
    publishedInSteps();
    MemoryDisk other = new MemoryDisk();
    List<byte[]> entries = NaiveTree.entries(300);
    entries.set(17, new byte[] {1});
    try (LedgerLog log = Logs.create(other)) {
      Logs.append(log, entries.subList(0, 290));
      log.publish();
      Logs.append(log, entries.subList(290, 300));
      log.publish();
    }
    // The same sizes, another tree: this is what two histories of one log look like.
    disk.tamper(SignedLog.NAME, other.content(SignedLog.NAME));
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
    assertTrue(refusal.getMessage().contains("fork"), refusal.getMessage());
  }

  @Test
  @Rule("L35")
  void every_signed_root_is_compared_not_only_the_last() throws IOException {
    publishedInSteps();
    List<String> lines = signedLines();
    String forged = new Digest[] {NaiveTree.root(NaiveTree.entries(9))}[0].base64();
    for (int i = 1; i < lines.size(); i++) {
      List<String> changed = new ArrayList<>(lines);
      String[] fields = lines.get(i).split(" ", 3);
      changed.set(i, fields[0] + " " + forged + " " + fields[2]);
      disk.tamper(SignedLog.NAME, text(changed));
      LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
      assertTrue(refusal.getMessage().contains("over " + fields[0] + " "), refusal.getMessage());
    }
    disk.tamper(SignedLog.NAME, text(lines));
    Logs.open(disk).close();
  }

  @Test
  @Rule("L35")
  void a_long_log_of_signed_checkpoints_begins_anew_and_still_knows_a_fork() throws IOException {
    MemoryDisk other = new MemoryDisk();
    List<byte[]> entries = NaiveTree.entries(300);
    List<byte[]> forged = new ArrayList<>(entries);
    forged.set(2, new byte[] {1});
    int longest = 0;
    try (LedgerLog log = Logs.createSmall(disk);
        LedgerLog fork = Logs.createSmall(other)) {
      for (int i = 0; i < entries.size(); i++) {
        Logs.append(log, entries.subList(i, i + 1));
        log.publish();
        Logs.append(fork, forged.subList(i, i + 1));
        fork.publish();
        longest = Math.max(longest, signedLines().size());
      }
    }
    assertTrue(longest < 6, longest + " lines");
    String last = signedLines().get(signedLines().size() - 1);
    assertTrue(last.startsWith("300 " + NaiveTree.root(entries).base64()), last);
    Logs.open(disk).close();

    // The entry that differs is older than every line that is left.
    MemoryDisk mixed = other.survive();
    mixed.tamper(SignedLog.NAME, disk.content(SignedLog.NAME));
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(mixed));
    assertTrue(refusal.getMessage().contains("fork"), refusal.getMessage());
  }

  @Test
  void a_ledger_restored_without_its_last_entries_does_not_open() throws IOException {
    publishedInSteps();
    byte[] wal = disk.content(WriteAheadLog.name(256));
    // The last entry, "entry 299", and its header.
    disk.tamper(WriteAheadLog.name(256), java.util.Arrays.copyOf(wal, wal.length - 26));
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
    assertTrue(
        refusal.getMessage().contains("over 300 entries but only 299 are left"),
        refusal.getMessage());
  }

  @Test
  void a_ledger_that_forgot_what_it_signed_does_not_open() throws IOException {
    publishedInSteps();
    List<String> lines = signedLines();
    disk.tamper(SignedLog.NAME, text(lines.subList(0, lines.size() - 1)));
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
    assertTrue(refusal.getMessage().contains("does not know"), refusal.getMessage());
    disk.tamper(SignedLog.NAME, null);
    assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
  }

  @Test
  void a_torn_last_signature_is_dropped_and_the_next_one_follows_it() throws IOException {
    publishedInSteps();
    byte[] good = disk.content(SignedLog.NAME);
    String next =
        "301 " + NaiveTree.root(NaiveTree.entries(301)).base64() + " \u2014 example.com/log ";
    byte[] torn = next.getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length <= torn.length; length++) {
      for (String end : new String[] {"", "\n", "\0\0\0"}) {
        MemoryDisk copy = disk.survive();
        java.io.ByteArrayOutputStream content = new java.io.ByteArrayOutputStream();
        content.writeBytes(good);
        content.write(torn, 0, length);
        content.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        copy.tamper(SignedLog.NAME, content.toByteArray());
        try (LedgerLog log = Logs.open(copy)) {
          Logs.append(log, List.of(new byte[] {2}));
          log.publish();
        }
        Logs.open(copy).close();
        byte[] after = copy.content(SignedLog.NAME);
        assertArrayEquals(good, java.util.Arrays.copyOf(after, good.length));
        assertTrue(new String(after, StandardCharsets.UTF_8).lines().count() == 4);
      }
    }
  }

  @Test
  void a_malformed_signature_line_before_another_is_damage() throws IOException {
    publishedInSteps();
    List<String> lines = signedLines();
    lines.set(1, lines.get(1).replace('=', '!'));
    disk.tamper(SignedLog.NAME, text(lines));
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
    assertTrue(refusal.getMessage().contains("signed.log: line 2"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "9999999999999999999", "01", "-1"})
  void an_impossible_size_among_the_signed_ones_is_damage(String size) throws IOException {
    publishedInSteps();
    List<String> lines = signedLines();
    lines.set(1, lines.get(1).replaceFirst("^290 ", size + " "));
    disk.tamper(SignedLog.NAME, text(lines));
    LedgerCorrupted refusal = assertThrows(LedgerCorrupted.class, () -> Logs.open(disk));
    assertTrue(refusal.getMessage().contains("signed.log: line 2"), refusal.getMessage());
  }

  /** 0, 290 and 300 entries are signed; the write-ahead log still has all of them. */
  private void publishedInSteps() throws IOException {
    List<byte[]> entries = NaiveTree.entries(300);
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, entries.subList(0, 290));
      log.publish();
      Logs.append(log, entries.subList(290, 300));
      log.publish();
    }
  }

  private List<String> signedLines() {
    return new ArrayList<>(
        new String(disk.content(SignedLog.NAME), StandardCharsets.UTF_8).lines().toList());
  }

  private static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void append(LedgerLog log, List<byte[]> entries, int batch) throws IOException {
    for (int from = 0; from < entries.size(); from += batch) {
      Logs.append(log, entries.subList(from, Math.min(from + batch, entries.size())));
    }
  }

  private static void assertFiles(Map<String, byte[]> expected, Map<String, byte[]> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, content) -> assertArrayEquals(content, found.get(name), name));
  }
}
