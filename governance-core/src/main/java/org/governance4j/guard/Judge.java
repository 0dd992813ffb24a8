package org.governance4j.guard;

import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** Asks a policy for its verdict, and denies whenever there is none. */
final class Judge {
  private final ModelSchema schema;
  private final Tally tally;
  private volatile @Nullable String lastFailure;

  Judge(ModelSchema schema, Tally tally) {
    this.schema = schema;
    this.tally = tally;
  }

  Verdict judge(Prediction prediction, PolicySnapshot snapshot) {
    ModelSchema given = prediction.schema();
    if (given != schema && !given.equals(schema)) {
      return otherSchema(given);
    }
    Verdict verdict;
    try {
      verdict = snapshot.policy().evaluate(prediction);
    } catch (Exception e) {
      // The class only: the message may quote the prediction.
      failed(e.getClass().getName());
      return Verdict.Deny.of(
          Verdict.Cause.POLICY_FAILED,
          "policy",
          "the policy failed with " + e.getClass().getName());
    } catch (Throwable e) {
      failed("an error");
      return Denials.ERROR;
    }
    if (verdict == null) {
      failed("no verdict");
      return Denials.NO_VERDICT;
    }
    if (verdict != Verdict.ALLOW) {
      tally.rules.count(verdict);
    }
    return verdict;
  }

  void failed(String what) {
    lastFailure = what;
    tally.policyFailures.increment();
  }

  @Nullable String lastFailure() {
    return lastFailure;
  }

  private Verdict otherSchema(ModelSchema given) {
    return Verdict.Deny.of(
        Verdict.Cause.SCHEMA_MISMATCH,
        "schema",
        "a prediction of "
            + given.name()
            + " "
            + given.version()
            + " was given to the guard of "
            + schema.name()
            + " "
            + schema.version());
  }
}
