package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * Outside data (JSON, a schema, an entry, a prediction line) is malformed. The message names the
 * place, the value and the limit.
 */
public final class InvalidData extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public InvalidData(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public InvalidData(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
