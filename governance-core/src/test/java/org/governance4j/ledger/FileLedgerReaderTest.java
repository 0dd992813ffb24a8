package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Checkpoint;
import org.governance4j.InclusionProof;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.MerkleTree;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileLedgerReaderTest {
  @TempDir private Path temp;

  private Path directory() {
    return temp.resolve("a/ledger");
  }

  private FileLedger create() {
    return FileLedger.create(directory(), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND);
  }

  @Test
  void a_reader_follows_a_writer_and_each_proof_it_makes_verifies() throws Exception {
    try (FileLedger ledger = create();
        LedgerReader reader = ledger.reader()) {
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 300; i++) {
                  ledger.append(Logs.approval().attribute("n", JsonValue.of(i)).build());
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
      ledger.append(Logs.approval().build());
      ledger.append(Logs.approval().build());
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
      ledger.append(Logs.approval().build());
      ledger.append(Logs.approval().build());
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
  @Rule("L83")
  void proofs_from_remembered_tiles_are_those_of_a_tree_that_is_read_anew() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    MemoryDisk disk = new MemoryDisk();
    FileLedgerReader reader = null;
    try (LedgerLog log = Logs.create(disk)) {
      int size = 0;
      for (int step : new int[] {1, 6, 200, 60, 3, 17_000, 48_400, 300}) {
        List<byte[]> entries = NaiveTree.entries(size + step);
        Logs.append(log, entries.subList(size, size + step));
        log.publish();
        size += step;
        reader = reader == null ? new FileLedgerReader(disk) : reader;
        StoredTree anew = new StoredTree(new TileFiles(disk, size), new TreeHasher());
        for (int round = 0; round < 200; round++) {
          long tree = 1L + random.nextInt(size);
          long index = random.nextInt((int) tree);
          String what = index + " in " + tree + " of " + size + ", seed " + seed;
          assertEquals(anew.inclusion(index, tree), reader.inclusionProof(index, tree), what);
          assertEquals(
              anew.consistency(index + 1, tree), reader.consistencyProof(index + 1, tree), what);
        }
        long last = size - 1L;
        reader
            .inclusionProof(last, size)
            .verify(MerkleTree.leafHash(entries.get((int) last)), Logs.checkpoint(disk).root());
      }
    }
  }

  @Test
  void a_proof_from_remembered_tiles_reads_nothing_but_the_checkpoint() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerLog log = Logs.create(disk)) {
      Logs.append(log, NaiveTree.entries(70_000));
      log.publish();
    }
    FileLedgerReader reader = new FileLedgerReader(disk);
    InclusionProof first = reader.inclusionProof(33_333, 70_000);
    for (String name : disk.fileNames("tile/")) {
      disk.tamper(name, null);
    }
    assertEquals(first, reader.inclusionProof(33_333, 70_000));
    assertThrows(LedgerCorrupted.class, () -> reader.inclusionProof(3, 70_000));
  }

  @Test
  void a_log_that_was_replaced_by_a_smaller_one_is_read_anew() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    MemoryDisk other = new MemoryDisk();
    List<byte[]> entries = NaiveTree.entries(600);
    for (MemoryDisk each : List.of(disk, other)) {
      try (LedgerLog log = Logs.create(each)) {
        Logs.append(log, each == disk ? entries : entries.subList(100, 550));
        log.publish();
      }
    }
    FileLedgerReader reader = new FileLedgerReader(disk);
    reader.inclusionProof(3, 600);
    for (String name : disk.fileNames("tile/")) {
      disk.tamper(name, null);
    }
    other.files("").forEach(disk::tamper);
    reader
        .inclusionProof(3, 450)
        .verify(MerkleTree.leafHash(entries.get(103)), NaiveTree.root(entries.subList(100, 550)));
  }

  private static void replace(MemoryDisk disk, MemoryDisk other) {
    for (String name : disk.fileNames("")) {
      disk.tamper(name, null);
    }
    other.files("").forEach(disk::tamper);
  }

  private static MemoryDisk log(String origin, List<byte[]> entries) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerLog log = LedgerLog.create(disk, origin, Logs.KEY)) {
      Logs.append(log, entries);
      log.publish();
    }
    return disk;
  }

  @Test
  @Rule("L129")
  void a_log_that_was_replaced_by_another_of_any_size_is_read_anew() throws IOException {
    List<byte[]> entries = NaiveTree.entries(1_800);
    for (int size : new int[] {450, 600, 601, 700, 1_100}) {
      for (int shared : new int[] {0, 300, 599}) {
        for (String origin : List.of(Logs.ORIGIN, "example.com/other")) {
          int common = Math.min(shared, size);
          List<byte[]> others = new ArrayList<>(entries.subList(0, common));
          others.addAll(entries.subList(700, 700 + size - common));
          MemoryDisk disk = log(Logs.ORIGIN, entries.subList(0, 600));
          FileLedgerReader reader = new FileLedgerReader(disk);
          for (int index = 0; index < 600; index += 50) {
            reader.inclusionProof(index, 600);
          }
          replace(disk, log(origin, others));
          String what = size + " entries of " + origin + ", " + common + " of them the same";
          StoredTree anew = new StoredTree(new TileFiles(disk, size), new TreeHasher());
          assertEquals(NaiveTree.root(others), anew.root(size), what);
          for (int index = 0; index < size; index += 25) {
            assertEquals(anew.inclusion(index, size), reader.inclusionProof(index, size), what);
          }
        }
      }
    }
  }

  @Test
  @Rule("L129")
  void nothing_is_remembered_that_no_checkpoint_covers_yet() throws IOException {
    List<byte[]> entries = NaiveTree.entries(400);
    MemoryDisk disk = log(Logs.ORIGIN, entries.subList(0, 200));
    byte[] checkpoint = disk.files("").get("checkpoint");
    // Tiles of 300 entries, of which a checkpoint over 200 is published.
    replace(disk, log(Logs.ORIGIN, entries.subList(0, 300)));
    disk.tamper("checkpoint", checkpoint);
    FileLedgerReader reader = new FileLedgerReader(disk);
    reader.inclusionProof(3, 200);
    List<byte[]> others = new ArrayList<>(entries.subList(0, 200));
    others.addAll(entries.subList(300, 400));
    replace(disk, log(Logs.ORIGIN, others));
    reader
        .inclusionProof(3, 300)
        .verify(MerkleTree.leafHash(entries.get(3)), NaiveTree.root(others));
  }
}
