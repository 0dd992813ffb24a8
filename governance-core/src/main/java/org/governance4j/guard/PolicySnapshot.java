package org.governance4j.guard;

import java.util.Objects;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;

/**
 * A policy in force. A check reads the reference to it once, so that the verdict and the revision
 * on record belong together.
 */
record PolicySnapshot(String name, String revision, BoundPolicy policy) {

  private static final int MAX_REVISION = 256;

  /**
   * Binds a policy.
   *
   * @throws PolicyInvalid if it does not fit the schema, or its revision fits no record
   */
  static PolicySnapshot of(OutputPolicy policy, ModelSchema schema) {
    BoundPolicy bound = Objects.requireNonNull(policy.bind(schema), "the bound policy");
    String revision = Objects.requireNonNull(bound.revision(), "the policy's revision");
    if (revision.isBlank() || revision.length() > MAX_REVISION) {
      throw new PolicyInvalid(
          "the revision of a policy must have 1 to "
              + MAX_REVISION
              + " characters, it has "
              + revision.length());
    }
    if (!schema.equals(bound.schema())) {
      throw new PolicyInvalid(
          "the policy was bound to another schema than " + schema.name() + " " + schema.version());
    }
    return new PolicySnapshot(policy.name(), revision, bound);
  }
}
