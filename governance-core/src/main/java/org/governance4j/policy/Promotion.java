package org.governance4j.policy;

import java.util.List;
import java.util.Objects;

/**
 * Whether a candidate may be promoted.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param policy the candidate's name
 * @param revision its revision
 * @param reasons what speaks against it, one line each; none if it may be promoted
 */
public record Promotion(String policy, String revision, List<String> reasons) {

  /** Copies the list. */
  public Promotion {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(revision, "revision");
    reasons = List.copyOf(reasons);
  }

  /** Whether every criterion is met. */
  public boolean holds() {
    return reasons.isEmpty();
  }
}
