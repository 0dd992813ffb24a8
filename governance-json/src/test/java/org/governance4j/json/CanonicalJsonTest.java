package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  /** RFC 8785, section 3.2.2 to 3.2.4: the sample and its bytes. */
  @Test
  // @Rule("J6")
  void the_sample_of_rfc_8785_gets_its_bytes() {
    String sample =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;
    String expected =
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e"
            + "756d62657273223a5b3333333333333333332e333333333333332c31652b3330"
            + "2c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac24"
            + "5c75303030665c6e4127425c225c5c5c5c5c222f227d";
    byte[] written = CanonicalJson.write(StrictJson.parse(sample));
    assertEquals(expected, HexFormat.of().formatHex(written));
  }

  /** RFC 8785, section 3.2.3: a surrogate pair sorts below U+FB33, as UTF-16 has it. */
  @Test
  // @Rule("J6")
  void names_are_sorted_as_the_example_of_rfc_8785_sorts_them() {
    String example =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;
    assertEquals(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
            + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
            + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
            + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        CanonicalJson.writeString(StrictJson.parse(example)));
  }

  @Test
  void strings_escape_what_they_must_and_nothing_else() {
    String controls = "\b\t\n\f\r\u0000\u000b\u001f\"\\/\u007f\u2028";
    assertEquals(
        "\"\\b\\t\\n\\f\\r\\u0000\\u000b\\u001f\\\"\\\\/\u007f\u2028\"",
        CanonicalJson.writeString(JsonValue.of(controls)));
  }

  @Test
  void members_are_sorted_at_every_level_and_items_are_not() {
    assertEquals(
        "{\"\":[{\"a\":1,\"b\":2},3,1],\"a\":{},\"aa\":[]}",
        CanonicalJson.writeString(
            StrictJson.parse("{\"aa\": [], \"a\": {}, \"\": [{\"b\": 2, \"a\": 1}, 3, 1]}")));
  }

  @ParameterizedTest
  // @Rule("J8")
  @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
  void lone_surrogates_are_refused_in_strings_and_names(int surrogate) {
    String text = "ab" + (char) surrogate;
    String code = String.format("U+%04X at index 2", surrogate);
    for (JsonValue value :
        new JsonValue[] {
          JsonValue.of(text),
          JsonValue.of(text + "c"),
          JsonValue.object().with(text, JsonValue.NULL)
        }) {
      var refusal = assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(value));
      assertTrue(refusal.getMessage().contains(code), refusal.getMessage());
    }
  }

  @Test
  void surrogates_in_the_wrong_order_are_refused() {
    JsonValue value = JsonValue.of("\udc00\ud800");
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(value));
  }

  @Test
  void nesting_is_written_down_to_the_ceiling_and_refused_below_it() {
    JsonValue value = JsonValue.array();
    for (int i = 1; i < StrictJson.DEPTH_CEILING; i++) {
      value = JsonValue.array(value);
    }
    assertEquals(2 * StrictJson.DEPTH_CEILING, CanonicalJson.write(value).length);
    JsonValue deeper = JsonValue.array(value);
    var refusal = assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(deeper));
    assertTrue(refusal.getMessage().contains("512 levels"), refusal.getMessage());
  }

  @Test
  void strings_that_outgrow_the_buffer_are_whole() {
    String text = "x\"\u20ac\ud83d\ude00\u0001".repeat(10_000);
    byte[] written = CanonicalJson.write(JsonValue.of(text));
    assertEquals(JsonValue.of(text), StrictJson.parse(written));
  }

  @ParameterizedTest
  // @Rule("J7")
  @MethodSource("org.governance4j.json.Seeds#some")
  void canonical_bytes_read_back_to_the_value_and_are_written_again(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      JsonValue value = Seeds.value(random, 4);
      byte[] written = CanonicalJson.write(value);
      assertEquals(value, StrictJson.parse(written));
      assertArrayEquals(written, CanonicalJson.write(StrictJson.parse(written)));
      assertEquals(new String(written, StandardCharsets.UTF_8), CanonicalJson.writeString(value));
    }
  }
}
