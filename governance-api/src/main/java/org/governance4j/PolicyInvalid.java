package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * A policy cannot be read or cannot be bound to a schema: unknown field, unknown rule, wrong type
 * or a limit out of range.
 */
public final class PolicyInvalid extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public PolicyInvalid(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public PolicyInvalid(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
