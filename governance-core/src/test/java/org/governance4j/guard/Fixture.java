package org.governance4j.guard;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.governance4j.BoundPolicy;
import org.governance4j.Digest;
import org.governance4j.Field;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;

/** A model with one number in and two answers out, and policies made of a function. */
final class Fixture {

  static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit",
          "1.0",
          List.of(Field.number("amount")),
          List.of(Field.number("confidence"), Field.category("label")));
  static final ModelRef MODEL = new ModelRef("credit", "1.0", Digest.sha256(new byte[] {42}));
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** A thread per task: the common pool may have a single one, and these wait for each other. */
  static final Executor THREADS = task -> new Thread(task).start();

  private Fixture() {}

  static GuardBuilder guard(MemoryLedger ledger, Function<Prediction, Verdict> rules) {
    return Guard.builder(SCHEMA)
        .policy(policy("rev-1", rules))
        .ledger(ledger)
        .clock(Clock.fixed(START, ZoneOffset.UTC))
        .unclearedModel(MODEL);
  }

  static OutputPolicy policy(String revision, Function<Prediction, Verdict> rules) {
    return new OutputPolicy() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public String revision() {
        return revision;
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
            return revision;
          }

          @Override
          public Verdict evaluate(Prediction prediction) {
            return rules.apply(prediction);
          }
        };
      }
    };
  }

  static Prediction prediction(double confidence) {
    return SCHEMA
        .prediction()
        .wrap("req-1", new double[] {1000}, new double[] {confidence}, "approve");
  }

  static Verdict deny(String rule) {
    return Verdict.Deny.of(Verdict.Cause.POLICY, rule, "not allowed");
  }

  static Verdict denyLow(Prediction p) {
    double confidence = p.number(SCHEMA.index("confidence"));
    return confidence >= 0.7
        ? Verdict.ALLOW
        : new Verdict.Deny(
            Verdict.Cause.POLICY,
            List.of(
                new Violation(
                    0, "low_confidence", "confidence", confidence, 0.7, null, v -> "too low")));
  }
}
