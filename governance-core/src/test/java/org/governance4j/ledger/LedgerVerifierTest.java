package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.governance4j.Checkpoint;
import org.governance4j.GovernanceException;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerVerifierTest {
  private final MemoryDisk disk = new MemoryDisk();
  private SignedNote atThree;

  /** A ledger that was published at 3 and then at this size. */
  private List<byte[]> ledgerOf(int size) throws IOException {
    List<byte[]> entries = NaiveTree.entries(size);
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, entries.subList(0, 3));
      atThree = log.publish();
      for (int from = 3; from < size; from += 4096) {
        Logs.append(log, entries.subList(from, Math.min(from + 4096, size)));
      }
      log.publish();
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/entries/000.p", "tile/0/000.p"})
  void a_writer_that_fills_a_tile_meanwhile_is_no_tampering(String directory) throws IOException {
    List<byte[]> entries = NaiveTree.entries(300);
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, entries.subList(0, 3));
      log.publish();
      Logs.append(log, entries.subList(3, 250));
      log.publish();
      disk.afterList =
          listed -> {
            if (listed.equals(directory)) {
              disk.afterList = other -> {};
              fill(log, entries.subList(250, 300));
            }
          };

      assertEquals(250, Logs.verifier().verify(disk).size(), "what was published at first");
      assertEquals(List.of(), disk.list(directory), "its partial versions are gone");
      assertEquals(300, Logs.verifier().verify(disk).size());
    }
  }

  private static void fill(LedgerLog log, List<byte[]> entries) {
    try {
      Logs.append(log, entries);
      log.publish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_missing_partial_tile_is_reported_where_there_is_no_full_one() throws IOException {
    ledgerOf(250);
    disk.afterList =
        listed -> {
          if (listed.equals("tile/0/000.p")) {
            disk.tamper("tile/0/000.p/3", null);
          }
        };
    assertEquals(
        "tile/0/000.p/3 of memory is not the beginning of the tile", corruption(), "none is full");
  }

  @Test
  @Rule("L37")
  void a_directory_verifies_at_any_moment_beside_its_writer(@TempDir Path temp) throws Exception {
    Path directory = temp.resolve("ledger");
    FileLedgerConfig config = FileLedgerConfig.defaults().withPublishInterval(Duration.ofMillis(1));
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, config)) {
      FutureTask<Long> writer =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < 600; i++) {
                  ledger.append(Logs.approval().build());
                }
                return ledger.append(Logs.approval().build()).index();
              });
      new Thread(writer, "writer").start();
      long size = 0;
      while (!writer.isDone()) {
        long next = LedgerVerifier.of(Logs.VERIFIER).verify(directory).size();
        assertTrue(next >= size, next + " after " + size);
        size = next;
      }
      assertEquals(600, writer.get());
    }
    assertEquals(601, LedgerVerifier.of(Logs.VERIFIER).verify(directory).size());
  }

  private String corruption() {
    return assertThrows(LedgerCorrupted.class, () -> Logs.verifier().verify(disk)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 255, 256, 257, 600, 66_000})
  void an_intact_ledger_is_verified_with_progress(int size) throws IOException {
    List<byte[]> entries = ledgerOf(size);
    List<Long> progress = new ArrayList<>();

    VerifiedLog verified =
        Logs.verifier().withProgress(progress::add).withSince(atThree).verify(disk);

    assertEquals(Logs.ORIGIN, verified.origin());
    assertEquals(size, verified.size());
    assertEquals(NaiveTree.root(entries), verified.root());
    assertEquals(entries.stream().mapToLong(e -> e.length).sum(), verified.entryBytes());
    assertEquals(disk.files("tile/").size(), verified.files(), "every stored tile was read");
    assertEquals((size + 255) / 256, progress.size());
    assertEquals(size, progress.get(progress.size() - 1));
  }

  @Test
  void an_empty_ledger_is_verified() throws IOException {
    Logs.create(disk).close();
    SignedNote empty = new FileLedgerReader(disk).checkpoint();
    assertEquals(0, Logs.verifier().withSince(empty).verify(disk).size());
  }

  @Test
  @Rule("L32")
  void flipped_bits_of_every_published_file_are_found_and_located() throws IOException {
    ledgerOf(259);
    int flips = 0;
    for (String name : disk.fileNames("")) {
      if (!name.startsWith("tile/") && !name.equals("checkpoint")) {
        continue;
      }
      byte[] good = disk.content(name);
      for (int bit = 0; bit < 8 * good.length; bit += 61) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        disk.tamper(name, bad);
        GovernanceException found =
            assertThrows(
                GovernanceException.class,
                () -> Logs.verifier().verify(disk),
                name + " bit " + bit);
        if (name.equals("checkpoint")) {
          assertEquals(NoteRejected.class, found.getClass(), "bit " + bit);
        } else {
          assertEquals(LedgerCorrupted.class, found.getClass(), name + " bit " + bit);
          assertTrue(found.getMessage().contains(name), name + " bit " + bit + ": " + found);
        }
        flips++;
      }
      disk.tamper(name, good);
    }
    Logs.verifier().verify(disk);
    assertTrue(flips > 1_000, "only " + flips + " bits");
  }

  @Test
  @Rule("L32")
  void a_changed_entry_is_named_with_its_index() throws IOException {
    List<byte[]> entries = ledgerOf(70_000);
    // In a full bundle in the middle, and in the last, partial one.
    for (int index : new int[] {0, 255, 256, 40_000, 69_999}) {
      String name = TilePath.in(TilePath.ENTRIES, index / 256, 70_000).encode();
      byte[] good = disk.content(name);
      List<byte[]> bundle =
          new ArrayList<>(
              entries.subList(index / 256 * 256, Math.min(70_000, index / 256 * 256 + 256)));
      bundle.set(index % 256, "another entry".getBytes(StandardCharsets.UTF_8));
      disk.tamper(name, EntryBundle.encode(bundle));
      String message = corruption();
      assertTrue(message.startsWith("memory: entry " + index + " was changed: "), message);
      assertTrue(message.endsWith(" in " + name), message);
      disk.tamper(name, good);
    }
  }

  @Test
  void a_changed_leaf_hash_is_named_with_its_tile() throws IOException {
    ledgerOf(70_000);
    for (int index : new int[] {0, 300, 69_950}) {
      String name = TilePath.in(0, index / 256, 70_000).encode();
      byte[] good = disk.content(name);
      byte[] bad = good.clone();
      bad[index % 256 * 32 + 5] ^= 1;
      disk.tamper(name, bad);
      String message = corruption();
      assertTrue(
          message.startsWith(
              "memory: " + name + " was changed: hash " + index % 256 + " of " + name),
          message);
      disk.tamper(name, good);
    }
  }

  @Test
  void a_changed_hash_of_a_higher_level_is_named_with_its_tile() throws IOException {
    ledgerOf(66_100);
    for (String name : List.of("tile/1/000", "tile/1/001.p/2", "tile/2/000.p/1")) {
      byte[] good = disk.content(name);
      byte[] bad = good.clone();
      bad[good.length - 1] ^= 1;
      disk.tamper(name, bad);
      int last = good.length / 32 - 1;
      assertTrue(
          corruption().startsWith(name + " of memory was changed at hash " + last + ","),
          corruption());
      disk.tamper(name, good);
    }
  }

  @Test
  void a_missing_or_cut_file_is_named() throws IOException {
    ledgerOf(600);
    for (Map.Entry<String, byte[]> file : disk.files("tile/").entrySet()) {
      String name = file.getKey();
      for (byte[] bad :
          new byte[][] {
            null,
            {},
            Arrays.copyOf(file.getValue(), file.getValue().length - 1),
            Arrays.copyOf(file.getValue(), file.getValue().length + 1)
          }) {
        disk.tamper(name, bad);
        assertTrue(corruption().startsWith(name + " of memory"), name + ": " + corruption());
      }
      disk.tamper(name, file.getValue());
    }
    disk.tamper("checkpoint", null);
    assertThrows(LedgerUnavailable.class, () -> Logs.verifier().verify(disk));
  }

  @Test
  void entries_exchanged_doubled_or_removed_are_found() throws IOException {
    long seed = 20_261_122;
    List<byte[]> entries = ledgerOf(300);
    Random random = new Random(seed);
    byte[] good = disk.content("tile/entries/000");
    for (int round = 0; round < 300; round++) {
      List<byte[]> bundle = new ArrayList<>(entries.subList(0, 256));
      int a = random.nextInt(256);
      int b = (a + 1 + random.nextInt(255)) % 256;
      switch (round % 3) {
        case 0 -> java.util.Collections.swap(bundle, a, b);
        case 1 -> bundle.set(a, bundle.get(b));
        default -> bundle.add(b, bundle.remove(a));
      }
      disk.tamper("tile/entries/000", EntryBundle.encode(bundle));
      String where = "memory: entry " + (round % 3 == 1 ? a : Math.min(a, b)) + " was changed";
      assertTrue(corruption().startsWith(where), where + " but " + corruption() + " seed " + seed);
    }
    disk.tamper("tile/entries/000", good);
    Logs.verifier().verify(disk);
  }

  @Test
  void a_ledger_rewritten_with_all_its_tiles_does_not_fit_the_signed_root() throws IOException {
    List<byte[]> entries = ledgerOf(300);
    byte[] signed = disk.content("checkpoint");
    entries.set(5, new byte[] {1});
    MemoryDisk other = new MemoryDisk();
    try (LedgerLog log = Logs.create(other)) {
      Logs.append(log, entries);
      log.publish();
    }
    other.tamper("checkpoint", signed);
    LedgerCorrupted found =
        assertThrows(LedgerCorrupted.class, () -> Logs.verifier().verify(other));
    assertTrue(found.getMessage().startsWith("memory was rewritten: its 300 entries"));
  }

  @Test
  void an_edited_size_breaks_the_signature() throws IOException {
    ledgerOf(300);
    String note = new String(disk.content("checkpoint"), StandardCharsets.UTF_8);
    disk.tamper("checkpoint", note.replace("\n300\n", "\n299\n").getBytes(StandardCharsets.UTF_8));
    assertThrows(NoteRejected.class, () -> Logs.verifier().verify(disk));
    // Even if the log itself signs it.
    Checkpoint shorter = new Checkpoint(Logs.ORIGIN, 299, Logs.checkpoint(ledger300()).root());
    disk.tamper("checkpoint", sign(shorter).encode());
    assertThrows(LedgerCorrupted.class, () -> Logs.verifier().verify(disk));
    Checkpoint longer = new Checkpoint(Logs.ORIGIN, 301, shorter.root());
    disk.tamper("checkpoint", sign(longer).encode());
    assertThrows(LedgerCorrupted.class, () -> Logs.verifier().verify(disk));
  }

  private static MemoryDisk ledger300() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, NaiveTree.entries(300));
      log.publish();
    }
    return disk;
  }

  private static SignedNote sign(Checkpoint checkpoint) {
    byte[] signature = Logs.KEY.sign(checkpoint.body().getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(
        checkpoint.body(),
        new NoteSignature(Logs.VERIFIER.name(), Logs.VERIFIER.keyId(), signature));
  }

  @Test
  void another_key_or_origin_is_refused() throws IOException {
    ledgerOf(3);
    LedgerVerifier other = LedgerVerifier.of(TestKey.of(9).verifier(Logs.ORIGIN));
    assertThrows(NoteRejected.class, () -> other.withForeignEntries().verify(disk));
    assertThrows(NoteRejected.class, () -> Logs.verifier().withOrigin("other.org").verify(disk));
  }

  @Test
  @Rule("L36")
  void a_log_that_does_not_extend_an_older_checkpoint_is_found() throws IOException {
    ledgerOf(300);
    SignedNote later = new FileLedgerReader(disk).checkpoint();
    Logs.verifier().withSince(later).verify(disk);

    // Another history of the same log.
    Checkpoint fork = new Checkpoint(Logs.ORIGIN, 3, NaiveTree.root(NaiveTree.entries(4)));
    LedgerCorrupted forked =
        assertThrows(
            LedgerCorrupted.class, () -> Logs.verifier().withSince(sign(fork)).verify(disk));
    assertTrue(
        forked.getMessage().startsWith("memory does not extend the older checkpoint: its first 3"),
        forked.getMessage());

    // The log as it was at 3, which is intact and nevertheless cut.
    disk.tamper("checkpoint", atThree.encode());
    Logs.verifier().verify(disk);
    LedgerCorrupted cut =
        assertThrows(LedgerCorrupted.class, () -> Logs.verifier().withSince(later).verify(disk));
    assertEquals(
        "memory was cut back: an older checkpoint covers 300 entries, the present one 3",
        cut.getMessage());

    assertThrows(
        NoteRejected.class,
        () ->
            Logs.verifier()
                .withSince(SignedNote.parse(later.toString().replace("300\n", "200\n")))
                .verify(disk));
  }

  @Test
  void what_is_not_an_entry_of_this_library_is_named_unless_that_is_allowed() throws IOException {
    ledgerOf(3);
    LedgerVerifier strict = LedgerVerifier.of(Logs.VERIFIER);
    LedgerCorrupted found = assertThrows(LedgerCorrupted.class, () -> strict.verify(disk));
    assertTrue(
        found.getMessage().startsWith("entry 0 of memory is not an entry: "), found::getMessage);
  }

  @Test
  void an_older_partial_tile_that_was_changed_is_named() throws IOException {
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, NaiveTree.entries(3));
      log.publish();
      Logs.append(log, NaiveTree.entries(2));
      log.publish();
    }
    for (String name : List.of("tile/0/000.p/3", "tile/entries/000.p/3")) {
      byte[] good = disk.content(name);
      byte[] bad = good.clone();
      bad[2] ^= 1;
      disk.tamper(name, bad);
      assertTrue(corruption().startsWith(name), corruption());
      ByteArrayOutputStream longer = new ByteArrayOutputStream();
      longer.writeBytes(good);
      longer.write(0);
      disk.tamper(name, longer.toByteArray());
      assertTrue(corruption().startsWith(name), corruption());
      disk.tamper(name, good);
    }
    Logs.verifier().verify(disk);
  }
}
