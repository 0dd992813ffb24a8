package org.governance4j.policy;

import java.util.Arrays;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.jspecify.annotations.Nullable;

/** What policies around policies do with predictions themselves. */
final class Predictions {
  private Predictions() {}

  /** The denial of a prediction that belongs to another schema. */
  static Verdict.Deny otherSchema(ModelSchema expected, ModelSchema given) {
    return Verdict.Deny.of(
        Verdict.Cause.SCHEMA_MISMATCH,
        "schema",
        "a prediction of "
            + given.name()
            + " "
            + given.version()
            + " was given to a policy bound to "
            + expected.name()
            + " "
            + expected.version());
  }

  /**
   * A prediction that answers every question as this one does now, with arrays of its own. Floats
   * become the doubles that the view gives for them, which is exact.
   */
  static Prediction copy(Prediction prediction) {
    ModelSchema schema = prediction.schema();
    double[] numbers = new double[schema.numbers()];
    prediction.copyNumbers(numbers, 0);
    @Nullable String[] texts = new @Nullable String[schema.texts()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = prediction.text(schema.numbers() + i);
    }
    Prediction copy =
        schema
            .prediction()
            .wrap(
                prediction.id(),
                Arrays.copyOf(numbers, schema.inputNumbers()),
                Arrays.copyOfRange(numbers, schema.inputNumbers(), numbers.length),
                texts);
    for (int i = 0; i < schema.numbers(); i++) {
      if (!prediction.has(i)) {
        copy.missing(i);
      }
    }
    return copy;
  }
}
