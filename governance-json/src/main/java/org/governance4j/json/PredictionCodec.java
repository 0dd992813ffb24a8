package org.governance4j.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Prediction} as one line of JSON:
 *
 * <pre>{@code
 * {"id":"r1","inputs":{"amount":1.5},"outputs":{"label":"UP","confidence":0.9}}
 * {"id":"r2","inputs":[1.5],"outputs":["UP",0.9]}
 * }</pre>
 *
 * <p>Each side is an object by field name, or an array in the order of declaration. A field that is
 * {@code null} or left out of an object is missing; {@code inputs} left out means that all of them
 * are. Nothing is converted: a numeric field takes a JSON number only. The JSON Schema of this form
 * is the resource {@code org/governance4j/json/prediction.schema.json}.
 *
 * <p>Messages withhold the values of sensitive fields, and when the schema has any, every part of a
 * line that is not even JSON.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class PredictionCodec {

  /** The longest request id in characters, which are Unicode code points. */
  public static final int MAX_ID_LENGTH = 256;

  private final ModelSchema schema;
  private final Side inputs;
  private final Side outputs;
  private final boolean anySensitive;

  /** Makes the codec of the predictions of one model. */
  public PredictionCodec(ModelSchema schema) {
    this.schema = schema;
    this.inputs = new Side("inputs", schema, schema.inputs());
    this.outputs = new Side("outputs", schema, schema.outputs());
    this.anySensitive = inputs.anySensitive() || outputs.anySensitive();
  }

  /** One side of a prediction: its fields and where the schema's index puts each. */
  private record Side(String name, List<Field> fields, int[] indices, Map<String, Integer> places) {
    Side(String name, ModelSchema schema, List<Field> fields) {
      this(name, fields, new int[fields.size()], new LinkedHashMap<>());
      for (int i = 0; i < fields.size(); i++) {
        indices[i] = schema.index(fields.get(i).name());
        places.put(fields.get(i).name(), i);
      }
    }

    boolean anySensitive() {
      return fields.stream().anyMatch(Field::sensitive);
    }
  }

  /**
   * Reads a prediction.
   *
   * @param line strict JSON in UTF-8
   * @return a new prediction that owns its arrays
   * @throws InvalidData if a member or field is unknown or of another type, a number is beyond the
   *     range of a double, an array has another length than its side has fields, or {@code outputs}
   *     is missing, or the id is longer than {@value #MAX_ID_LENGTH} characters
   */
  public Prediction read(byte[] line) {
    JsonValue.Obj object =
        StrictJson.object(
            StrictJson.parse(line, StrictJson.MAX_BYTES, StrictJson.MAX_DEPTH, anySensitive));
    JsonMembers members = JsonMembers.of(object, "$");
    String id = members.optionalString("id");
    String fault = id == null ? null : fault(id);
    if (fault != null) {
      throw members.invalid("id", fault);
    }
    JsonValue given = members.optionalValue("inputs");
    JsonValue answered = members.value("outputs");
    members.noOthers();

    @Nullable JsonValue[] values = new @Nullable JsonValue[schema.size()];
    if (given != null) {
      place(given, inputs, values);
    }
    place(answered, outputs, values);

    int inputNumbers = schema.inputNumbers();
    double[] inputArray = new double[inputNumbers];
    double[] outputArray = new double[schema.outputNumbers()];
    @Nullable String[] texts = new @Nullable String[schema.texts()];
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof JsonValue.Str string) {
        texts[i - schema.numbers()] = string.value();
      } else if (values[i] instanceof JsonValue.Num number) {
        if (i < inputNumbers) {
          inputArray[i] = number.asDouble();
        } else {
          outputArray[i - inputNumbers] = number.asDouble();
        }
      }
    }
    Prediction prediction = schema.prediction().wrap(id, inputArray, outputArray, texts);
    for (int i = 0; i < schema.numbers(); i++) {
      if (values[i] == null) {
        prediction.missing(i);
      }
    }
    return prediction;
  }

  /**
   * Writes a prediction as canonical JSON, both sides as objects, missing fields left out.
   * Sensitive fields are written in the clear.
   *
   * @throws IllegalArgumentException if it is of another schema, a number is NaN or infinite, or
   *     the id is too long or has a lone surrogate
   */
  public byte[] write(Prediction prediction) {
    if (!prediction.schema().equals(schema)) {
      throw new IllegalArgumentException(
          "expected a prediction of " + schema + ", found one of " + prediction.schema());
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    String id = prediction.id();
    if (id != null) {
      String fault = fault(id);
      if (fault != null) {
        throw new IllegalArgumentException("the request id " + fault);
      }
      members.put("id", JsonValue.of(id));
    }
    members.put("inputs", side(prediction, inputs));
    members.put("outputs", side(prediction, outputs));
    return CanonicalJson.write(new JsonValue.Obj(members));
  }

  /** What is wrong with a request id, or null; it is part of every record, and names it. */
  private static @Nullable String fault(String id) {
    int length = id.codePointCount(0, id.length());
    if (length > MAX_ID_LENGTH) {
      return "has " + length + " characters, the limit is " + MAX_ID_LENGTH;
    }
    int lone = Describe.loneSurrogate(id);
    return lone < 0 ? null : "has a lone surrogate at index " + lone;
  }

  private static JsonValue.Obj side(Prediction prediction, Side side) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (int i = 0; i < side.indices().length; i++) {
      int index = side.indices()[i];
      if (prediction.has(index)) {
        Field field = side.fields().get(i);
        members.put(
            field.name(),
            field.numeric() ? number(prediction.number(index), field) : text(prediction, index));
      }
    }
    return new JsonValue.Obj(members);
  }

  private static JsonValue text(Prediction prediction, int index) {
    String text = prediction.text(index);
    return text == null ? JsonValue.NULL : JsonValue.of(text);
  }

  private static JsonValue number(double value, Field field) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "field \""
              + field.name()
              + "\": JSON cannot carry "
              + (field.sensitive() ? "NaN or infinity" : "the number " + value));
    }
    return JsonValue.of(value);
  }

  private static void place(JsonValue given, Side side, @Nullable JsonValue[] values) {
    if (given instanceof JsonValue.Obj object) {
      object
          .members()
          .forEach(
              (name, value) -> {
                Integer at = side.places().get(name);
                if (at == null) {
                  throw unknown(side, name);
                }
                values[side.indices()[at]] = checked(value, side.fields().get(at));
              });
    } else if (given instanceof JsonValue.Arr array) {
      List<JsonValue> items = array.items();
      if (items.size() != side.fields().size()) {
        throw new InvalidData(
            side.name()
                + ": expected "
                + side.fields().size()
                + " values "
                + side.places().keySet()
                + ", found "
                + items.size());
      }
      for (int i = 0; i < items.size(); i++) {
        values[side.indices()[i]] = checked(items.get(i), side.fields().get(i));
      }
    } else {
      throw new InvalidData(
          side.name() + ": expected an object or an array, found " + Describe.kind(given));
    }
  }

  /** The value when it fits the field, or null when it is missing. */
  private static @Nullable JsonValue checked(JsonValue value, Field field) {
    if (value == JsonValue.NULL) {
      return null;
    }
    if (field.numeric()) {
      if (!(value instanceof JsonValue.Num number)) {
        throw wrong(field, "expected a number", value);
      }
      if (Double.isInfinite(number.asDouble())) {
        throw wrong(field, "expected a number within ±1.7976931348623157E308", value);
      }
    } else if (!(value instanceof JsonValue.Str)) {
      throw wrong(field, "expected a string", value);
    }
    return value;
  }

  private static InvalidData wrong(Field field, String expected, JsonValue value) {
    String found = field.sensitive() ? Describe.kind(value) + " (withheld)" : Describe.value(value);
    return new InvalidData("field \"" + field.name() + "\": " + expected + ", found " + found);
  }

  private static InvalidData unknown(Side side, String name) {
    return new InvalidData(
        side.name()
            + ": unknown field "
            + Describe.quote(name)
            + Suggestion.of(name, side.places().keySet())
            + "; known are "
            + side.places().keySet());
  }
}
