package org.governance4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The ordered, typed fields of a model's input and output: what a {@link Prediction} of that model
 * looks like.
 *
 * <p>Every field has one index, resolved once when a policy or a monitor is bound, so that nothing
 * is looked up by name later. The indices run over four consecutive groups, each in the order of
 * declaration:
 *
 * <pre>
 *   numeric inputs | numeric outputs | string inputs | string outputs
 *   0 ..           | inputNumbers()  | numbers()     |            .. size()
 * </pre>
 *
 * <p>Immutable, value equality, safe for any number of threads.
 */
public final class ModelSchema {

  private final String name;
  private final String version;
  private final List<Field> inputs;
  private final List<Field> outputs;
  private final Field[] fields;
  private final int inputNumbers;
  private final int numbers;
  private final int inputTexts;
  private final Map<String, Integer> indices;

  private ModelSchema(String name, String version, List<Field> inputs, List<Field> outputs) {
    this.name = requireText("model name", name);
    this.version = requireText("model version", version);
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    List<Field> ordered = new ArrayList<>();
    addAll(ordered, this.inputs, true);
    this.inputNumbers = ordered.size();
    addAll(ordered, this.outputs, true);
    this.numbers = ordered.size();
    addAll(ordered, this.inputs, false);
    this.inputTexts = ordered.size() - numbers;
    addAll(ordered, this.outputs, false);
    this.fields = ordered.toArray(new Field[0]);
    this.indices = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i++) {
      if (indices.put(fields[i].name(), i) != null) {
        throw new IllegalArgumentException(
            "schema " + name + " declares the field \"" + fields[i].name() + "\" twice");
      }
    }
    if (this.outputs.isEmpty()) {
      throw new IllegalArgumentException("schema " + name + " declares no output field");
    }
  }

  /**
   * Makes a schema.
   *
   * @param name the model's name
   * @param version the model's version
   * @param inputs the fields of the input, in the order the model takes them; may be empty
   * @param outputs the fields of the output, at least one
   * @throws IllegalArgumentException if a name is blank, a field name occurs twice or there is no
   *     output
   */
  public static ModelSchema of(
      String name, String version, List<Field> inputs, List<Field> outputs) {
    return new ModelSchema(name, version, inputs, outputs);
  }

  /** The model's name. */
  public String name() {
    return name;
  }

  /** The model's version. */
  public String version() {
    return version;
  }

  /** The input fields in the order of declaration. */
  public List<Field> inputs() {
    return inputs;
  }

  /** The output fields in the order of declaration. */
  public List<Field> outputs() {
    return outputs;
  }

  /** How many fields there are. */
  public int size() {
    return fields.length;
  }

  /** How many numeric input fields there are: the length of a prediction's input array. */
  public int inputNumbers() {
    return inputNumbers;
  }

  /** How many numeric output fields there are: the length of a prediction's output array. */
  public int outputNumbers() {
    return numbers - inputNumbers;
  }

  /** How many numeric fields there are; fields from this index on carry strings. */
  public int numbers() {
    return numbers;
  }

  /** How many string fields there are: the length of a prediction's string array. */
  public int texts() {
    return fields.length - numbers;
  }

  /** How many of the string fields belong to the input; they come first. */
  public int inputTexts() {
    return inputTexts;
  }

  /**
   * The field with an index.
   *
   * @param index 0 to {@link #size()} - 1
   */
  public Field field(int index) {
    return fields[index];
  }

  /** Whether the field with that index belongs to the output. */
  public boolean isOutput(int index) {
    Objects.checkIndex(index, fields.length);
    return index < numbers ? index >= inputNumbers : index >= numbers + inputTexts;
  }

  /** The index of a field, or -1 when the schema has no such field. */
  public int find(String fieldName) {
    Integer index = indices.get(fieldName);
    return index == null ? -1 : index;
  }

  /**
   * The index of a field.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that exist
   */
  public int index(String fieldName) {
    int index = find(fieldName);
    if (index < 0) {
      throw new IllegalArgumentException(
          "schema " + name + " has no field \"" + fieldName + "\"; it has " + indices.keySet());
    }
    return index;
  }

  /**
   * A new reusable view for predictions of this model, empty until it is wrapped around the
   * caller's arrays.
   */
  public Prediction prediction() {
    return new Prediction(this);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ModelSchema that
            && name.equals(that.name)
            && version.equals(that.version)
            && inputs.equals(that.inputs)
            && outputs.equals(that.outputs));
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, inputs, outputs);
  }

  @Override
  public String toString() {
    return "ModelSchema[" + name + " " + version + ", " + inputs + " -> " + outputs + "]";
  }

  private static void addAll(List<Field> to, List<Field> from, boolean numeric) {
    for (Field field : from) {
      if (field.numeric() == numeric) {
        to.add(field);
      }
    }
  }

  private static String requireText(String what, String value) {
    Objects.requireNonNull(value, what);
    if (value.isBlank() || Field.hasControl(value)) {
      throw new IllegalArgumentException(
          what + " must not be blank or hold control characters: \"" + value + "\"");
    }
    return value;
  }
}
