package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;

/** Strings whose number of code points must be within closed bounds. */
record BoundLength(Citation citation, List<BoundField> fields, int min, int max)
    implements BoundRule {

  /** Its part of the plan was given to the {@link TextDraft} when it was bound. */
  @Override
  public void plan(Plan.Draft draft) {}

  /**
   * Whether the length is within the bounds; counts only where the UTF-16 length leaves it open.
   */
  static boolean within(String text, int min, int max) {
    int most = text.length();
    int least = most - most / 2; // every code point a pair, but for an odd one
    if (least >= min && most <= max) {
      return true;
    }
    if (most < min || least > max) {
      return false;
    }
    int length = text.codePointCount(0, most);
    return length >= min && length <= max;
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    for (BoundField field : fields) {
      String text = prediction.text(field.index());
      if (text == null) {
        findings.undefined(citation.missing(field));
      } else {
        int length = text.codePointCount(0, text.length());
        if (length < min) {
          findings.broken(citation.measured(field, length, min, " code points is shorter than "));
        } else if (length > max) {
          findings.broken(citation.measured(field, length, max, " code points is longer than "));
        }
      }
    }
  }
}
