package org.governance4j.policy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.governance4j.text.TextMatch;

/** Collects what one prediction breaks, in the order of the rules. One prediction, one thread. */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();
  private final Map<FieldTexts, List<TextMatch>> matches = new IdentityHashMap<>();
  private boolean broken;

  /** A value that a rule needs is missing or not finite. */
  void undefined(Violation violation) {
    violations.add(violation);
  }

  /** A value is there and against a rule. */
  void broken(Violation violation) {
    violations.add(violation);
    broken = true;
  }

  /** Where the patterns of a field match, looked for once for all rules of the field. */
  List<TextMatch> matches(FieldTexts texts, String text) {
    return matches.computeIfAbsent(texts, patterns -> patterns.find(text));
  }

  /** The denial. */
  Verdict verdict() {
    if (violations.isEmpty()) {
      // The plan refused what no rule can explain. The one way there is that somebody wrote into
      // the
      // arrays in between, and then neither answer can be trusted.
      return Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED,
          "unexplained",
          "the prediction was refused, but its values were changed before they could be explained");
    }
    return new Verdict.Deny(
        broken ? Verdict.Cause.POLICY : Verdict.Cause.UNDEFINED_INPUT, violations);
  }
}
