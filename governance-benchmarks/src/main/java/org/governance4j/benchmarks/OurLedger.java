package org.governance4j.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import org.governance4j.Checkpoint;
import org.governance4j.KeyAlgorithm;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.BenchLedger;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;

/** A {@link FileLedger} with its defaults; it publishes meanwhile. */
final class OurLedger implements Appender {
  /** The name of the logs that the benchmarks write. */
  static final String ORIGIN = "example.com/bench";

  private final SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
  private final FileLedger ledger;

  OurLedger(Path directory, Duration delay) {
    ledger = BenchLedger.create(directory, ORIGIN, key, FileLedgerConfig.defaults(), delay);
  }

  @Override
  public void append(byte[] entry) {
    BenchLedger.submit(ledger, entry).join();
  }

  @Override
  public void require(long entries) {
    long size = publishedSize(ledger);
    if (size != entries) {
      throw new IllegalStateException(size + " entries are published of " + entries);
    }
  }

  /** Publishes, and reads how many entries are. */
  static long publishedSize(FileLedger ledger) {
    return Checkpoint.parse(ledger.publish().text()).size();
  }

  @Override
  public void close() {
    ledger.close();
    key.close();
  }
}
