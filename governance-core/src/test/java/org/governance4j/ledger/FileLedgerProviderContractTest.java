package org.governance4j.ledger;

import java.nio.file.Path;
import org.governance4j.DecisionLedger;
import org.governance4j.KeyHandle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.governance4j.tck.ComponentProviderContract;

class FileLedgerProviderContractTest extends ComponentProviderContract<DecisionLedger> {

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
