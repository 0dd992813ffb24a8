package org.governance4j.policy;

import org.governance4j.Prediction;

/** A number that must be finite and reach the limit that another finite number chooses. */
final class BoundAtLeastBy implements BoundRule {
  private final Citation citation;
  private final BoundField field;
  private final BoundField by;
  private final Steps steps;

  /** What is wrong, by band. */
  private final String[] wrong;

  BoundAtLeastBy(Citation citation, BoundField field, BoundField by, Steps steps) {
    this.citation = citation;
    this.field = field;
    this.by = by;
    this.steps = steps;
    this.wrong = new String[steps.bands()];
    for (int band = 0; band < wrong.length; band++) {
      wrong[band] =
          by.sensitive()
              // The limit would tell in which band the number lies that chose it.
              ? " is below the limit that " + by.name() + " (withheld) demands"
              : " is below "
                  + Wording.number(steps.limit(band))
                  + ", the limit for "
                  + by.name()
                  + " "
                  + steps.describe(band);
    }
  }

  @Override
  public void plan(Plan.Draft draft) {
    draft.stepped(by.index(), field.index(), steps);
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    boolean judged = citation.isNumber(prediction, field, findings);
    boolean chooses = citation.isNumber(prediction, by, findings);
    if (!judged || !chooses) {
      return;
    }
    double actual = prediction.number(field.index());
    int band = steps.band(prediction.number(by.index()));
    double limit = steps.limit(band);
    if (actual < limit) {
      double shown = by.sensitive() ? Double.NaN : limit;
      findings.broken(citation.number(field, actual, shown, wrong[band]));
    }
  }
}
