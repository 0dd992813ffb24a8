package org.governance4j.drift;

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

/** A ledger in memory, for what a monitor submits. */
final class RecordingLedger implements DecisionLedger {

  final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile boolean full;

  private RecordingLedger(boolean full) {
    this.full = full;
  }

  static RecordingLedger open() {
    return new RecordingLedger(false);
  }

  /** One that takes nothing. */
  static RecordingLedger full() {
    return new RecordingLedger(true);
  }

  /** From now on it takes entries again. */
  void empty() {
    full = false;
  }

  @Override
  public String origin() {
    return "memory";
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    if (full) {
      return CompletableFuture.failedFuture(new LedgerUnavailable("the queue is full"));
    }
    entries.add(entry);
    Digest leaf = Digest.sha256(new byte[0]);
    return CompletableFuture.completedFuture(new Receipt("memory", entries.size() - 1, leaf));
  }

  @Override
  public Receipt append(Entry entry) {
    return submit(entry).join();
  }

  @Override
  public SignedNote publish() {
    throw new LedgerUnavailable("this ledger has no key");
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
  public void close() {}
}
