package org.governance4j.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/**
 * The output of a model by field, for code that serves arrays: what {@link Obligations} are applied
 * to and what comes out of it. A missing value is absent, never NaN.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class OutputValues {
  private final ModelSchema schema;
  private final @Nullable Object[] values;

  private OutputValues(ModelSchema schema, @Nullable Object[] values) {
    this.schema = schema;
    this.values = values;
  }

  /**
   * Copies an output in which every number is present.
   *
   * @param schema the model's schema
   * @param numbers the numeric outputs, exactly {@link ModelSchema#outputNumbers()}
   * @param strings the string outputs, exactly {@link ModelSchema#texts()} less {@link
   *     ModelSchema#inputTexts()}; null elements are missing
   * @throws IllegalArgumentException if an array has another length
   */
  public static OutputValues of(ModelSchema schema, double[] numbers, @Nullable String... strings) {
    int texts = schema.texts() - schema.inputTexts();
    if (numbers.length != schema.outputNumbers() || strings.length != texts) {
      throw new IllegalArgumentException(
          "an output of "
              + schema.name()
              + " has "
              + schema.outputNumbers()
              + " numbers and "
              + texts
              + " strings, got "
              + numbers.length
              + " and "
              + strings.length);
    }
    @Nullable Object[] values = new @Nullable Object[schema.size()];
    for (int i = 0; i < numbers.length; i++) {
      values[schema.inputNumbers() + i] = numbers[i];
    }
    System.arraycopy(strings, 0, values, schema.numbers() + schema.inputTexts(), texts);
    return new OutputValues(schema, values);
  }

  /** The model's schema. */
  public ModelSchema schema() {
    return schema;
  }

  /**
   * Whether an output is present.
   *
   * @throws IllegalArgumentException if the schema has no such output
   */
  public boolean has(String field) {
    return values[index(field)] != null;
  }

  /**
   * A number, empty if it is missing or was removed.
   *
   * @throws IllegalArgumentException if the schema has no such output, or it is a string
   */
  public OptionalDouble number(String field) {
    Object value = values[typed(field, true)];
    return value instanceof Double number ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  /**
   * A string, empty if it is missing or was removed.
   *
   * @throws IllegalArgumentException if the schema has no such output, or it is a number
   */
  public Optional<String> text(String field) {
    return Optional.ofNullable((String) values[typed(field, false)]);
  }

  /** A copy with another value of one output, null for none. */
  OutputValues with(String field, @Nullable Object value) {
    @Nullable Object[] copy = values.clone();
    copy[index(field)] = value;
    return new OutputValues(schema, copy);
  }

  @Nullable Object value(String field) {
    return values[index(field)];
  }

  private int typed(String field, boolean numeric) {
    int index = index(field);
    if (schema.field(index).numeric() != numeric) {
      throw new IllegalArgumentException(
          "output " + Wording.quote(field) + " is a " + schema.field(index).type());
    }
    return index;
  }

  private int index(String field) {
    int index = schema.find(field);
    if (index < 0 || !schema.isOutput(index)) {
      throw new IllegalArgumentException(
          "model "
              + schema.name()
              + " has no output "
              + Wording.quote(field)
              + Wording.known(field, schema.outputs().stream().map(Field::name).toList()));
    }
    return index;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OutputValues that
        && schema.equals(that.schema)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + Arrays.hashCode(values);
  }

  /** The model and how many outputs are present; never a value. */
  @Override
  public String toString() {
    long present = Arrays.stream(values).filter(value -> value != null).count();
    return "OutputValues[" + schema.name() + ", " + present + " present]";
  }
}
