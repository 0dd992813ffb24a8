package org.governance4j.policy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.governance4j.Prediction;
import org.governance4j.Violation;

/** A string that must be one of the list that another string chooses. */
record BoundAllowedBy(
    Citation citation,
    BoundField field,
    BoundField by,
    Map<String, List<String>> values,
    TextPairs pairs)
    implements BoundRule {

  @Override
  public void plan(Plan.Draft draft) {
    draft.textPair(by.index(), field.index(), pairs);
  }

  @Override
  public void explain(Prediction prediction, Findings findings) {
    String actual = prediction.text(field.index());
    String key = prediction.text(by.index());
    if (actual == null) {
      findings.undefined(citation.missing(field));
    }
    if (key == null) {
      findings.undefined(citation.missing(by));
      return;
    }
    List<String> allowed = values.get(key);
    if (allowed == null) {
      findings.broken(
          citation.text(
              by, key, found -> " is not known; known are " + Wording.list(values.keySet())));
    } else if (actual != null && !pairs.contains(key, actual)) {
      findings.broken(citation.text(field, actual, wrong(key, allowed)));
    }
  }

  private Function<Violation, String> wrong(String key, List<String> allowed) {
    if (by.sensitive()) {
      // What is allowed would tell which value chose it.
      return found -> " is not allowed for " + by.name() + " (withheld)";
    }
    return found ->
        " is not allowed for "
            + by.name()
            + " "
            + Wording.quote(key)
            + "; allowed are "
            + Wording.list(allowed);
  }
}
