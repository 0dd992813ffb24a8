package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;

/**
 * Numbers that must be finite and within closed bounds: what {@code finite}, {@code at_least} and
 * {@code range} come down to.
 *
 * @param low the least allowed number, -{@link Double#MAX_VALUE} for any finite one
 * @param high the greatest allowed number, {@link Double#MAX_VALUE} for any finite one
 */
record BoundRange(Citation citation, List<BoundField> fields, double low, double high)
    implements BoundRule {

  @Override
  public void plan(Plan.Draft draft) {
    for (BoundField field : fields) {
      draft.range(field.index(), low, high);
    }
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    for (BoundField field : fields) {
      if (citation.isNumber(prediction, field, findings)) {
        double actual = prediction.number(field.index());
        if (actual < low) {
          findings.broken(
              citation.number(
                  field, actual, low, found -> " is below " + Wording.number(found.limit())));
        } else if (actual > high) {
          findings.broken(
              citation.number(
                  field, actual, high, found -> " is above " + Wording.number(found.limit())));
        }
      }
    }
  }
}
