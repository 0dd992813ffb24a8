package org.governance4j.policy;

import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.tck.OutputPolicyContract;

/** The contract of policies, held against rules on numbers and on strings. */
class RulePolicyContractTest extends OutputPolicyContract {

  @Override
  protected Example example() {
    ModelSchema schema =
        ModelSchema.of(
            "credit-risk",
            "1",
            List.of(Field.number("age"), Field.category("country")),
            List.of(Field.number("score"), Field.category("label")));
    RulePolicy policy =
        RulePolicy.builder("credit-output")
            .range("adult", 18, 120, "age")
            .atLeast("low_score", "score", 0.5)
            .allowed("label_not_allowed", "label", "approve", "review")
            .allowed("country_not_served", "country", "DE", "FR")
            .build();
    return new Example(
        policy,
        schema,
        "score",
        new Values(new float[] {30}, new float[] {0.75f}, "DE", "approve"),
        new Values(new float[] {17.5f}, new float[] {0.28125f}, "Atlantis", "perhaps"));
  }
}
