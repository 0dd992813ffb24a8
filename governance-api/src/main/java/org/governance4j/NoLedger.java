package org.governance4j;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The null object of {@link DecisionLedger}. */
enum NoLedger implements DecisionLedger {
  INSTANCE;

  private static final Receipt FORGOTTEN = new Receipt("none", 0, MerkleTree.emptyRoot());

  @Override
  public String origin() {
    return "none";
  }

  @Override
  public CompletableFuture<Receipt> submit(Entry entry) {
    Objects.requireNonNull(entry, "entry");
    return CompletableFuture.completedFuture(FORGOTTEN);
  }

  @Override
  public Receipt append(Entry entry) {
    Objects.requireNonNull(entry, "entry");
    return FORGOTTEN;
  }

  @Override
  public SignedNote publish() {
    throw new LedgerUnavailable("no ledger is configured: there is nothing to publish");
  }

  @Override
  public LedgerReader reader() {
    return LedgerReader.none();
  }

  @Override
  public Health health() {
    return Health.of("ledger", Health.Status.DEGRADED, "no ledger configured: nothing is recorded");
  }

  @Override
  public void close() {}
}
