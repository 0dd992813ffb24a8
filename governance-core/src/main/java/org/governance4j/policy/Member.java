package org.governance4j.policy;

import java.util.List;
import org.governance4j.BoundPolicy;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/**
 * A bound policy inside another one, fenced: whatever goes wrong in it is a denial that names it.
 *
 * <p>Immutable; safe for any number of threads. Adds no allocation to that of the policy unless it
 * fails.
 */
final class Member {
  private static final String RULE = "policy";

  private final String name;
  private final BoundPolicy policy;
  private final Verdict.Deny none;
  private final Verdict.Deny error;

  private Member(String name, BoundPolicy policy) {
    this.name = name;
    this.policy = policy;
    this.none = failure("returned no verdict");
    // Complete as it is: after an Error there may be no room to put the path in front of the rule.
    this.error =
        Verdict.Deny.of(
            Verdict.Cause.POLICY_FAILED, name + "/" + RULE, about("failed with an error"));
  }

  /** Binds the policy; one that binds to another schema becomes a member that always denies. */
  static Member of(OutputPolicy policy, ModelSchema schema) {
    String name = policy.name();
    BoundPolicy bound;
    try {
      bound = policy.bind(schema);
    } catch (PolicyInvalid e) {
      throw new PolicyInvalid("policy " + Wording.quote(name) + ": " + e.getMessage(), e);
    }
    if (bound == null) {
      throw new PolicyInvalid("policy " + Wording.quote(name) + " returned null when bound");
    }
    ModelSchema actual = bound.schema();
    return new Member(name, schema.equals(actual) ? bound : new Misbound(name, schema));
  }

  String name() {
    return name;
  }

  /** What the policy says, or that it failed. Never null, never throws but for want of memory. */
  Verdict judge(Prediction prediction) {
    try {
      Verdict verdict = policy.evaluate(prediction);
      return verdict == null ? none : verdict;
    } catch (Exception e) {
      if (e instanceof InterruptedException) { // thrown past the compiler
        Thread.currentThread().interrupt();
      }
      // The class only: the message may quote the prediction.
      return failure("failed with " + e.getClass().getName());
    } catch (Throwable e) {
      return error;
    }
  }

  /** Whether the verdict says that the policy ended with an Error, and is to be given as it is. */
  boolean isError(Verdict verdict) {
    return verdict == error;
  }

  /** The violation as one of the policy around this one. */
  Violation within(Violation violation) {
    return new Violation(
        violation.ruleIndex(),
        name + "/" + violation.rule(),
        violation.field(),
        violation.actual(),
        violation.limit(),
        violation.actualText(),
        outer -> violation.message());
  }

  /** The denial as one of the policy around this one. */
  Verdict within(Verdict.Deny deny) {
    if (isError(deny)) {
      return deny;
    }
    List<Violation> violations = deny.violations().stream().map(this::within).toList();
    return new Verdict.Deny(deny.cause(), violations);
  }

  private Verdict.Deny failure(String what) {
    return Verdict.Deny.of(Verdict.Cause.POLICY_FAILED, RULE, about(what));
  }

  private String about(String what) {
    return "policy " + Wording.quote(name) + " " + what;
  }

  /** In place of a policy that was bound to another schema than asked for. */
  private static final class Misbound implements BoundPolicy {
    private final ModelSchema schema;
    private final Verdict.Deny denial;

    Misbound(String name, ModelSchema schema) {
      this.schema = schema;
      this.denial =
          Verdict.Deny.of(
              Verdict.Cause.SCHEMA_MISMATCH,
              RULE,
              "policy " + Wording.quote(name) + " is bound to another schema");
    }

    @Override
    public ModelSchema schema() {
      return schema;
    }

    @Override
    public String revision() {
      return "none";
    }

    @Override
    public Verdict evaluate(Prediction prediction) {
      return denial;
    }
  }
}
