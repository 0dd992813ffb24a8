package org.governance4j;

import java.util.Objects;

/**
 * What a deployment gate hands out: a model whose signature verifies and whose approval is proven.
 *
 * @param model the model, with the digest that was verified
 * @param artifact the verified bytes to load it from
 * @param approval the approval entry
 * @param approvalIndex its position in the log it was proven in
 * @param log the checkpoint it was proven against
 */
public record Clearance(
    ModelRef model, VerifiedArtifact artifact, Entry approval, long approvalIndex, Checkpoint log) {
  /** Refuses a clearance whose parts are not about one model. */
  public Clearance {
    Objects.requireNonNull(approval, "approval");
    Objects.requireNonNull(log, "log");
    if (!model.digest().equals(artifact.digest())) {
      throw new IllegalArgumentException(
          "the model's digest is " + model.digest() + ", the artifact's " + artifact.digest());
    }
    if (!model.equals(approval.model())) {
      throw new IllegalArgumentException("the approval is not about " + model);
    }
  }
}
