package org.governance4j;

import org.jspecify.annotations.Nullable;

/** A signed note or checkpoint is malformed, unsigned by a known key, or its signature is wrong. */
public final class NoteRejected extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public NoteRejected(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public NoteRejected(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
