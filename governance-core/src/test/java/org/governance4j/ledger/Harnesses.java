package org.governance4j.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Receipt;

/** The harnesses in small, to be run on a ledger with a planted bug. */
enum Harnesses {
  /** Power failures. */
  POWER {
    @Override
    void run() throws Exception {
      new PowerLoss(300_000, 2000, disk -> disk).run();
    }
  },
  /** Damaged files. */
  DAMAGE {
    @Override
    void run() throws Exception {
      Damage damage = Damage.ofClosedLedger(1, 60, 40);
      damage.flipEach(".state/", 97);
      damage.flipEach("tile/", 997);
      damage.editAtRandom(2000, 1);
      new Tails(8000, 1).rearrange();
    }
  },
  /** Two batches of entries of a ledger with its threads. */
  THREADS {
    @Override
    void run() throws Exception {
      PowerDisk disk = new PowerDisk();
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      Set<Long> positions = new HashSet<>();
      long[] forces = {0};
      boolean[] early = {false};
      FileLedger ledger =
          FileLedger.start(
              disk,
              Logs.SMALL,
              Logs.ON_DEMAND,
              () -> () -> {},
              () -> LedgerLog.create(disk, Logs.ORIGIN, Logs.KEY, Logs.SMALL));
      try (ledger) {
        synchronized (disk) {
          disk.hook =
              (kind, name) -> {
                if (kind == PowerDisk.Kind.FORCE && name.startsWith(".state/wal-")) {
                  early[0] |=
                      forces[0]++ == 0 && receipts.stream().anyMatch(CompletableFuture::isDone);
                }
              };
          // The committer waits at the disk meanwhile.
          for (int i = 0; i < 100; i++) {
            receipts.add(ledger.submit(NaiveTree.entry(i), Acknowledgement.DURABLE));
          }
        }
        for (CompletableFuture<Receipt> receipt : receipts) {
          positions.add(receipt.get().index());
        }
        assertTrue(forces[0] > 0, "acknowledged without a force");
        assertTrue(!early[0], "acknowledged before the first force");
      }
      assertEquals(100, positions.size(), "two receipts for one position");
    }
  };

  /** Returns if nothing was found. */
  abstract void run() throws Exception;
}
