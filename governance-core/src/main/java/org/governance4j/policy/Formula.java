package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.governance4j.Prediction;
import org.governance4j.Violation;

/**
 * A {@link Condition} resolved for a schema, in negation normal form: a negation has moved down to
 * the comparisons, which Kleene's logic allows, and turned each into its opposite.
 */
sealed interface Formula permits Formula.Junction, FormulaLeaf {

  /** What a formula says about a prediction, in the order of truth. */
  enum Truth {
    /** Definitely false. */
    FALSE,
    /** A value that matters is missing or not finite. */
    UNDEFINED,
    /** Definitely true. */
    TRUE
  }

  /** What it says about the prediction. */
  Truth truth(Prediction prediction);

  /**
   * The graph that goes to {@code yes} exactly if {@link #truth} is {@link Truth#TRUE}, and
   * otherwise to {@code no}.
   */
  Branch definitely(Branch yes, Branch no);

  /** Adds the fields for which it is undefined, if it is. */
  void undefined(Prediction prediction, Set<BoundField> fields);

  /** Adds why it is false, which it is. */
  void whyFalse(Prediction prediction, Citation citation, List<Violation> found);

  /** The condition, or its negation. */
  static Formula of(Condition condition, boolean negated, RuleBinder binder) {
    if (condition instanceof Conditions.Not not) {
      return of(not.part(), !negated, binder);
    }
    if (condition instanceof Conditions.Junction junction) {
      return new Junction(
          junction.every() != negated,
          junction.parts().stream().map(part -> of(part, negated, binder)).toList());
    }
    return FormulaLeaf.of((Conditions.Comparison) condition, negated, binder);
  }

  /** All of the parts, or at least one. */
  record Junction(boolean every, List<Formula> parts) implements Formula {

    @Override
    public Truth truth(Prediction prediction) {
      Truth result = every ? Truth.TRUE : Truth.FALSE;
      for (Formula part : parts) {
        Truth truth = part.truth(prediction);
        if (every ? truth.compareTo(result) < 0 : truth.compareTo(result) > 0) {
          result = truth;
        }
      }
      return result;
    }

    @Override
    public Branch definitely(Branch yes, Branch no) {
      Branch next = every ? yes : no;
      for (int i = parts.size() - 1; i >= 0; i--) {
        next = every ? parts.get(i).definitely(next, no) : parts.get(i).definitely(yes, next);
      }
      return next;
    }

    @Override
    public void undefined(Prediction prediction, Set<BoundField> fields) {
      if (truth(prediction) == Truth.UNDEFINED) {
        parts.forEach(part -> part.undefined(prediction, fields));
      }
    }

    @Override
    public void whyFalse(Prediction prediction, Citation citation, List<Violation> found) {
      List<Violation> reasons = new ArrayList<>();
      Citation cited = every ? citation : citation.bare();
      for (Formula part : parts) {
        if (part.truth(prediction) == Truth.FALSE) {
          part.whyFalse(prediction, cited, reasons);
        }
      }
      if (every) {
        found.addAll(reasons);
      } else {
        found.add(citation.together(reasons));
      }
    }
  }
}
