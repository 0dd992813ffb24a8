package org.governance4j.policy;

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

/** A ledger in memory. */
final class Notes implements DecisionLedger {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  List<Entry> entries() {
    return entries;
  }

  @Override
  public String origin() {
    return "example.org/notes";
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    return CompletableFuture.completedFuture(append(entry));
  }

  @Override
  public synchronized Receipt append(Entry entry) {
    entries.add(entry);
    return new Receipt(origin(), entries.size() - 1L, Digest.sha256(new byte[] {1}));
  }

  @Override
  public SignedNote publish() {
    throw new LedgerUnavailable("these notes are not published");
  }

  @Override
  public LedgerReader reader() {
    return LedgerReader.none();
  }

  @Override
  public Health health() {
    return Health.of("notes", Health.Status.UP, entries.size() + " entries");
  }

  @Override
  public void close() {}
}
