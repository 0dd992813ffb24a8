package org.governance4j.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A demand, and where it applies.
 *
 * @param applies where it does, or null where it always does
 * @param spared the negation of {@code applies}, or null
 * @param require what must hold there
 */
record BoundCondition(
    Citation citation, @Nullable Formula applies, @Nullable Formula spared, Formula require)
    implements BoundRule {

  @Override
  public void plan(Plan.Draft draft) {
    draft.condition(this);
  }

  /** The graph that goes on exactly if {@link #explain} finds nothing. */
  Branch compile(Branch next) {
    Branch required = require.definitely(next, Branch.REJECT);
    return applies == null || spared == null
        ? required
        : spared.definitely(next, applies.definitely(required, Branch.REJECT));
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    if (applies != null) {
      Formula.Truth truth = applies.truth(prediction);
      if (truth == Formula.Truth.UNDEFINED) {
        undefined(applies, prediction, findings);
      }
      if (truth != Formula.Truth.TRUE) {
        return;
      }
    }
    switch (require.truth(prediction)) {
      case TRUE -> {}
      case UNDEFINED -> undefined(require, prediction, findings);
      case FALSE -> {
        List<Violation> found = new ArrayList<>();
        require.whyFalse(prediction, citation, found);
        found.forEach(findings::broken);
      }
    }
  }

  private void undefined(Formula formula, Prediction prediction, Findings findings) {
    Set<BoundField> fields = new LinkedHashSet<>();
    formula.undefined(prediction, fields);
    fields.forEach(field -> findings.undefined(citation.undefined(prediction, field)));
  }
}
