package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;
import org.governance4j.text.PatternSet;

/**
 * Expressions of which at least one in each group must occur in each of the strings: all in one
 * group where any will do, one in each where all must.
 */
record BoundDemanded(
    Citation citation, List<BoundField> fields, List<PatternSet> groups, List<String> lacking)
    implements BoundRule {

  static BoundDemanded of(Citation citation, List<BoundField> fields, RegexRule rule) {
    if (rule.must() == RegexRule.Must.MATCH_ANY) {
      PatternSet.Builder any = PatternSet.builder();
      rule.patterns().values().forEach(any::regex);
      return new BoundDemanded(
          citation,
          fields,
          List.of(any.build()),
          List.of(" matches none of " + Wording.list(rule.patterns().keySet())));
    }
    return new BoundDemanded(
        citation,
        fields,
        rule.patterns().values().stream().map(p -> PatternSet.builder().regex(p).build()).toList(),
        rule.patterns().keySet().stream()
            .map(name -> " does not match " + Wording.quote(name))
            .toList());
  }

  /** Its part of the plan was given to the {@link TextDraft} when it was bound. */
  @Override
  public void plan(Plan.Draft draft) {}

  @Override
  public void explain(Prediction prediction, Findings findings) {
    for (BoundField field : fields) {
      String text = prediction.text(field.index());
      if (text == null) {
        findings.undefined(citation.missing(field));
        continue;
      }
      for (int i = 0; i < groups.size(); i++) {
        if (!groups.get(i).matchesAny(text)) {
          findings.broken(citation.within(field, null, lacking.get(i)));
        }
      }
    }
  }
}
