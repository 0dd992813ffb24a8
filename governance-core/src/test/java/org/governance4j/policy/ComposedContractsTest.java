package org.governance4j.policy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.tck.OutputPolicyContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** Policies around policies keep the contract of policies. */
class ComposedContractsTest {
  private static final RulePolicy ADULT =
      RulePolicy.builder("adult").range("age", 18, 120, "age").build();
  private static final RulePolicy SURE =
      RulePolicy.builder("sure").atLeast("low", "score", 0.5).build();
  private static final RulePolicy SERVED =
      RulePolicy.builder("served").allowed("country", "country", "DE", "FR").build();

  private static OutputPolicyContract.Example example(OutputPolicy policy) {
    ModelSchema schema =
        ModelSchema.of(
            "credit-risk",
            "1",
            List.of(Field.number("age"), Field.category("country")),
            List.of(Field.number("score")));
    return new OutputPolicyContract.Example(
        policy,
        schema,
        "score",
        new OutputPolicyContract.Values(new float[] {30}, new float[] {0.75f}, "DE"),
        new OutputPolicyContract.Values(new float[] {17.5f}, new float[] {0.28125f}, "Atlantis"));
  }

  @Nested
  class AllOf extends OutputPolicyContract {
    @Override
    protected Example example() {
      return ComposedContractsTest.example(Policies.allOf("all", ADULT, SURE, SERVED));
    }
  }

  @Nested
  class FirstDeny extends OutputPolicyContract {
    @Override
    protected Example example() {
      return ComposedContractsTest.example(
          Policies.firstDeny("first", ADULT, Policies.allOf("inner", SURE, SERVED)));
    }
  }

  @Nested
  class Weighted extends OutputPolicyContract {
    @Override
    protected Example example() {
      return ComposedContractsTest.example(
          Policies.weighted(
              "weighted",
              1,
              2,
              List.of(
                  new Policies.Weighted(ADULT, 1),
                  new Policies.Weighted(SURE, 0.5),
                  new Policies.Weighted(SERVED, 0.5))));
    }
  }

  @Nested
  class InTheLight extends OutputPolicyContract {
    @Override
    protected Example example() {
      return ComposedContractsTest.example(
          Shadow.of(Policies.allOf("all", ADULT, SURE, SERVED))
              .candidate(ADULT)
              .candidate(OutputPolicy.allowAll())
              .build());
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithDeadline extends OutputPolicyContract {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterAll
    void stop() {
      executor.shutdown();
    }

    @Override
    protected Example example() {
      return ComposedContractsTest.example(
          Policies.withDeadline(
              Policies.allOf("all", ADULT, SURE, SERVED), Duration.ofMinutes(10), executor));
    }
  }
}
