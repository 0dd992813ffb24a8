package org.governance4j.policy;

import java.nio.FloatBuffer;
import java.util.List;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/** The model of these tests: numbers and strings on both sides. */
final class Model {
  static final ModelSchema SCHEMA =
      ModelSchema.of(
          "credit-risk",
          "3",
          List.of(
              Field.category("model_name"),
              Field.number("amount"),
              Field.category("model_version"),
              Field.number("age")),
          List.of(
              Field.category("label"),
              Field.number("confidence"),
              Field.number("approve"),
              Field.number("review"),
              Field.number("deny")));

  private Model() {}

  /** Passes {@link #numericRules}; every test changes what it needs. */
  static Values values() {
    return new Values(
        new double[] {12_500.5, 41},
        new double[] {0.93, 0.93, 0.05, 0.02},
        new @Nullable String[] {"credit-risk", "3.2.1", "approve"});
  }

  static Verdict judge(RulePolicy policy, Values values) {
    return policy.bind(SCHEMA).evaluate(values.wrap());
  }

  static Verdict.Deny denial(RulePolicy policy, Values values) {
    if (judge(policy, values) instanceof Verdict.Deny deny) {
      return deny;
    }
    throw new AssertionError("expected a denial by " + policy + " of " + values);
  }

  static List<String> broken(Verdict.Deny deny) {
    return deny.violations().stream().map(Violation::rule).toList();
  }

  /** The arrays of one prediction, by field name. */
  static final class Values {
    final double[] inputs;
    final double[] outputs;
    final @Nullable String[] texts;
    private long missing;

    Values(double[] inputs, double[] outputs, @Nullable String[] texts) {
      this.inputs = inputs;
      this.outputs = outputs;
      this.texts = texts;
    }

    Values set(String field, double value) {
      int index = SCHEMA.index(field);
      if (index < inputs.length) {
        inputs[index] = value;
      } else {
        outputs[index - inputs.length] = value;
      }
      return this;
    }

    Values set(String field, @Nullable String value) {
      texts[SCHEMA.index(field) - SCHEMA.numbers()] = value;
      return this;
    }

    Values missing(String field) {
      missing |= 1L << SCHEMA.index(field);
      return this;
    }

    double number(String field) {
      int index = SCHEMA.index(field);
      return index < inputs.length ? inputs[index] : outputs[index - inputs.length];
    }

    @Nullable String text(String field) {
      return has(field) ? texts[SCHEMA.index(field) - SCHEMA.numbers()] : null;
    }

    boolean has(String field) {
      return (missing & (1L << SCHEMA.index(field))) == 0;
    }

    Prediction wrap() {
      return into(SCHEMA.prediction());
    }

    Prediction into(Prediction view) {
      return withMissing(view.wrap("request", inputs, outputs, texts));
    }

    Prediction wrapFloats() {
      return withMissing(
          SCHEMA.prediction().wrap("request", floats(inputs), floats(outputs), texts));
    }

    Prediction wrapBuffers() {
      FloatBuffer in = FloatBuffer.wrap(floats(inputs));
      FloatBuffer out = FloatBuffer.wrap(floats(outputs));
      return withMissing(SCHEMA.prediction().wrap("request", in, out, texts));
    }

    private static float[] floats(double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }

    Prediction withMissing(Prediction prediction) {
      for (int i = 0; i < SCHEMA.size(); i++) {
        if ((missing & (1L << i)) != 0) {
          prediction.missing(i);
        }
      }
      return prediction;
    }

    @Override
    public String toString() {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < SCHEMA.size(); i++) {
        String name = SCHEMA.field(i).name();
        Object value = SCHEMA.field(i).numeric() ? (Object) number(name) : text(name);
        out.append(name).append('=').append(has(name) ? value : "missing").append(' ');
      }
      return out.toString();
    }
  }

  /** An allocation-free evaluation, for tests that call it often. */
  static boolean allows(BoundPolicy policy, Prediction prediction) {
    return policy.evaluate(prediction) == Verdict.ALLOW;
  }
}
