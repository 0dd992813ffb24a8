package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * A Merkle proof does not lead from the leaf or the older root to the root it was held against, or
 * is malformed.
 */
public final class ProofRejected extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public ProofRejected(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public ProofRejected(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
