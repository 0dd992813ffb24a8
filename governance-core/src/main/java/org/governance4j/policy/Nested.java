package org.governance4j.policy;

import java.util.Collection;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;

/** A policy around other policies. */
interface Nested {
  /** How many policies of this kind are inside each other here, at least 1. */
  int depth();

  /** The depth of a policy around these. */
  static int around(String name, Collection<? extends OutputPolicy> policies) {
    int depth = 1;
    for (OutputPolicy policy : policies) {
      if (policy instanceof Nested nested) {
        depth = Math.max(depth, nested.depth() + 1);
      }
    }
    if (depth > Policies.MAX_DEPTH) {
      throw new PolicyInvalid(
          "policy "
              + Wording.quote(name)
              + " is nested "
              + depth
              + " deep, the limit is "
              + Policies.MAX_DEPTH);
    }
    return depth;
  }
}
