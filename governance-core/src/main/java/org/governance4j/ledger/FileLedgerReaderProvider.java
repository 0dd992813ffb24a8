package org.governance4j.ledger;

import java.util.List;
import org.governance4j.LedgerReader;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/** Opens a {@link FileLedgerReader}: {@code dir} is the directory, required. */
public final class FileLedgerReaderProvider implements ComponentProvider<LedgerReader> {
  @Override
  public Class<LedgerReader> role() {
    return LedgerReader.class;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public LedgerReader create(Settings settings) {
    settings.allowOnly(List.of("dir"));
    return FileLedgerReader.open(settings.requirePath("dir"));
  }
}
