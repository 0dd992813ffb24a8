package org.governance4j.benchmarks;

import java.util.List;
import org.governance4j.BoundPolicy;
import org.governance4j.DecisionLedger;
import org.governance4j.Digest;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.drift.DriftMonitor;
import org.governance4j.guard.Guard;
import org.governance4j.guard.GuardBuilder;

/**
 * Three guards unlike the measured one, with other policies, schemas and monitors, run before it in
 * the same virtual machine: a service has more than one model, and the compiler has seen them all.
 */
final class OtherGuards {
  private static final int ROUNDS = 50_000;

  private OtherGuards() {}

  static void warm() {
    OtherPolicies.warm();
    run(CreditDecision.sixRules(), true);
    run(OutputPolicy.allowAll(), false);
    run(new Alternating(), true);
  }

  private static void run(OutputPolicy policy, boolean watched) {
    ModelSchema schema = CreditDecision.SCHEMA;
    CreditDecision[] decisions = CreditDecision.passing(64);
    Prediction[] predictions = new Prediction[decisions.length];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = decisions[i].prediction();
    }
    GuardBuilder builder =
        Guard.builder(schema)
            .ledger(DecisionLedger.none())
            .policy(policy)
            .unclearedModel(model(schema));
    if (watched) {
      builder.monitor(DriftMonitor.builder(schema).fields(List.of("confidence", "amount")).build());
    }
    try (Guard guard = builder.start()) {
      for (int round = 0; round < ROUNDS; round++) {
        guard.check(predictions[round & (predictions.length - 1)]);
      }
      if (guard.counts().checked() != ROUNDS) {
        throw new IllegalStateException("checked " + guard.counts().checked());
      }
    }
  }

  /** A model of a schema, for benchmarks that need none of its bytes. */
  static ModelRef model(ModelSchema schema) {
    return new ModelRef(schema.name(), schema.version(), Digest.sha256(new byte[] {1}));
  }

  /** Denies about every other prediction, so that the paths of denials are compiled as well. */
  private static final class Alternating implements OutputPolicy {
    @Override
    public String name() {
      return "alternating";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public BoundPolicy bind(ModelSchema schema) {
      return new BoundPolicy() {
        @Override
        public ModelSchema schema() {
          return schema;
        }

        @Override
        public String revision() {
          return "1";
        }

        @Override
        public Verdict evaluate(Prediction prediction) {
          return (Double.doubleToRawLongBits(prediction.number(0)) & 1) == 0
              ? Verdict.ALLOW
              : Verdict.Deny.of(Verdict.Cause.POLICY, "alternating", "an odd number");
        }
      };
    }
  }
}
