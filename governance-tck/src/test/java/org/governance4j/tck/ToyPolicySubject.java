package org.governance4j.tck;

import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;

/** The contract of policies, held against the toy. */
@Faulty
class ToyPolicySubject extends OutputPolicyContract implements Faulty.Subject {
  private ToyPolicy.Fault fault = ToyPolicy.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToyPolicy.Fault.valueOf(name);
  }

  @Override
  protected Example example() {
    ModelSchema schema =
        ModelSchema.of(
            "toy",
            "1",
            List.of(Field.number("age"), Field.category("country")),
            List.of(Field.number("score"), Field.category("label")));
    return new Example(
        new ToyPolicy(fault),
        schema,
        "score",
        new Values(new float[] {30}, new float[] {0.75f}, "DE", "yes"),
        new Values(new float[] {30}, new float[] {0.28125f}, "DE", ""));
  }
}
