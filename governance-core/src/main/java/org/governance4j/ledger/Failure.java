package org.governance4j.ledger;

import java.time.Clock;
import org.governance4j.LedgerUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stopped a ledger, the first of it. Safe for any number of threads. */
final class Failure {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  private static final String OUTCOME =
      " and must be opened again; whether entries that were not acknowledged are in it is"
          + " unknown";

  private final String place;
  private final Clock clock;
  private final LedgerUnavailable stopped;
  private volatile @Nullable LedgerUnavailable reason;

  Failure(String place, Clock clock) {
    this.place = place;
    this.clock = clock;
    // Made now: when it is needed there may be no memory, and no clock, to make it with.
    this.stopped = new LedgerUnavailable(place + " stopped" + OUTCOME);
  }

  /** What stopped the ledger, or null. */
  @Nullable LedgerUnavailable reason() {
    return reason;
  }

  /**
   * Whoever calls this stops the ledger, unless it has stopped. What this method itself throws
   * comes after the reason was set, and has the cause among what it suppresses.
   */
  synchronized void record(Throwable cause) {
    if (reason != null) {
      return;
    }
    stopped.initCause(cause);
    reason = stopped;
    try {
      reason =
          new LedgerUnavailable(
              place + " stopped at " + clock.instant() + OUTCOME + ": " + cause, cause);
      LOG.error("{} stopped{}", place, OUTCOME, cause);
    } catch (RuntimeException | Error e) {
      e.addSuppressed(cause);
      throw e;
    }
  }

  /** Adds what became of the ledger afterwards. */
  synchronized void add(String more) {
    LedgerUnavailable before = reason;
    if (before != null) {
      reason = new LedgerUnavailable(before.getMessage() + "; " + more, before.getCause());
      LOG.error("{}: {}", place, more);
    }
  }

  /** The reason, or the bare fact: for whoever must be told something. */
  LedgerUnavailable reasonToTell() {
    LedgerUnavailable known = reason;
    return known == null ? stopped : known;
  }
}
