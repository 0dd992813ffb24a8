package org.governance4j;

import org.jspecify.annotations.Nullable;

/** A key cannot be read, decrypted or used for what was asked. */
public final class KeyUnavailable extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public KeyUnavailable(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public KeyUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
