package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * An artifact is not the one that was signed, or its signature cannot be judged; nothing of it may
 * be used. Thrown by {@link ArtifactVerifier#verify}.
 */
public final class ArtifactRejected extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public ArtifactRejected(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public ArtifactRejected(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
