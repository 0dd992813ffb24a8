package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;

/** A string that must be one of a set. */
final class BoundAllowed implements BoundRule {
  private final Citation citation;
  private final BoundField field;
  private final TextSet set;
  private final String wrong;

  BoundAllowed(Citation citation, BoundField field, List<String> values, TextSet set) {
    this.citation = citation;
    this.field = field;
    this.set = set;
    this.wrong = " is not allowed; allowed are " + Wording.list(values);
  }

  @Override
  public void plan(Plan.Draft draft) {
    draft.text(field.index(), set);
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    String actual = prediction.text(field.index());
    if (actual == null) {
      findings.undefined(citation.missing(field));
    } else if (!set.contains(actual)) {
      findings.broken(citation.text(field, actual, found -> wrong));
    }
  }
}
