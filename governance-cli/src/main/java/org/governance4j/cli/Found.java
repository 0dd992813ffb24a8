package org.governance4j.cli;

import java.util.LinkedHashSet;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a test finds: a verdict without the values it speaks of.
 *
 * @param cause null unless it is a denial
 * @param rules each once: those that the violations name, or, of a verdict that allows with
 *     obligations, those that are broken
 */
record Found(
    Verdict.Action action,
    Verdict.@Nullable Cause cause,
    List<String> rules,
    JsonValue.Arr obligations) {

  /**
   * Takes a verdict.
   *
   * @param broken the rules that do not hold
   */
  static Found of(Verdict verdict, List<String> broken) {
    Verdict.Cause cause = null;
    List<String> rules = List.of();
    JsonValue.Arr obligations = VerdictJson.of(List.of());
    if (verdict instanceof Verdict.Deny deny) {
      cause = deny.cause();
      rules = rules(deny.violations());
    } else if (verdict instanceof Verdict.Escalate escalate) {
      rules = rules(escalate.violations());
    } else if (verdict instanceof Verdict.AllowWith with) {
      rules = broken;
      obligations = VerdictJson.of(with.obligations());
    }
    return new Found(verdict.action(), cause, rules, obligations);
  }

  private static List<String> rules(List<Violation> violations) {
    return List.copyOf(new LinkedHashSet<>(violations.stream().map(Violation::rule).toList()));
  }

  JsonValue json() {
    return JsonValue.object()
        .with("action", JsonValue.of(action.word()))
        .with("cause", causeJson())
        .with("rules", VerdictJson.strings(rules))
        .with("obligations", obligations);
  }

  /** The cause's word, or null. */
  JsonValue causeJson() {
    Verdict.Cause why = cause;
    return why == null ? JsonValue.NULL : JsonValue.of(why.word());
  }
}
