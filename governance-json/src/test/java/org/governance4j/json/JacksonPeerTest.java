package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.governance4j.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reader and writer against Jackson's data binding, a reader and writer of their own. */
class JacksonPeerTest {

  /** Keeps every digit, as the reader here does, and refuses what follows a value. */
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @ParameterizedTest
  // @Rule("J7")
  @MethodSource("org.governance4j.json.Seeds#some")
  void what_is_written_here_is_read_there_as_the_same_value(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      JsonValue value = Seeds.value(random, 6);

      JsonNode read = JACKSON.readTree(CanonicalJson.write(value));

      assertEquals(value, fromJackson(read), "value " + i);
    }
  }

  @ParameterizedTest
  // @Rule("J7")
  @MethodSource("org.governance4j.json.Seeds#some")
  void what_is_written_there_is_read_here_as_the_same_value(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      JsonNode node = toJackson(Seeds.value(random, 6), random);

      JsonValue compact = StrictJson.parse(JACKSON.writeValueAsBytes(node));
      JsonValue indented =
          StrictJson.parse(JACKSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));

      assertEquals(fromJackson(node), compact, "value " + i);
      assertEquals(compact, indented, "value " + i);
    }
  }

  @ParameterizedTest
  // @Rule("J6")
  @MethodSource("org.governance4j.json.Seeds#some")
  void the_canonical_form_forgets_who_wrote_it(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      JsonValue value = Seeds.value(random, 6);
      byte[] there = JACKSON.writeValueAsBytes(toJackson(value, random));

      assertEquals(
          CanonicalJson.writeString(value), CanonicalJson.writeString(StrictJson.parse(there)));
    }
  }

  private static JsonValue fromJackson(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL -> JsonValue.NULL;
      case BOOLEAN -> JsonValue.of(node.booleanValue());
      case STRING -> JsonValue.of(node.textValue());
      case NUMBER -> new JsonValue.Num(node.decimalValue());
      case ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        node.forEach(item -> items.add(fromJackson(item)));
        yield new JsonValue.Arr(items);
      }
      case OBJECT -> {
        JsonValue.Obj object = JsonValue.object();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
          object = object.with(member.getKey(), fromJackson(member.getValue()));
        }
        yield object;
      }
      case BINARY, MISSING, POJO -> throw new AssertionError("no JSON: " + node.getNodeType());
    };
  }

  /** Numbers as any of the kinds of node that can carry them. */
  private static JsonNode toJackson(JsonValue value, Random random) {
    JsonNodeFactory nodes = JACKSON.getNodeFactory();
    if (value instanceof JsonValue.Str text) {
      return nodes.textNode(text.value());
    } else if (value instanceof JsonValue.Bool bool) {
      return nodes.booleanNode(bool.value());
    } else if (value instanceof JsonValue.Num number) {
      boolean exact = random.nextBoolean();
      boolean integer = number.value().scale() <= 0 && number.asDouble() == (int) number.asDouble();
      if (integer && !exact) {
        return nodes.numberNode(number.value().longValueExact());
      }
      return nodes.numberNode(number.value());
    } else if (value instanceof JsonValue.Arr array) {
      ArrayNode node = nodes.arrayNode();
      array.items().forEach(item -> node.add(toJackson(item, random)));
      return node;
    } else if (value instanceof JsonValue.Obj object) {
      ObjectNode node = nodes.objectNode();
      object.members().forEach((name, member) -> node.set(name, toJackson(member, random)));
      return node;
    }
    assertTrue(value == JsonValue.NULL, () -> "a new kind of value: " + value);
    return nodes.nullNode();
  }
}
