package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Governed;
import org.governance4j.ModelRef;
import org.governance4j.OutputPolicy;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.guard.Guard;
import org.jspecify.annotations.Nullable;

/** A way in which a policy is asked for its verdict on a model's output. */
interface Gate {

  /**
   * Asks.
   *
   * @param values what the model was given and answered; null where the caller hands over nothing
   */
  Verdict judge(OutputPolicy policy, Model.@Nullable Values values);

  /** The gates through which outputs leave in production. */
  enum Guarded implements Gate {
    /** One by one. */
    CHECK {
      @Override
      @SuppressWarnings("NullAway") // the broken caller under test
      Verdict ask(Guard guard, Model.@Nullable Values values) {
        return guard.check(values == null ? null : values.wrap());
      }
    },
    /** In a batch. */
    CHECK_ALL {
      @Override
      @SuppressWarnings("NullAway") // the broken caller under test
      Verdict ask(Guard guard, Model.@Nullable Values values) {
        Prediction prediction = values == null ? null : values.wrap();
        return guard.checkAll(Collections.singletonList(prediction)).get(0);
      }
    },
    /** Around a model; what the mapper does not fill is missing. */
    GOVERNED {
      @Override
      Verdict ask(Guard guard, Model.@Nullable Values values) {
        Governed<String> answer =
            guard
                .<String, String>governed(
                    input -> "output",
                    (input, output, view) -> {
                      if (values != null) {
                        values.into(view);
                      }
                    })
                .apply("input");
        assertEquals(
            answer.verdict().allowed() ? List.of("output") : List.of(),
            answer.released().stream().toList());
        return answer.verdict();
      }
    };

    abstract Verdict ask(Guard guard, Model.@Nullable Values values);

    @Override
    public Verdict judge(OutputPolicy policy, Model.@Nullable Values values) {
      Notes ledger = new Notes();
      Guard guard =
          Guard.builder(Model.SCHEMA)
              .policy(policy)
              .ledger(ledger)
              .clock(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC))
              .unclearedModel(
                  new ModelRef(
                      Model.SCHEMA.name(), Model.SCHEMA.version(), Digest.sha256(new byte[] {7})))
              .start();
      Verdict verdict = ask(guard, values);
      if (verdict != Verdict.ALLOW) {
        List<Entry> entries = ledger.entries();
        assertEquals(2, entries.size(), () -> "not on record: " + verdict);
        assertEquals(verdict.action().word(), entries.get(1).decision());
      }
      return verdict;
    }
  }

  /** Without a guard. */
  Gate BARE =
      (policy, values) ->
          policy
              .bind(Model.SCHEMA)
              .evaluate(values == null ? Model.SCHEMA.prediction() : values.wrap());

  /** Without a guard, from the caller's floats. */
  Gate FLOATS =
      (policy, values) -> {
        assertTrue(values != null);
        return policy.bind(Model.SCHEMA).evaluate(values.wrapFloats());
      };

  /** Without a guard, from the caller's buffers. */
  Gate BUFFERS =
      (policy, values) -> {
        assertTrue(values != null);
        return policy.bind(Model.SCHEMA).evaluate(values.wrapBuffers());
      };

  /** Policies around a policy that must be as strict as it is where it cannot judge. */
  enum Around {
    /** Nothing around it. */
    NOTHING(policy -> policy),
    /** Beside one that allows. */
    ALL_OF(policy -> Policies.allOf("outer", OutputPolicy.allowAll(), policy)),
    /** Beside one that only escalates. */
    ESCALATING(
        policy -> Policies.allOf("outer", Scripted.says("other", Scripted.escalate("x")), policy)),
    /** Beside one that only obliges. */
    OBLIGING(
        policy ->
            Policies.allOf("outer", policy, Scripted.says("other", Scripted.oblige("label")))),
    /** Until the first that denies. */
    FIRST_DENY(policy -> Policies.firstDeny("outer", OutputPolicy.allowAll(), policy)),
    /** With a weight that is far from denying. */
    WEIGHTED(
        policy ->
            Policies.weighted(
                "outer",
                10,
                List.of(
                    new Policies.Weighted(policy, 0.5),
                    new Policies.Weighted(OutputPolicy.allowAll(), 9.5)))),
    /** In the light of a shadow. */
    SHADOW(policy -> Shadow.of(policy).candidate(OutputPolicy.allowAll()).build()),
    /** Under a deadline. */
    DEADLINE(policy -> Policies.withDeadline(policy, Duration.ofMinutes(10), Runnable::run)),
    /** Deep inside. */
    NESTED(
        policy ->
            Policies.firstDeny(
                "outer",
                Policies.allOf(
                    "inner", Policies.withDeadline(policy, Duration.ofHours(1), Runnable::run))));

    private final UnaryOperator<OutputPolicy> wrap;

    Around(UnaryOperator<OutputPolicy> wrap) {
      this.wrap = wrap;
    }

    OutputPolicy wrap(OutputPolicy policy) {
      return wrap.apply(policy);
    }
  }
}
