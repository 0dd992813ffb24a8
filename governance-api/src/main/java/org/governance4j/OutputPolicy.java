package org.governance4j;

/**
 * Rules that a model's output must meet. A policy is written against names; binding it to a schema
 * turns names into indices and thresholds into primitives, and refuses what does not fit.
 *
 * <p>Implementations are immutable and safe for any number of threads.
 */
public interface OutputPolicy {

  /** The policy's name, for people. */
  String name();

  /** Identifies the exact rules, for example {@code sha256:} and the digest of the rule file. */
  String revision();

  /**
   * Plans the policy for a schema.
   *
   * @param schema the model's schema
   * @return the planned policy
   * @throws PolicyInvalid if a rule names a field the schema doesn't have, or one of another type
   */
  BoundPolicy bind(ModelSchema schema);

  /**
   * A policy without rules, which allows everything. The null object of this role; its name says
   * what it does.
   */
  static OutputPolicy allowAll() {
    return AllowAll.INSTANCE;
  }
}
