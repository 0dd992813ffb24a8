package org.governance4j.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.governance4j.Receipt;
import org.governance4j.tck.LedgerReaderContract;

/** The contract of readers, held against a directory with two full bundles and a partial one. */
class FileLedgerReaderContractTest extends LedgerReaderContract {

  @Override
  protected Opened open(Path home) {
    Path directory = home.resolve("ledger");
    try (FileLedger ledger = FileLedger.create(directory, Logs.ORIGIN, Logs.KEY)) {
      List<CompletableFuture<Receipt>> submitted = new ArrayList<>();
      for (int i = 0; i < 520; i++) {
        submitted.add(
            ledger.submit(
                Entry.builder(Entry.Types.OVERRIDE, "user:alice", "model:credit-risk")
                    .attribute("n", JsonValue.of(i))
                    .build()));
      }
      submitted.forEach(CompletableFuture::join);
    }
    return new Opened(FileLedgerReader.open(directory), Logs.VERIFIER);
  }
}
