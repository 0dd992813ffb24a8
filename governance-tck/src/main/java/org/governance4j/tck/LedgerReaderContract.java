package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.NoteVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link LedgerReader} must do. */
public abstract class LedgerReaderContract {

  @TempDir Path home = Path.of("replaced by JUnit");

  /** For tests that an implementer extends. */
  protected LedgerReaderContract() {}

  /**
   * A reader with the key of the ledger it reads.
   *
   * @param reader reads a ledger that nobody is writing to
   * @param verifier the key that its checkpoints are signed with; its name is the ledger's origin
   */
  public record Opened(LedgerReader reader, NoteVerifier verifier) implements AutoCloseable {
    @Override
    public void close() {
      reader.close();
    }
  }

  /**
   * Opens a published ledger of 3 to 2,000 entries; best with more than 256, which is where the
   * first bundle of a tiled ledger ends. The contract closes it.
   *
   * @param home an empty folder of its own for each test
   */
  protected abstract Opened open(Path home) throws Exception;

  @Test
  @Rule("L20")
  void the_checkpoint_is_signed_and_covers_the_size() throws Exception {
    try (Opened log = open(home)) {
      Checkpoint checkpoint = Checkpoint.open(log.reader().checkpoint(), log.verifier());

      assertEquals(checkpoint.size(), log.reader().size());
      assertTrue(checkpoint.size() >= 3, "the example has at least 3 entries");
    }
  }

  @Test
  @Rule("L21")
  void pages_of_every_size_give_the_same_entries_in_order() throws Exception {
    try (Opened log = open(home)) {
      List<LedgerRecord> whole = Entries.all(log.reader(), 2_000);

      for (int i = 0; i < whole.size(); i++) {
        assertEquals(i, whole.get(i).index());
      }
      assertEquals(whole, Entries.all(log.reader(), 1));
      assertEquals(whole, Entries.all(log.reader(), 7));
    }
  }

  @Test
  @Rule("L21")
  void reading_begins_anywhere_and_ends_at_the_size() throws Exception {
    try (Opened log = open(home)) {
      long size = log.reader().size();
      List<LedgerRecord> whole = Entries.all(log.reader(), 2_000);
      for (long from : sizes(size)) {
        LedgerRecord first = log.reader().read(from - 1, 3).get(0);
        assertEquals(whole.get(Math.toIntExact(from - 1)), first);
      }
      assertEquals(List.of(), log.reader().read(size, 10));
    }
  }

  @Test
  @Rule("L22")
  void reading_out_of_bounds_is_refused() throws Exception {
    try (Opened log = open(home)) {
      LedgerReader reader = log.reader();
      long size = reader.size();
      refused(() -> reader.read(-1, 1), "from -1");
      refused(() -> reader.read(size + 1, 1), "from behind the end");
      refused(() -> reader.read(0, 0), "no entry at all");
      refused(() -> reader.read(0, -1), "less than no entry");
    }
  }

  @Test
  @Rule("L23")
  void the_entries_lead_to_the_root_of_the_checkpoint() throws Exception {
    try (Opened log = open(home)) {
      Checkpoint checkpoint = Checkpoint.open(log.reader().checkpoint(), log.verifier());
      List<Digest> leaves = Entries.leaves(Entries.all(log.reader(), 100));

      assertEquals(Entries.root(leaves, checkpoint.size()), checkpoint.root());
    }
  }

  @Test
  @Rule("L24")
  void every_entry_is_proven_in_every_tree_that_has_it() throws Exception {
    try (Opened log = open(home)) {
      List<Digest> leaves = Entries.leaves(Entries.all(log.reader(), 100));
      for (long size : sizes(leaves.size())) {
        Digest root = Entries.root(leaves, size);
        for (int index = 0; index < size; index++) {
          log.reader().inclusionProof(index, size).verify(leaves.get(index), root);
        }
      }
    }
  }

  @Test
  @Rule("L24")
  void a_proof_out_of_bounds_is_refused() throws Exception {
    try (Opened log = open(home)) {
      LedgerReader reader = log.reader();
      long size = reader.size();
      refused(() -> reader.inclusionProof(-1, size), "index -1");
      refused(() -> reader.inclusionProof(size, size), "the entry after the last");
      refused(() -> reader.inclusionProof(0, size + 1), "a tree that is not published");
      refused(() -> reader.inclusionProof(0, 0), "the empty tree");
      refused(() -> reader.consistencyProof(0, size), "from the empty tree");
      refused(() -> reader.consistencyProof(2, 1), "backwards");
      refused(() -> reader.consistencyProof(1, size + 1), "a tree that is not published");
    }
  }

  @Test
  @Rule("L25")
  void every_tree_extends_every_smaller_one() throws Exception {
    try (Opened log = open(home)) {
      List<Digest> leaves = Entries.leaves(Entries.all(log.reader(), 100));
      List<Long> sizes = new ArrayList<>(sizes(leaves.size()));
      for (long older : sizes) {
        for (long newer : sizes) {
          if (older <= newer) {
            log.reader()
                .consistencyProof(older, newer)
                .verify(Entries.root(leaves, older), Entries.root(leaves, newer));
          }
        }
      }
    }
  }

  @Test
  @Rule("L26")
  void one_reader_serves_several_threads() throws Exception {
    try (Opened log = open(home)) {
      List<LedgerRecord> whole = Entries.all(log.reader(), 2_000);
      List<Digest> leaves = Entries.leaves(whole);
      Digest root = Entries.root(leaves, leaves.size());
      Threads.each(
          thread -> {
            assertEquals(whole, Entries.all(log.reader(), 10 + thread));
            for (int i = thread; i < leaves.size(); i += Threads.COUNT) {
              log.reader().inclusionProof(i, leaves.size()).verify(leaves.get(i), root);
            }
            return thread;
          });
    }
  }

  /** Tree sizes at the edges of the tree's shape, up to this one. */
  private static Set<Long> sizes(long size) {
    Set<Long> sizes = new LinkedHashSet<>();
    for (long edge : new long[] {1, 2, 3, 4, 7, 8, 9, 255, 256, 257, 511, 512, 513, size - 1}) {
      if (edge >= 1 && edge <= size) {
        sizes.add(edge);
      }
    }
    sizes.add(size);
    return sizes;
  }

  private interface Call {
    Object run();
  }

  private static void refused(Call call, String why) {
    assertThrows(IllegalArgumentException.class, call::run, why);
  }
}
