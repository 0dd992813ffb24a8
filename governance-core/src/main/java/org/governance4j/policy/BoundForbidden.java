package org.governance4j.policy;

import java.util.BitSet;
import java.util.List;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.governance4j.text.TextMatch;

/**
 * Terms or expressions that must not occur in strings. The first match of each is a violation; all
 * of them are parts of the field that obligations are about.
 *
 * @param places one for each field
 * @param quote whether violations quote what was found
 */
record BoundForbidden(Citation citation, List<Place> places, boolean quote) implements BoundRule {

  /**
   * The patterns of this rule among those of a field.
   *
   * @param texts all patterns of the field that are looked for in the same way
   * @param first the number of this rule's first pattern among them
   * @param names how violations name this rule's patterns
   */
  record Place(BoundField field, FieldTexts texts, int first, List<String> names) {}

  /** Its part of the plan was given to the {@link TextDraft} when it was bound. */
  @Override
  public void plan(Plan.Draft draft) {}

  @Override
  public void explain(Prediction prediction, Findings findings) {
    for (Place place : places) {
      String text = prediction.text(place.field.index());
      if (text == null) {
        findings.undefined(citation.missing(place.field));
        continue;
      }
      BitSet said = new BitSet(place.names.size());
      for (TextMatch match : findings.matches(place.texts, text)) {
        int own = match.pattern() - place.first;
        if (own >= 0 && own < place.names.size()) {
          findings.part(place.field, match.start(), match.end());
          if (!said.get(own)) {
            said.set(own);
            findings.broken(violation(place, own, match, text));
          }
        }
      }
    }
  }

  private Violation violation(Place place, int own, TextMatch match, String text) {
    return citation.within(
        place.field,
        quote ? text.substring(match.start(), match.end()) : null,
        " has " + place.names.get(own) + " at " + match.start() + " to " + match.end());
  }
}
