package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.governance4j.GovernanceException;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerRecord;
import org.governance4j.NoteRejected;
import org.governance4j.json.StrictJson;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerExportTest {
  private final MemoryDisk disk = new MemoryDisk();

  private List<byte[]> ledgerOf(int size) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      // Every third is not canonical JSON.
      String text = i % 3 == 0 ? "not JSON " + i : "{\"n\":" + i + ",\"s\":\"\u00e9\"}";
      entries.add(text.getBytes(StandardCharsets.UTF_8));
    }
    try (LedgerLog log = Logs.create(disk)) {
      if (size > 0) {
        Logs.append(log, entries);
        log.publish();
      }
    }
    return entries;
  }

  private List<String> export(long from, long limit) {
    List<String> lines = new ArrayList<>();
    LedgerExport.write(new FileLedgerReader(disk), from, limit, lines::add);
    return lines;
  }

  private static LedgerExport.Verified verify(List<String> lines, List<LedgerRecord> entries)
      throws IOException {
    Iterator<String> next = lines.iterator();
    return LedgerExport.verify(
        () -> next.hasNext() ? next.next().getBytes(StandardCharsets.UTF_8) : null,
        Logs.VERIFIER,
        entries::add);
  }

  private static GovernanceException refusal(List<String> lines) {
    return assertThrows(GovernanceException.class, () -> verify(lines, new ArrayList<>()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 33})
  @Rule("X22")
  void every_row_of_entries_of_a_ledger_verifies_with_the_key_alone(int size) throws IOException {
    List<byte[]> entries = ledgerOf(size);
    for (int from = 0; from < size; from++) {
      for (int to = from + 1; to <= size; to++) {
        List<LedgerRecord> read = new ArrayList<>();
        LedgerExport.Verified verified = verify(export(from, to - from), read);
        assertEquals(
            new LedgerExport.Verified(
                Logs.ORIGIN, size, NaiveTree.root(entries), from, (long) to - from),
            verified);
        for (int i = from; i < to; i++) {
          assertEquals(i, read.get(i - from).index());
          assertArrayEquals(entries.get(i), read.get(i - from).bytes());
        }
      }
    }
  }

  @Test
  void an_empty_ledger_exports_its_checkpoint() throws IOException {
    ledgerOf(0);
    assertEquals(0, verify(export(0, 5), new ArrayList<>()).count());
  }

  @Test
  @Rule("X22")
  void an_entry_that_is_left_out_doubled_exchanged_or_changed_is_refused() throws IOException {
    long seed = 20_261_121;
    ledgerOf(40);
    List<String> good = export(5, 20);
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      List<String> bad = new ArrayList<>(good);
      int a = 1 + random.nextInt(20);
      int b = 1 + (a + random.nextInt(19)) % 20;
      switch (round % 5) {
        case 0 -> bad.remove(a);
        case 1 -> bad.add(b, bad.get(a));
        case 2 -> Collections.swap(bad, a, b);
        case 3 -> bad.set(a, bad.get(b));
        default -> {
          char[] chars = bad.get(a).toCharArray();
          chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(7));
          bad.set(a, new String(chars));
        }
      }
      int number = round;
      assertTrue(!bad.equals(good));
      assertThrows(
          GovernanceException.class,
          () -> verify(bad, new ArrayList<>()),
          () -> "round " + number + " of seed " + seed);
    }
  }

  @Test
  @Rule("X22")
  void a_changed_head_is_refused() throws IOException {
    ledgerOf(40);
    List<String> good = export(5, 20);
    String head = good.get(0);
    for (int i = 0; i < head.length(); i++) {
      List<String> bad = new ArrayList<>(good);
      char[] chars = head.toCharArray();
      chars[i] ^= 1;
      bad.set(0, new String(chars));
      int at = i;
      assertThrows(
          GovernanceException.class,
          () -> verify(bad, new ArrayList<>()),
          () -> "character " + at + " of " + head);
    }
  }

  @Test
  void refusals_name_the_line() throws IOException {
    ledgerOf(40);
    List<String> good = export(5, 20);
    assertEquals("the export ends before line 21", refusal(good.subList(0, 20)).getMessage());
    List<String> more = new ArrayList<>(good);
    more.add(good.get(20));
    assertEquals(
        "line 22 of the export: nothing may follow the last entry", refusal(more).getMessage());
    assertEquals("the export ends before line 1", refusal(List.of()).getMessage());
    List<String> other = new ArrayList<>(good);
    other.set(3, good.get(4));
    assertEquals("line 4 of the export: expected entry 7", refusal(other).getMessage());
  }

  @Test
  void the_checkpoint_must_be_signed_by_the_key() throws IOException {
    ledgerOf(4);
    Iterator<String> lines = export(0, 4).iterator();
    assertThrows(
        NoteRejected.class,
        () ->
            LedgerExport.verify(
                () -> lines.next().getBytes(StandardCharsets.UTF_8),
                TestKey.of(9).verifier(Logs.ORIGIN),
                entry -> {}));
  }

  @Test
  void a_head_that_claims_more_than_the_tree_has_is_refused() throws IOException {
    ledgerOf(4);
    List<String> lines = export(0, 4);
    for (String count : List.of("5", "0", "9223372036854775807", "1e30", "-1", "1.5", "\"4\"")) {
      List<String> bad = new ArrayList<>(lines);
      bad.set(0, lines.get(0).replace("\"count\":4", "\"count\":" + count));
      assertTrue(refusal(bad) instanceof LedgerCorrupted, count);
    }
  }

  @Test
  void what_is_not_there_cannot_be_exported() throws IOException {
    ledgerOf(4);
    for (long from : new long[] {-1, 4, 5}) {
      assertThrows(IllegalArgumentException.class, () -> export(from, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> export(0, 0));
  }

  @Test
  @Rule("X22")
  void entries_nested_as_deeply_as_entries_may_be_verify() throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (int depth : new int[] {1, StrictJson.MAX_DEPTH - 1, StrictJson.MAX_DEPTH}) {
      String text = "[".repeat(depth) + "]".repeat(depth);
      entries.add(text.getBytes(StandardCharsets.UTF_8));
    }
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, entries);
      log.publish();
    }
    List<LedgerRecord> read = new ArrayList<>();
    assertEquals(3, verify(export(0, 3), read).count());
    assertArrayEquals(entries.get(2), read.get(2).bytes());
  }
}
