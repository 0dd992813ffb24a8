package org.governance4j.guard;

import java.util.List;
import java.util.Objects;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A verdict other than {@code allow}, without anything of the prediction.
 *
 * @param guard the name of the guard's model
 * @param action what was answered
 * @param cause why it was denied; null unless it was
 * @param rules the ids of the rules behind it, in the policy's order; empty for {@code allow_with}
 * @param policyRevision the policy that judged
 */
public record VerdictEvent(
    String guard,
    Verdict.Action action,
    Verdict.@Nullable Cause cause,
    List<String> rules,
    String policyRevision) {

  /** Copies the rules. */
  public VerdictEvent {
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(policyRevision, "policyRevision");
    rules = List.copyOf(rules);
  }

  static VerdictEvent of(String guard, Verdict verdict, String policyRevision) {
    if (verdict instanceof Verdict.Deny deny) {
      return new VerdictEvent(
          guard, Verdict.Action.DENY, deny.cause(), rules(deny.violations()), policyRevision);
    }
    List<String> rules =
        verdict instanceof Verdict.Escalate escalate ? rules(escalate.violations()) : List.of();
    return new VerdictEvent(guard, verdict.action(), null, rules, policyRevision);
  }

  private static List<String> rules(List<Violation> violations) {
    return violations.stream().map(Violation::rule).toList();
  }
}
