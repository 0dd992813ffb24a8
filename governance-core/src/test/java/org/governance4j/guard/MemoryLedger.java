package org.governance4j.guard;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;

/** Keeps entries in a list; can be told to refuse. */
final class MemoryLedger implements DecisionLedger {

  final List<Entry> entries = new CopyOnWriteArrayList<>();
  volatile boolean full;
  volatile boolean broken;
  boolean closed;

  @Override
  public String origin() {
    return "example.org/memory";
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    if (full) {
      return CompletableFuture.failedFuture(new LedgerUnavailable("queue full: 0 of 0 free"));
    }
    if (broken) {
      throw new IllegalStateException("a ledger that breaks its contract");
    }
    entries.add(entry);
    return CompletableFuture.completedFuture(receipt());
  }

  @Override
  public Receipt append(Entry entry) {
    if (full || broken) {
      throw new LedgerUnavailable("queue full: 0 of 0 free");
    }
    entries.add(entry);
    return receipt();
  }

  private Receipt receipt() {
    return new Receipt(origin(), entries.size() - 1L, Digest.sha256(new byte[] {1}));
  }

  @Override
  public SignedNote publish() {
    throw new LedgerUnavailable("not published");
  }

  @Override
  public LedgerReader reader() {
    return LedgerReader.none();
  }

  @Override
  public Health health() {
    return Health.of("ledger", Health.Status.UP, entries.size() + " entries");
  }

  @Override
  public void close() {
    closed = true;
  }
}
