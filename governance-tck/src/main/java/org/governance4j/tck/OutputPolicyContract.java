package org.governance4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link OutputPolicy} and the {@link BoundPolicy} it makes must do. */
public abstract class OutputPolicyContract {

  /** For tests that an implementer extends. */
  protected OutputPolicyContract() {}

  /**
   * A policy and predictions to try it with.
   *
   * @param policy the policy
   * @param schema a schema that it binds to
   * @param neededField a field of the schema without which the policy cannot judge
   * @param allowed a prediction that it allows without obligations
   * @param denied a prediction with the needed field present that it denies
   */
  public record Example(
      OutputPolicy policy, ModelSchema schema, String neededField, Values allowed, Values denied) {}

  /**
   * The values of one prediction; as floats, so that every kind of array can hold them exactly.
   *
   * @param inputs the numeric inputs
   * @param outputs the numeric outputs
   * @param texts the string inputs, then the string outputs
   */
  public record Values(float[] inputs, float[] outputs, @Nullable String... texts) {}

  /** A new policy of the same rules at each call. */
  protected abstract Example example();

  /** Whether a rule on the needed field has to know if it is a number or a string. */
  protected boolean knowsTypes() {
    return true;
  }

  @Test
  @Rule("P1")
  void a_schema_without_a_needed_field_is_refused_by_name() {
    Example example = example();
    ModelSchema without =
        changed(example, field -> new Field(field.name() + "_renamed", field.type(), false));

    PolicyInvalid refusal = assertThrows(PolicyInvalid.class, () -> example.policy().bind(without));

    assertTrue(
        text(refusal.getMessage()).contains(example.neededField()),
        () -> "the message names the field: " + refusal.getMessage());
  }

  @Test
  @Rule("P2")
  void a_needed_field_of_another_type_is_refused() {
    assumeTrue(knowsTypes(), "the policy does not know types");
    Example example = example();
    ModelSchema other =
        changed(
            example,
            field -> field.numeric() ? Field.text(field.name()) : Field.number(field.name()));

    assertThrows(PolicyInvalid.class, () -> example.policy().bind(other));
  }

  @Test
  @Rule("P3")
  void an_allowed_prediction_gets_the_shared_verdict() {
    Example example = example();

    assertSame(Verdict.ALLOW, bind(example).evaluate(doubles(example, example.allowed())));
  }

  @Test
  @Rule("P4")
  void a_denial_says_which_rules_were_broken() {
    Example example = example();

    Verdict verdict = bind(example).evaluate(doubles(example, example.denied()));

    Verdict.Deny denial = assertInstanceOf(Verdict.Deny.class, verdict);
    for (Violation violation : denial.violations()) {
      assertFalse(violation.rule().isBlank(), "a violation names its rule");
      assertFalse(violation.message().isBlank(), "a violation has a text");
      assertFalse(violation.message().contains("\n"), "a violation's text is one line");
    }
  }

  @Test
  @Rule("P5")
  void a_missing_needed_field_denies() {
    Example example = example();
    BoundPolicy bound = bind(example);

    Verdict verdict = bound.evaluate(doubles(example, example.allowed()).missing(needed(example)));

    assertEquals(Verdict.Action.DENY, verdict.action());
    assertEquals(Verdict.ALLOW, bound.evaluate(doubles(example, example.allowed())));
  }

  @Test
  @Rule("P5")
  void an_empty_prediction_denies() {
    Example example = example();

    Verdict verdict = bind(example).evaluate(example.schema().prediction());

    assertEquals(Verdict.Action.DENY, verdict.action());
  }

  @Test
  @Rule("P6")
  void a_needed_number_that_is_not_finite_denies() {
    Example example = example();
    assumeTrue(example.schema().field(needed(example)).numeric(), "the needed field is a string");
    BoundPolicy bound = bind(example);

    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Verdict verdict = bound.evaluate(doubles(example, with(example, example.allowed(), value)));
      assertEquals(Verdict.Action.DENY, verdict.action(), () -> "the needed field is " + value);
    }
  }

  @Test
  @Rule("P7")
  void the_kind_of_array_does_not_matter() {
    Example example = example();
    BoundPolicy bound = bind(example);

    for (Values values : List.of(example.allowed(), example.denied())) {
      String expected = describe(bound.evaluate(doubles(example, values)));

      assertEquals(expected, describe(bound.evaluate(floats(example, values))), "float arrays");
      FloatBuffer inputs = buffer(values.inputs());
      FloatBuffer outputs = buffer(values.outputs());
      Prediction buffers =
          example.schema().prediction().wrap("r", inputs, outputs, values.texts().clone());
      assertEquals(expected, describe(bound.evaluate(buffers)), "float buffers");
      assertEquals(1, inputs.position(), "the input buffer was moved");
      assertEquals(1, outputs.position(), "the output buffer was moved");
    }
  }

  @Test
  @Rule("P8")
  void nothing_of_a_prediction_is_kept() {
    Example example = example();
    BoundPolicy bound = bind(example);
    String expected = describe(bound.evaluate(doubles(example, example.denied())));
    double[] inputs = widened(example.denied().inputs());
    double[] outputs = widened(example.denied().outputs());
    @Nullable String[] texts = example.denied().texts().clone();
    Prediction view = example.schema().prediction().wrap("r", inputs, outputs, texts);

    Verdict verdict = bound.evaluate(view);
    Arrays.fill(inputs, -123456.789);
    Arrays.fill(outputs, -123456.789);
    Arrays.fill(texts, "overwritten");
    String overArrays = describe(verdict);
    view.wrap(
        "other",
        widened(example.allowed().inputs()),
        widened(example.allowed().outputs()),
        example.allowed().texts().clone());

    assertEquals(expected, overArrays, "after the caller changed its arrays");
    assertEquals(expected, describe(verdict), "after the view was wrapped again");
  }

  @Test
  @Rule("P8")
  void nothing_of_a_prediction_is_changed() {
    Example example = example();
    Prediction judged = doubles(example, example.denied()).missing(0);
    Prediction expected = doubles(example, example.denied()).missing(0);

    bind(example).evaluate(judged);

    assertEquals(expected.id(), judged.id());
    for (int i = 0; i < example.schema().size(); i++) {
      assertEquals(expected.has(i), judged.has(i), "whether field " + i + " is there");
      if (i < example.schema().numbers()) {
        assertEquals(expected.number(i), judged.number(i), "the number in field " + i);
      } else {
        assertEquals(expected.text(i), judged.text(i), "the text in field " + i);
      }
    }
  }

  @Test
  @Rule("P9")
  void one_bound_policy_serves_several_threads() throws Exception {
    Example example = example();
    BoundPolicy bound = bind(example);
    String denied = describe(bound.evaluate(doubles(example, example.denied())));

    Threads.each(
        thread -> {
          for (int i = 0; i < 2_000; i++) {
            boolean allow = (i + thread) % 2 == 0;
            Values values = allow ? example.allowed() : example.denied();
            String verdict = describe(bound.evaluate(doubles(example, values)));
            assertEquals(allow ? "allow" : denied, verdict);
          }
          return thread;
        });
  }

  @Test
  @Rule("P10")
  void the_same_rules_have_the_same_revision() {
    Example example = example();
    BoundPolicy bound = bind(example);

    assertFalse(example.policy().name().isBlank(), "the name is blank");
    assertFalse(example.policy().revision().isBlank(), "the revision is blank");
    assertEquals(example.policy().revision(), example.policy().revision());
    assertEquals(example.policy().revision(), bound.revision(), "the bound policy's revision");
    assertEquals(
        example.policy().revision(), example().policy().revision(), "the same rules made again");
    assertEquals(example.schema(), bound.schema(), "the bound policy's schema");
  }

  @Test
  @Rule("P11")
  void a_denial_withholds_the_values_of_sensitive_fields() {
    Example example = example();
    ModelSchema secret =
        ModelSchema.of(
            example.schema().name(),
            example.schema().version(),
            example.schema().inputs().stream().map(Field::asSensitive).toList(),
            example.schema().outputs().stream().map(Field::asSensitive).toList());
    Prediction prediction =
        secret
            .prediction()
            .wrap(
                "r",
                widened(example.denied().inputs()),
                widened(example.denied().outputs()),
                example.denied().texts().clone());

    Verdict verdict = example.policy().bind(secret).evaluate(prediction);

    Verdict.Deny denial = assertInstanceOf(Verdict.Deny.class, verdict);
    for (Violation violation : denial.violations()) {
      assertNull(violation.actualText(), () -> "the string found for " + violation.rule());
      for (String found : example.denied().texts()) {
        if (found != null && found.length() > 2) {
          assertFalse(violation.message().contains(found), "the message quotes a sensitive value");
        }
      }
      if (violation.field() != null && secret.find(violation.field()) >= 0) {
        int field = secret.index(violation.field());
        if (secret.field(field).numeric()) {
          assertTrue(
              Double.isNaN(violation.actual()), () -> "the number found for " + violation.rule());
          String found = Double.toString(prediction.number(field));
          assertFalse(violation.message().contains(found), "the message quotes a sensitive value");
        }
      }
    }
  }

  private static BoundPolicy bind(Example example) {
    return example.policy().bind(example.schema());
  }

  private static int needed(Example example) {
    return example.schema().index(example.neededField());
  }

  /** The schema with its needed field changed. */
  private static ModelSchema changed(Example example, UnaryOperator<Field> change) {
    UnaryOperator<Field> only =
        field -> field.name().equals(example.neededField()) ? change.apply(field) : field;
    ModelSchema schema = example.schema();
    return ModelSchema.of(
        schema.name(),
        schema.version(),
        schema.inputs().stream().map(only).toList(),
        schema.outputs().stream().map(only).toList());
  }

  /** The values with another number in the needed field. */
  private static Values with(Example example, Values values, float number) {
    float[] inputs = values.inputs().clone();
    float[] outputs = values.outputs().clone();
    int field = needed(example);
    if (field < inputs.length) {
      inputs[field] = number;
    } else {
      outputs[field - inputs.length] = number;
    }
    return new Values(inputs, outputs, values.texts());
  }

  private static Prediction doubles(Example example, Values values) {
    return example
        .schema()
        .prediction()
        .wrap("r", widened(values.inputs()), widened(values.outputs()), values.texts().clone());
  }

  private static Prediction floats(Example example, Values values) {
    return example
        .schema()
        .prediction()
        .wrap("r", values.inputs().clone(), values.outputs().clone(), values.texts().clone());
  }

  /** A buffer that does not begin at its first element. */
  private static FloatBuffer buffer(float[] values) {
    FloatBuffer buffer = FloatBuffer.allocate(values.length + 1).put(Float.NaN).put(values);
    return buffer.position(1);
  }

  private static double[] widened(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Everything a verdict says, in one text. */
  private static String describe(Verdict verdict) {
    if (verdict instanceof Verdict.Deny denial) {
      return "deny " + denial.cause() + describe(denial.violations());
    }
    if (verdict instanceof Verdict.Escalate escalation) {
      return "escalate" + describe(escalation.violations());
    }
    if (verdict instanceof Verdict.AllowWith conditional) {
      return "allow with " + conditional.obligations();
    }
    return "allow";
  }

  private static String describe(List<Violation> violations) {
    StringBuilder text = new StringBuilder();
    for (Violation violation : violations) {
      text.append(
          String.format(
              "%n%d %s %s actual %s (%s) limit %s: %s",
              violation.ruleIndex(),
              violation.rule(),
              violation.field(),
              violation.actual(),
              violation.actualText(),
              violation.limit(),
              violation.message()));
    }
    return text.toString();
  }

  private static String text(@Nullable String message) {
    return Objects.requireNonNullElse(message, "");
  }
}
