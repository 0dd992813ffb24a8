package org.governance4j;

/**
 * A policy planned for one schema.
 *
 * <p>Immutable and safe for any number of threads. {@link #evaluate} allocates nothing when it
 * allows, never blocks, does no I/O and looks nothing up by name.
 */
public interface BoundPolicy {

  /** The schema this plan is for. */
  ModelSchema schema();

  /** The revision of the policy that was bound. */
  String revision();

  /**
   * Judges one prediction. A missing or non-finite value that a rule needs denies. The prediction
   * is not kept.
   *
   * @param prediction of {@link #schema()}; the guard makes sure of it
   * @return the verdict, with every violation collected when it denies
   */
  Verdict evaluate(Prediction prediction);
}
