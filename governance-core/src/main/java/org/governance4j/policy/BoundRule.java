package org.governance4j.policy;

import org.governance4j.Prediction;

/**
 * A rule resolved for a schema. It speaks twice: once, when the policy is bound, to put its
 * conditions into the plan that decides whether a prediction is allowed; and again for each
 * prediction that was not, to say what is wrong with it. Both must agree.
 */
interface BoundRule {

  /** Adds conditions to the plan that hold exactly if {@link #explain} finds nothing. */
  void plan(Plan.Draft draft);

  /** Adds what the prediction breaks of this rule. */
  void explain(Prediction prediction, Findings findings);
}
