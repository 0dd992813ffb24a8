package org.governance4j.policy;

import java.util.List;
import java.util.function.Function;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.Obligation;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** A policy that does what a test tells it to. */
record Scripted(String name, String revision, Script script) implements OutputPolicy {

  /** What it does for a prediction; null and everything thrown included. */
  interface Script {
    @Nullable Verdict judge(Prediction prediction) throws Exception;
  }

  static Scripted says(String name, Verdict verdict) {
    return new Scripted(name, "r1", prediction -> verdict);
  }

  static Scripted does(String name, Script script) {
    return new Scripted(name, "r1", script);
  }

  static Scripted throwing(String name, Throwable failure) {
    return does(
        name,
        prediction -> {
          throw Scripted.<RuntimeException>unchecked(failure);
        });
  }

  static Verdict.Deny deny(String... rules) {
    return new Verdict.Deny(Verdict.Cause.POLICY, violations(rules));
  }

  static Verdict.Deny deny(Verdict.Cause cause, String... rules) {
    return new Verdict.Deny(cause, violations(rules));
  }

  static Verdict.Escalate escalate(String... rules) {
    return new Verdict.Escalate(violations(rules));
  }

  static Verdict oblige(String... fields) {
    return new Verdict.AllowWith(
        List.of(fields).stream()
            .map(field -> new Obligation(Obligation.Operation.MASK, field, null))
            .toList());
  }

  /** The rules of a denial or escalation, in order. */
  static List<String> rules(Verdict verdict) {
    if (verdict instanceof Verdict.Deny deny) {
      return deny.violations().stream().map(Violation::rule).toList();
    }
    if (verdict instanceof Verdict.Escalate escalate) {
      return escalate.violations().stream().map(Violation::rule).toList();
    }
    return List.of();
  }

  static List<String> obligations(Verdict verdict) {
    return verdict instanceof Verdict.AllowWith allow
        ? allow.obligations().stream().map(Obligation::field).toList()
        : List.of();
  }

  @Override
  public BoundPolicy bind(ModelSchema schema) {
    return new Bound(schema, revision, script);
  }

  private static List<Violation> violations(String... rules) {
    return List.of(rules).stream().map(rule -> Violation.of(rule, null, "broken")).toList();
  }

  @SuppressWarnings("unchecked") // the point: a checked exception thrown past the compiler
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }

  private record Bound(ModelSchema schema, String revision, Script script) implements BoundPolicy {
    @Override
    @SuppressWarnings("NullAway") // a policy that breaks the contract is what some tests need
    public Verdict evaluate(Prediction prediction) {
      Function<Prediction, @Nullable Verdict> run =
          given -> {
            try {
              return script.judge(given);
            } catch (Exception e) {
              throw Scripted.<RuntimeException>unchecked(e);
            }
          };
      return run.apply(prediction);
    }
  }
}
