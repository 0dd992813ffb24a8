package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.governance4j.tck.DecisionLedgerContract;

/** The contract of ledgers, held against a ledger in a directory. */
class FileLedgerContractTest extends DecisionLedgerContract {
  private static final FileLedgerConfig ON_DEMAND =
      FileLedgerConfig.defaults().withPublishInterval(Duration.ZERO);

  @Override
  protected Opened open(Path home) {
    Path directory = home.resolve("ledger");
    FileLedger ledger =
        Files.exists(directory.resolve(LedgerLog.CHECKPOINT))
            ? FileLedger.open(directory, Logs.KEY, ON_DEMAND)
            : FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, ON_DEMAND);
    return new Opened(ledger, Logs.VERIFIER);
  }

  /** On a disk that confirms nothing until it is released. */
  @Override
  protected Opened openStalled(Path home, CountDownLatch release) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    FileLedger ledger =
        FileLedger.start(disk, ON_DEMAND, () -> () -> {}, () -> Logs.create(disk));
    disk.beforeForce = () -> await(release);
    return new Opened(ledger, Logs.VERIFIER);
  }

  private static void await(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the thread of a ledger", e);
    }
  }

  @Override
  protected boolean survivesReopening() {
    return true;
  }

  @Override
  protected boolean refusesSecondWriter() {
    return true;
  }
}
