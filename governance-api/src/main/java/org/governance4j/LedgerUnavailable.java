package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * A ledger cannot take or serve entries now: it is closed, its queue is full, its directory cannot
 * be opened, or a write failed. After a failed write the outcome of unacknowledged entries is
 * unknown.
 */
public final class LedgerUnavailable extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public LedgerUnavailable(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public LedgerUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
