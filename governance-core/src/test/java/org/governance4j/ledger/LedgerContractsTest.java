package org.governance4j.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.governance4j.DecisionLedger;
import org.governance4j.KeyHandle;
import org.governance4j.LedgerReader;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;
import org.governance4j.tck.DecisionLedgerContract;
import org.governance4j.tck.LedgerReaderContract;
import org.junit.jupiter.api.Nested;

/** The contracts of the roles that this package plays. */
class LedgerContractsTest {

  @Nested
  class Ledger extends DecisionLedgerContract {
    @Override
    protected Opened open(Path home) {
      Path directory = home.resolve("ledger");
      FileLedger ledger =
          Files.exists(directory)
              ? FileLedger.open(directory, Logs.KEY, Logs.ON_DEMAND)
              : FileLedger.create(directory, Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND);
      return new Opened(ledger, Logs.VERIFIER);
    }

    @Override
    protected boolean survivesReopening() {
      return true;
    }

    @Override
    protected boolean refusesSecondWriter() {
      return true;
    }

    @Override
    protected Opened openStalled(Path home, CountDownLatch release) {
      MemoryDisk disk = new MemoryDisk();
      FileLedger ledger = Logs.inMemory(disk, Logs.ON_DEMAND.withQueueCapacity(100));
      disk.beforeForce = Logs.gate(new CountDownLatch(1), release);
      return new Opened(ledger, Logs.VERIFIER);
    }
  }

  @Nested
  class Reader extends LedgerReaderContract {
    @Override
    protected Opened open(Path home) {
      try (FileLedger ledger =
          FileLedger.create(home.resolve("ledger"), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND)) {
        for (int i = 0; i < 600; i++) {
          ledger.submit(Logs.approval().reason("reason " + i).build());
        }
      }
      return new Opened(FileLedgerReader.open(home.resolve("ledger")), Logs.VERIFIER);
    }
  }

  @Nested
  class LedgerProvider extends ComponentProviderContract<DecisionLedger> {
    @Override
    protected ComponentProvider<DecisionLedger> provider() {
      return new FileLedgerProvider();
    }

    @Override
    protected Settings settings(Path home) {
      return Settings.empty()
          .with("dir", home.resolve("ledger").toString())
          .with("origin", Logs.ORIGIN)
          .with("create", "true")
          .with(KeyHandle.class, Logs.KEY);
    }
  }

  @Nested
  class ReaderProvider extends ComponentProviderContract<LedgerReader> {
    @Override
    protected ComponentProvider<LedgerReader> provider() {
      return new FileLedgerReaderProvider();
    }

    @Override
    protected Settings settings(Path home) {
      if (!Files.exists(home.resolve("ledger"))) {
        FileLedger.create(home.resolve("ledger"), Logs.ORIGIN, Logs.KEY, Logs.ON_DEMAND).close();
      }
      return Settings.empty().with("dir", home.resolve("ledger").toString());
    }
  }
}
