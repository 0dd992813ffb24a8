package org.governance4j.policy;

import java.util.function.Function;
import org.governance4j.Prediction;
import org.governance4j.Violation;

/** A number that must be finite and reach the limit that another finite number chooses. */
record BoundAtLeastBy(Citation citation, BoundField field, BoundField by, Steps steps)
    implements BoundRule {

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
      findings.broken(citation.number(field, actual, shown, wrong(band)));
    }
  }

  private Function<Violation, String> wrong(int band) {
    if (by.sensitive()) {
      // The limit would tell in which band the number lies that chose it.
      return found -> " is below the limit that " + by.name() + " (withheld) demands";
    }
    return found ->
        " is below "
            + Wording.number(found.limit())
            + ", the limit for "
            + by.name()
            + " "
            + steps.describe(band);
  }
}
