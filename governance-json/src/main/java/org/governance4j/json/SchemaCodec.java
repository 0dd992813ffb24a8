package org.governance4j.json;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;

/**
 * A {@link ModelSchema} as JSON:
 *
 * <pre>{@code
 * {"name": "credit-risk", "version": "2026.1",
 *  "inputs": [{"name": "amount", "type": "number"},
 *             {"name": "iban", "type": "text", "sensitive": true}],
 *  "outputs": [{"name": "label", "type": "category"}, {"name": "confidence", "type": "number"}]}
 * }</pre>
 *
 * <p>The order of the fields is the order in which the model takes and gives them. The JSON Schema
 * of this form is the resource {@code org/governance4j/json/schema.schema.json}.
 *
 * <p>Stateless; safe for any number of threads.
 */
public final class SchemaCodec {

  private static final Map<Field.Type, String> WORDS = words();

  private SchemaCodec() {}

  /**
   * Reads a schema.
   *
   * @param utf8 strict JSON
   * @throws InvalidData if a member is missing, unknown or of another type, or the schema it
   *     describes is not possible (see {@link ModelSchema#of})
   */
  public static ModelSchema read(byte[] utf8) {
    JsonMembers schema = JsonMembers.parse(utf8);
    String name = schema.string("name");
    String version = schema.string("version");
    List<Field> inputs = fields(schema, "inputs");
    List<Field> outputs = fields(schema, "outputs");
    schema.noOthers();
    try {
      return ModelSchema.of(name, version, inputs, outputs);
    } catch (IllegalArgumentException e) {
      throw new InvalidData(
          schema.path() + ": " + Describe.line(String.valueOf(e.getMessage())), e);
    }
  }

  /** Writes a schema as canonical JSON. */
  public static byte[] write(ModelSchema schema) {
    return CanonicalJson.write(
        JsonValue.object()
            .with("name", JsonValue.of(schema.name()))
            .with("version", JsonValue.of(schema.version()))
            .with("inputs", fields(schema.inputs()))
            .with("outputs", fields(schema.outputs())));
  }

  private static List<Field> fields(JsonMembers schema, String side) {
    List<Field> fields = new ArrayList<>();
    for (JsonMembers member : schema.objects(side)) {
      String name = member.string("name");
      String word = member.word("type", WORDS.values());
      boolean sensitive = member.bool("sensitive", false);
      member.noOthers();
      try {
        fields.add(new Field(name, type(word), sensitive));
      } catch (IllegalArgumentException e) {
        throw member.invalid("name", Describe.line(String.valueOf(e.getMessage())));
      }
    }
    return fields;
  }

  private static JsonValue.Arr fields(List<Field> fields) {
    List<JsonValue> items = new ArrayList<>();
    for (Field field : fields) {
      JsonValue.Obj item =
          JsonValue.object()
              .with("name", JsonValue.of(field.name()))
              .with("type", JsonValue.of(word(field.type())));
      items.add(field.sensitive() ? item.with("sensitive", JsonValue.of(true)) : item);
    }
    return new JsonValue.Arr(items);
  }

  private static Field.Type type(String word) {
    return Field.Type.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String word(Field.Type type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static Map<Field.Type, String> words() {
    Map<Field.Type, String> words = new EnumMap<>(Field.Type.class);
    for (Field.Type type : Field.Type.values()) {
      words.put(type, word(type));
    }
    return words;
  }
}
