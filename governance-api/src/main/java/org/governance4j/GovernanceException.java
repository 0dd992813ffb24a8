package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * The root of the one unchecked exception family of this library.
 *
 * <p>Exceptions are for the edge: configuration, files, keys, proofs. On the prediction path
 * outcomes are values ({@link Verdict}). The message of every subclass is one line for a person: it
 * names the field or file, the value found and the limit, and never contains secret material.
 */
public class GovernanceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what was found and what was expected. */
  public GovernanceException(String message) {
    super(message);
  }

  /** Makes an exception that keeps its cause. */
  public GovernanceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
