package org.governance4j.ledger;

import java.nio.file.Path;
import org.governance4j.LedgerReader;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class FileLedgerReaderProviderContractTest extends ComponentProviderContract<LedgerReader> {

  @Override
  protected ComponentProvider<LedgerReader> provider() {
    return new FileLedgerReaderProvider();
  }

  @Override
  protected Settings settings(Path home) {
    Path directory = home.resolve("ledger");
    FileLedger.create(directory, Logs.ORIGIN, Logs.KEY).close();
    return Settings.empty().with("dir", directory.toString());
  }
}
