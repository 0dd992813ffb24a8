package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * A ledger's content contradicts itself, its checkpoint or its signature: it was tampered with or
 * damaged. The message names the first place found.
 */
public final class LedgerCorrupted extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public LedgerCorrupted(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public LedgerCorrupted(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
