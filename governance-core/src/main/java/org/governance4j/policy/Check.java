package org.governance4j.policy;

import org.governance4j.Prediction;

/**
 * A check that has no form of its own in the {@link Plan}, because its work is large beside a
 * virtual call or because few policies have it.
 */
interface Check {

  /**
   * Whether it holds. Numbers that the rule also put into the plan as ranges are known to be finite
   * by then; strings may be missing. Allocates nothing.
   */
  boolean holds(Prediction prediction);
}
