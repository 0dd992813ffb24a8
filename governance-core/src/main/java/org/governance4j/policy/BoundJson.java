package org.governance4j.policy;

import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.Prediction;
import org.governance4j.json.StrictJson;

/** A string that must be JSON of a shape. */
record BoundJson(Citation citation, BoundField field, JsonShape shape) implements BoundRule {
  /** The most places of one value that violations name. */
  static final int MAX_MISFITS = 20;

  /** Its part of the plan was given to the {@link TextDraft} when it was bound. */
  @Override
  public void plan(Plan.Draft draft) {}

  /** How many passes over the text it costs: to parse it, and to look at what was parsed. */
  int passes() {
    return shape.keywordless() ? 1 : 1 + shape.passes();
  }

  /** Whether a text is strict JSON and fits. */
  boolean fits(String text) {
    try {
      return shape.fits(parse(text));
    } catch (InvalidData e) {
      return false; // explain says where
    }
  }

  private static JsonValue parse(String text) {
    // The steps of the policy's budget bound the length, and are checked before.
    return StrictJson.parseWithheld(text, (int) RulePolicy.MAX_BUDGET);
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    String text = prediction.text(field.index());
    if (text == null) {
      findings.undefined(citation.missing(field));
      return;
    }
    JsonReport report = new JsonReport(MAX_MISFITS);
    try {
      shape.check(parse(text), JsonPlace.ROOT, report);
    } catch (InvalidData e) {
      findings.broken(citation.within(field, null, " is " + e.getMessage()));
      return;
    }
    for (JsonReport.Misfit misfit : report.misfits()) {
      findings.broken(
          citation.within(
              field,
              null,
              " at " + Wording.quote(misfit.pointer()) + " does not meet " + misfit.keyword()));
    }
  }
}
