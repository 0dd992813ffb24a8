package org.governance4j;

import org.jspecify.annotations.Nullable;

/**
 * A deployment gate stayed closed: the evidence for running a model is missing, wrong or not for
 * this model.
 */
public final class DeploymentRejected extends GovernanceException {
  private static final long serialVersionUID = 1L;

  /** Makes the refusal with its reason. */
  public DeploymentRejected(String message) {
    super(message);
  }

  /** Makes the refusal with its reason and what caused it. */
  public DeploymentRejected(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
