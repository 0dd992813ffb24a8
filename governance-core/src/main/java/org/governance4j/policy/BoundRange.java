package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;

/**
 * Numbers that must be finite and within closed bounds: what {@code finite}, {@code at_least} and
 * {@code range} come down to.
 */
final class BoundRange implements BoundRule {
  private final Citation citation;
  private final List<BoundField> fields;
  private final double low;
  private final double high;
  private final String below;
  private final String above;

  /**
   * Takes the bounds.
   *
   * @param low the least allowed number, -{@link Double#MAX_VALUE} for any finite one
   * @param high the greatest allowed number, {@link Double#MAX_VALUE} for any finite one
   */
  BoundRange(Citation citation, List<BoundField> fields, double low, double high) {
    this.citation = citation;
    this.fields = fields;
    this.low = low;
    this.high = high;
    this.below = " is below " + Wording.number(low);
    this.above = " is above " + Wording.number(high);
  }

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
          findings.broken(citation.number(field, actual, low, below));
        } else if (actual > high) {
          findings.broken(citation.number(field, actual, high, above));
        }
      }
    }
  }
}
