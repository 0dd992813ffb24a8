package org.governance4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Health;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerUnavailable;
import org.governance4j.Receipt;
import org.governance4j.SignedNote;

/** Keeps the entries a component writes as they come, or refuses them all. */
final class NotingLedger implements DecisionLedger {
  private final boolean refuses;
  private final List<Entry> entries = new ArrayList<>();

  NotingLedger(boolean refuses) {
    this.refuses = refuses;
  }

  /** What was written, in order. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public String origin() {
    return "example.org/noting";
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    try {
      return CompletableFuture.completedFuture(append(entry));
    } catch (LedgerUnavailable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized Receipt append(Entry entry) {
    Objects.requireNonNull(entry, "entry");
    if (refuses) {
      throw new LedgerUnavailable("this ledger refuses every entry");
    }
    entries.add(entry);
    return new Receipt(origin(), entries.size() - 1L, Digest.sha256(new byte[0]));
  }

  @Override
  public SignedNote publish() {
    throw new LedgerUnavailable("this ledger only takes notes");
  }

  @Override
  public LedgerReader reader() {
    return LedgerReader.none();
  }

  @Override
  public Health health() {
    return Health.of("ledger", refuses ? Health.Status.DOWN : Health.Status.UP, "takes notes");
  }

  @Override
  public void close() {}
}
