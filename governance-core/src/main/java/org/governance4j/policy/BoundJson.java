package org.governance4j.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.InvalidData;
import org.governance4j.Prediction;
import org.governance4j.json.StrictJson;

/** A string that must be JSON of a shape. */
record BoundJson(Citation citation, BoundField field, JsonShape shape) implements BoundRule {
  /** The most places of one value that violations name. */
  static final int MAX_MISFITS = 20;

  // The only part of the reader's message that does not repeat the text.
  private static final Pattern POSITION = Pattern.compile("at line \\d{1,10}, column \\d{1,10}");

  /** Its part of the plan was given to the {@link TextDraft} when it was bound. */
  @Override
  public void plan(Plan.Draft draft) {}

  /** Whether a text is strict JSON and fits. */
  boolean fits(String text) {
    try {
      return shape.fits(StrictJson.parse(text));
    } catch (InvalidData e) {
      return false; // explain says where
    }
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
      shape.check(StrictJson.parse(text), JsonPlace.ROOT, report);
    } catch (InvalidData e) {
      Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
      findings.broken(
          citation.within(
              field,
              null,
              " is not strict JSON" + (position.find() ? " " + position.group() : "")));
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
