package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.governance4j.Checkpoint;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fails every single operation of a ledger's life on the disk, one run each, and looks at what can
 * be recovered when then the process dies, the power fails, or nothing happens and the ledger is
 * opened again.
 */
class CrashTest {
  /** Operations of a scripted life, a batch of so many entries each; -1 publishes, -2 reopens. */
  private static final int[] LIFE = {
    3, -1, 1, 250, -1, 5, 1, -2, 2, -1, 300, -1, -2, -2, 1, -1, 4, -2, 7, 2, -1
  };

  @ParameterizedTest
  @ValueSource(longs = {1})
  @Rule({"L30", "L35"})
  void what_was_acknowledged_survives_any_failure_and_what_was_signed_is_never_forked(long seed)
      throws IOException {
    MemoryDisk whole = new MemoryDisk();
    Life complete = new Life(whole);
    complete.live();
    assertEquals(1, complete.moved, "write-ahead logs given up for one that begins later");
    assertEquals(3, complete.settled, "with the one that fills a tile, and the one that is long");
    assertTrue(whole.content(SignedLog.NAME).length < 500 + 200, "the log of signed checkpoints");
    assertTrue(whole.fileNames("vault/").size() > 1, "segments " + whole.fileNames("vault/"));
    long images = 0;
    for (long budget = 0; budget < whole.operations; budget++) {
      MemoryDisk disk = new MemoryDisk();
      disk.budget = budget;
      Life life = new Life(disk);
      life.live();
      assertTrue(disk.failed, "operation " + budget + " does not exist any more");
      String what = "seed " + seed + " failing operation " + budget;
      Random random = new Random(seed * 1_000_003 + budget);

      life.recoversIn(disk.survive(), what + ", process killed");
      for (int i = 0; i < 6; i++) {
        life.recoversIn(disk.crash(random), what + ", power failure " + i);
        images++;
      }
      life.goesOnIn(disk.crash(random), what + ", power failure");

      // Opened again at once: what a failed force has lost can still be read, and must not be
      // trusted to be durable.
      disk.budget = Long.MAX_VALUE;
      Life second = life.goesOnIn(disk, what + ", opened again");
      for (int i = 0; i < 2; i++) {
        second.recoversIn(disk.crash(random), what + ", opened again, power failure " + i);
        images++;
      }
    }
    assertTrue(images > 1000, "only " + images + " states");
  }

  @Test
  @Rule("L30")
  void a_crash_during_recovery_is_recovered_from() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    Life life = new Life(disk);
    life.live();
    MemoryDisk start = disk.survive();
    MemoryDisk probe = start.survive();
    Logs.openSmall(probe).close();
    for (long budget = 0; budget < probe.operations; budget++) {
      MemoryDisk again = start.survive();
      again.budget = budget;
      String what = "failing operation " + budget + " of recovery";
      try {
        Logs.openSmall(again).close();
        throw new AssertionError(what + " did not fail");
      } catch (IOException e) {
        assertTrue(again.failed, what);
      }
      Random random = new Random(budget);
      for (int i = 0; i < 20; i++) {
        life.recoversIn(again.crash(random), what + ", power failure " + i);
      }
      life.goesOnIn(again.crash(random), what);
    }
  }

  /** One life of a ledger, and what it has promised until the disk failed. */
  private static final class Life {
    private final MemoryDisk disk;
    private final List<byte[]> attempted = new ArrayList<>();
    private final List<Integer> disclosed = new ArrayList<>();
    private int acknowledged;
    private int moved;
    private int settled;
    private SignedNote published;

    Life(MemoryDisk disk) {
      this.disk = disk;
    }

    void live() {
      LedgerLog log = null;
      try {
        log = Logs.createSmall(disk);
        published = new FileLedgerReader(disk).checkpoint();
        for (int step : LIFE) {
          if (step == -1) {
            published = log.publish();
          } else if (step == -2) {
            log.close();
            log = Logs.openSmall(disk);
          } else {
            append(log, step);
          }
        }
        log.close();
      } catch (IOException e) {
        assertTrue(disk.failed, "an error that was not injected: " + e);
        if (log != null) {
          LedgerLog.closeAfter(e, log);
        }
      }
    }

    private void append(LedgerLog log, int count) throws IOException {
      List<Leaf> batch = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] entry = NaiveTree.entry(attempted.size());
        attempted.add(entry);
        int index = attempted.size() - 1;
        List<EntryCodec.Disclosure> disclosures = new ArrayList<>();
        // Every hundredth entry has something to disclose.
        if (index % 100 == 0) {
          disclosures.add(new EntryCodec.Disclosure("name", "encoded", "digest-" + index));
          disclosed.add(index);
        }
        batch.add(new Leaf(entry, "person", disclosures));
      }
      log.append(batch);
      acknowledged = attempted.size();
      Set<String> segments = disk.fileNames(".state/wal-");
      long operations = disk.operations;
      log.settle();
      moved += segments.equals(disk.fileNames(".state/wal-")) ? 0 : 1;
      settled += operations == disk.operations ? 0 : 1;
    }

    /** Recovers without writing, and compares with what was promised. */
    void recoversIn(MemoryDisk image, String what) throws IOException {
      if (!image.exists("checkpoint")) {
        assertEquals(null, published, what + ": the published checkpoint is gone");
        LedgerLog.requireVacant(image);
        return;
      }
      SignedNote note = new FileLedgerReader(image).checkpoint();
      Recovery recovery = Recovery.of(image, Checkpoint.parse(note.text()));
      compare((int) recovery.size(), image, what);
      assertEquals(
          NaiveTree.root(attempted.subList(0, (int) recovery.size())), recovery.root(), what);
    }

    private void compare(int recovered, MemoryDisk image, String what) {
      assertTrue(
          recovered >= acknowledged && recovered <= attempted.size(),
          what + ": " + recovered + " entries, acknowledged " + acknowledged);
      for (int index : disclosed.stream().filter(index -> index < recovered).toList()) {
        StringBuilder vault = new StringBuilder();
        for (byte[] segment : image.files("vault/").values()) {
          vault.append(new String(segment, StandardCharsets.UTF_8)).append('\n');
        }
        String line =
            "\"digest\":\"digest-" + index + "\",\"disclosure\":\"encoded\",\"index\":" + index;
        assertTrue(vault.toString().lines().anyMatch(l -> l.contains(line)), what + ": " + vault);
      }
    }

    /** Opens it, appends, publishes, and verifies all that anybody has ever seen. */
    Life goesOnIn(MemoryDisk image, String what) throws IOException {
      int recovered = 0;
      List<byte[]> expected = new ArrayList<>();
      if (image.exists("checkpoint")) {
        try (LedgerLog log = Logs.openSmall(image)) {
          recovered = (int) log.size();
          compare(recovered, image, what);
          expected.addAll(attempted.subList(0, recovered));
          expected.add(new byte[] {42});
          Logs.append(log, List.of(new byte[] {42}));
          log.publish();
        }
      } else {
        Logs.createSmall(image).close();
      }
      Logs.check(image, expected);
      if (published != null) {
        Logs.verifier().withSince(published).verify(image);
      }
      Life next = new Life(image);
      next.attempted.addAll(expected);
      for (int index : disclosed) {
        if (index < recovered) {
          next.disclosed.add(index);
        }
      }
      next.acknowledged = expected.size();
      next.published = new FileLedgerReader(image).checkpoint();
      return next;
    }
  }
}
