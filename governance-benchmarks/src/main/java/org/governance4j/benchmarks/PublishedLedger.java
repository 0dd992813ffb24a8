package org.governance4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.governance4j.KeyAlgorithm;
import org.governance4j.NoteVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.ledger.BenchLedger;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;

/** A directory with a closed ledger of entries of 200 bytes, published. */
final class PublishedLedger implements AutoCloseable {
  final byte[][] entries = LedgerEntries.encoded();
  final Path directory;
  final NoteVerifier verifier;
  private final Scratch scratch;

  PublishedLedger(int count) throws IOException {
    scratch = Scratch.make();
    directory = scratch.place("ledger");
    FileLedgerConfig config =
        FileLedgerConfig.defaults()
            .withQueueCapacity(InFlight.CAPACITY)
            .withPublishInterval(Duration.ZERO);
    try (SoftwareKey key = SoftwareKey.generate(KeyAlgorithm.ED25519);
        FileLedger ledger =
            BenchLedger.create(directory, OurLedger.ORIGIN, key, config, Duration.ZERO)) {
      verifier = NoteVerifier.ed25519(ledger.vkey());
      InFlight inFlight = new InFlight();
      for (int i = 0; i < count; i++) {
        inFlight.add(BenchLedger.submit(ledger, entry(i)));
      }
      inFlight.settle();
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /** The entry of an index. */
  byte[] entry(long index) {
    return entries[(int) (index % entries.length)];
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
