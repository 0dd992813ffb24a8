package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Checkpoint;
import org.governance4j.JsonValue;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.LedgerUnavailable;
import org.governance4j.NoteRejected;
import org.governance4j.SignedNote;
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
}
