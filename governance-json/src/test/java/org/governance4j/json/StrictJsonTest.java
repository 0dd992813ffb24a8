package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void every_kind_of_value_is_read() {
    JsonValue value =
        StrictJson.parse(" {\"b\":[1.50,-2,true,false,null,\"\\u00e9\\ud83d\\ude00\"],\"a\":{}}\n");
    assertEquals(
        JsonValue.object()
            .with(
                "b",
                JsonValue.array(
                    new JsonValue.Num(new BigDecimal("1.5")),
                    JsonValue.of(-2),
                    JsonValue.of(true),
                    JsonValue.of(false),
                    JsonValue.NULL,
                    JsonValue.of("é\ud83d\ude00")))
            .with("a", JsonValue.object()),
        value);
    assertEquals(List.of("b", "a"), List.copyOf(((JsonValue.Obj) value).members().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1000000000000000055511151231257827", "9007199254740993", "1e-9999"})
  void numbers_keep_their_exact_value(String number) {
    assertEquals(new JsonValue.Num(new BigDecimal(number)), StrictJson.parse(number));
  }

  @Test
  void minus_zero_reads_as_zero() {
    assertEquals(JsonValue.of(0), StrictJson.parse("-0"));
    assertEquals(JsonValue.of(0), StrictJson.parse("-0.0e5"));
  }

  @ParameterizedTest
  // @Rule("J1", "J2", "J3", "J5")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":{"a":2,"a":3}} | line 1, column 19: the name "a" occurs twice
          {"a":1,"\\u0061":2}       | line 1, column 8: the name "a" occurs twice
          ["\\ud800"]               | line 1, column 2: lone surrogate U+D800 in the string
          {"\\udc00x":1}            | line 1, column 2: lone surrogate U+DC00 in the name
          ["\\ud800\\ud800\\udc00"] | line 1, column 2: lone surrogate U+D800
          1 2                       | line 1, column 3: expected the end of the text
          {} x                      | line 1, column 4: Unrecognized token 'x'
          [1,]                      | line 1, column 4
          [01]                      | line 1, column 3
          [+1]                      | line 1, column 3
          [.5]                      | line 1, column 2
          [NaN]                     | line 1, column 5
          [1] // done               | line 1, column 5
          {a:1}                     | line 1, column 2
          {'a':1}                   | line 1, column 2
          {"a":1                    | line 1, column 7
          [1e10000]                 | the number "1e10000" has an exponent beyond the limit of ±9999
          [1e-10001]                | exponent beyond the limit of ±9999
          [9e99999999999999]        | exponent beyond the limit of ±9999
          """)
  void what_strict_json_has_not_is_refused_with_its_place(String text, String expected) {
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(text));
    assertTrue(refusal.getMessage().startsWith("invalid JSON at line "), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("Feature"), refusal.getMessage());
    assertThrows(InvalidData.class, () -> StrictJson.parse(utf8(text)));
  }

  @ParameterizedTest
  // @Rule("J1")
  @ValueSource(strings = {"", " ", "\n\n"})
  void a_text_without_a_value_is_refused(String text) {
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(text));
    assertTrue(refusal.getMessage().contains("found the end of the text"), refusal.getMessage());
  }

  @Test
  // @Rule("J1")
  void digits_of_other_scripts_and_their_look_alikes_are_none_of_an_escape() {
    for (char digit : new char[] {'\uff11', '\u0130', '\u0661', '\u3a64'}) {
      String text = "[\"\\u00" + digit + "0\"]";
      var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(text));
      assertEquals(
          "invalid JSON at line 1, column 7: expected a hexadecimal digit of an escape",
          refusal.getMessage());
    }
    assertEquals(JsonValue.of("\\u\u0130"), StrictJson.parse("\"\\\\u\u0130\""));
  }

  @Test
  void the_line_of_a_mistake_is_named() {
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse("{\n \"a\":\n  tru}"));
    assertTrue(refusal.getMessage().contains("line 3, column"), refusal.getMessage());
  }

  @Test
  // @Rule("J3")
  void raw_lone_surrogates_of_a_string_are_refused() {
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse("[\"a\ud800\"]"));
    assertTrue(refusal.getMessage().contains("U+D800"), refusal.getMessage());
  }

  @ParameterizedTest
  // @Rule("J3")
  @CsvSource({
    "5b22ff225d, 'line 1, column 3: byte 0xFF'",
    "5b0a22c328225d, 'line 2, column 2: byte 0xC3'",
    "5b22eda080225d, 'line 1, column 3: byte 0xED'",
    "5b22c080225d, 'line 1, column 3: byte 0xC0'",
    "5b22e282, 'line 1, column 3: byte 0xE2'",
    "efbbbf7b7d, 'line 1, column 1: a byte order mark'",
    "fffe7b007d00, 'line 1, column 1: byte 0xFF'"
  })
  void bytes_that_are_not_utf_8_without_a_mark_are_refused(String hex, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(bytes));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }

  @Test
  // @Rule("J3")
  void a_byte_order_mark_of_a_string_is_refused() {
    assertThrows(InvalidData.class, () -> StrictJson.parse("\ufeff{}"));
  }

  @Test
  // @Rule("J4")
  void nesting_is_read_down_to_the_limit_and_refused_below_it() {
    assertNested(StrictJson.MAX_DEPTH, StrictJson.MAX_DEPTH);
    assertNested(1, 1);
    assertNested(StrictJson.DEPTH_CEILING, StrictJson.DEPTH_CEILING);
  }

  private static void assertNested(int depth, int limit) {
    byte[] allowed = utf8("[".repeat(depth - 1) + "{}" + "]".repeat(depth - 1));
    byte[] refused = utf8("[".repeat(depth) + "{}" + "]".repeat(depth));
    StrictJson.parse(allowed, StrictJson.MAX_BYTES, limit);
    var refusal =
        assertThrows(
            InvalidData.class, () -> StrictJson.parse(refused, StrictJson.MAX_BYTES, limit));
    assertTrue(
        refusal.getMessage().contains("the limit of " + limit + " levels"), refusal.getMessage());
  }

  @Test
  // @Rule("J4")
  void a_hundred_thousand_brackets_are_refused_and_no_stack_overflows() {
    assertThrows(InvalidData.class, () -> StrictJson.parse("[".repeat(100_000)));
    assertThrows(InvalidData.class, () -> StrictJson.parse("{\"\":".repeat(100_000)));
  }

  @Test
  // @Rule("J4")
  void bytes_are_read_up_to_the_limit_and_refused_beyond_it() {
    assertEquals(JsonValue.of("ab"), StrictJson.parse(utf8("\"ab\""), 4, 1));
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(utf8("\"abc\""), 4, 1));
    assertEquals("JSON has 5 bytes, the limit is 4", refusal.getMessage());
  }

  @Test
  // @Rule("J4")
  void numbers_are_read_up_to_a_thousand_characters() {
    String longest = "0." + "1".repeat(StrictJson.MAX_NUMBER_LENGTH - 2);
    assertEquals(new JsonValue.Num(new BigDecimal(longest)), StrictJson.parse(longest));
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(longest + "1"));
    assertTrue(
        refusal.getMessage().contains("1001 characters, the limit is 1000"), refusal.getMessage());
  }

  @Test
  void exponents_are_read_up_to_the_limit() {
    assertEquals("1E+9999", ((JsonValue.Num) StrictJson.parse("1e9999")).value().toString());
    assertEquals("1E-9999", ((JsonValue.Num) StrictJson.parse("0.1e-9998")).value().toString());
    assertEquals(JsonValue.of(0), StrictJson.parse("0e99999"));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, maxBytes", "1, 0, maxDepth", "1, 513, maxDepth"})
  void limits_out_of_range_are_refused(int maxBytes, int maxDepth, String named) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> StrictJson.parse(utf8("1"), maxBytes, maxDepth));
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | an array",
        "1 | a number",
        "null | null",
        "true | a boolean",
        "\"\" | a string"
      })
  void another_value_than_an_object_is_named(String text, String found) {
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parseObject(utf8(text)));
    assertEquals("expected an object, found " + found, refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[secret]",
        "{\"secret\":1,\"secret\":2}",
        "[\"secret\\ud800\"]",
        "{\"secret\\ud800\":1}",
        "[1 secret]",
        "[\"secret",
        "secret"
      })
  void a_withholding_reader_repeats_nothing_of_the_text(String text) {
    var refusal =
        assertThrows(InvalidData.class, () -> StrictJson.parse(utf8(text), 1_000, 10, true));
    for (Throwable e = refusal; e != null; e = e.getCause()) {
      assertFalse(String.valueOf(e.getMessage()).contains("secret"), e.toString());
    }
  }

  @Test
  // @Rule("J5")
  void messages_hold_on_one_line_and_are_cut_short() {
    String name = "a\\n".repeat(1_000);
    String text = "{\"" + name + "\":1,\"" + name + "\":2}";
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parse(text));
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    assertTrue(refusal.getMessage().length() < 200, refusal.getMessage());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
