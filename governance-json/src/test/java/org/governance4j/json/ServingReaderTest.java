package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader for serving threads, beside the one that stands on Jackson. */
class ServingReaderTest {

  private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+): (.*)");

  /** Refusals that the other reader words itself, and so places at the start of what is wrong. */
  private static final Map<String, String> SAME_PLACE =
      Map.of(
          "occurs twice in one object", "a name that the object has not had",
          "lone surrogate", "surrogates only in pairs",
          "nested deeper than the limit", "levels of nesting",
          "exponent beyond the limit", "a decimal exponent within",
          "characters, the limit is", "a number of at most",
          "a byte order mark is not allowed", "no byte order mark");

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "\\ude00",
    "\\n",
    "\\x",
    "\ud800",
    "\udc00",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u2028",
    "\u00a0",
    "\ufeff",
    "\u0130",
    "\uff11",
    "0",
    "1",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "e9999",
    "e-10001",
    "e2147483648",
    "e99999999999999999999",
    "true",
    "false",
    "null",
    "nul",
    "NaN",
    "Infinity",
    " ",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\f",
    "//",
    "/*",
    "'",
    "a",
    "\"a\":",
    ",\"a\":1",
    "0.10",
    "-0",
    "1E+2",
    "00",
    "123456789012345678",
    "9223372036854775808",
    "\ud83d\ude00"
  };

  @ParameterizedTest
  // @Rule("J1", "J2", "J3", "J5")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"b":{"a":2,"a":3}} | 1 | 19 | a name that the object has not had
          {"a":1,"\\u0061":2}       | 1 | 8  | a name that the object has not had
          ["\\ud800"]               | 1 | 2  | surrogates only in pairs in a string
          {"\\udc00x":1}            | 1 | 2  | surrogates only in pairs in a name
          1 2                       | 1 | 3  | the end of the text
          [1,]                      | 1 | 4  | a value
          []]                       | 1 | 3  | the end of the text
          [                         | 1 | 2  | a value or ]
          [1                        | 1 | 3  | a comma or ]
          {                         | 1 | 2  | a name in quotes or }
          {"a":1,}                  | 1 | 8  | a name in quotes
          {"a" 1}                   | 1 | 6  | a colon
          {"a":1;                   | 1 | 7  | a comma or }
          ["a                       | 1 | 4  | a closing quote
          ["\\q"]                   | 1 | 4  | one of the escapes of JSON
          ["\\u00g0"]               | 1 | 7  | a hexadecimal digit
          [01]                      | 1 | 3  | no digit after a leading zero
          [+1]                      | 1 | 2  | a value or ]
          [-]                       | 1 | 3  | a digit
          [1.]                      | 1 | 4  | a digit
          [1e+]                     | 1 | 5  | a digit
          [nul]                     | 1 | 2  | a value
          [1e10000]                 | 1 | 2  | a decimal exponent within ±9999
          [0e2147483648]            | 1 | 2  | a decimal exponent within ±9999
          """)
  void a_refusal_says_where_and_what_was_expected(String text, int line, int column, String what) {
    assertEquals(
        "not strict JSON at line " + line + ", column " + column + ": expected " + what,
        refusal(text));
  }

  @Test
  // @Rule("J5")
  void lines_end_as_editors_end_them() {
    for (String end : List.of("\n", "\r", "\r\n")) {
      assertTrue(refusal("[" + end + end + "  x").contains("line 3, column 3"));
      assertTrue(refusal(end).contains("line 2, column 1"));
    }
  }

  @Test
  // @Rule("J1")
  void a_text_without_a_value_is_refused() {
    assertEquals("not strict JSON at line 1, column 1: expected a value", refusal(""));
  }

  @Test
  // @Rule("J4")
  void text_nesting_and_numbers_are_read_up_to_their_limits() {
    assertEquals(JsonValue.of("ab"), StrictJson.parseWithheld("\"ab\"", 4));
    var refusal = assertThrows(InvalidData.class, () -> StrictJson.parseWithheld("\"abc\"", 4));
    assertEquals("not strict JSON of at most 4 UTF-16 units: it has 5", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> StrictJson.parseWithheld("1", 0));

    agree("[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH));
    agree("[{\"a\":".repeat(StrictJson.MAX_DEPTH));
    assertTrue(refusal("[".repeat(100_000)).contains("column 257: expected at most 256 levels"));
    assertTrue(refusal("{\"\":".repeat(100_000)).contains("expected at most 256 levels"));

    String longest = "0." + "1".repeat(StrictJson.MAX_NUMBER_LENGTH - 2);
    agree(longest);
    assertTrue(refusal(longest + "1").contains("column 1: expected a number of at most 1000"));
    agree(longest + "1");
  }

  @ParameterizedTest
  // @Rule("J4")
  @ValueSource(
      strings = {
        "1e9999",
        "1e10000",
        "0.1e10000",
        "0.1e-9998",
        "0.1e-9999",
        "0e2147483647",
        "0e2147483648",
        "0e-2147483647",
        "0e-2147483648",
        "0.0e-2147483647",
        "0.0e2147483648",
        "-0",
        "-0.0",
        "1e00000000000000000000005",
        "1e-0000000000000000000000",
        "100000e9994",
        "999999999999999999",
        "-999999999999999999",
        "1000000000000000000",
        "1200",
        "1.20e1",
        "0e99999999999999999999999999",
        "1e-99999999999999999999999999"
      })
  void numbers_are_the_same_at_the_edges(String number) {
    agree(number);
    agree("[" + number + "]");
  }

  @ParameterizedTest
  // @Rule("J1", "J2", "J3")
  @MethodSource("org.governance4j.json.Seeds#some")
  void it_reads_and_refuses_what_the_other_reader_does(long seed) {
    Random random = new Random(seed);
    int[] seen = new int[2];
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String document = spaced(CanonicalJson.writeString(Seeds.value(random, 5)), random);
      assertTrue(agree(document, places));
      for (int m = 0; m < 10; m++) {
        seen[agree(mutated(document, random), places) ? 1 : 0]++;
      }
      StringBuilder noise = new StringBuilder();
      for (int p = random.nextInt(8); p >= 0; p--) {
        noise.append(PIECES[random.nextInt(PIECES.length)]);
      }
      agree(noise.toString(), places);
      agree("[\"" + noise + "\"]", places);
    }
    assertTrue(seen[0] > 300 && seen[1] > 300, seen[0] + " refused, " + seen[1] + " read");
    assertTrue(
        places.keySet().size() >= 3, () -> "only these refusals were placed by both: " + places);
  }

  @Test
  // @Rule("J1", "J2", "J3", "J4")
  void it_reads_and_refuses_the_cases_of_json_test_suite_as_the_other_reader_does()
      throws IOException {
    Path folder = Path.of(System.getProperty("governance.conformance", "absent"), "json");
    assumeTrue(Files.isDirectory(folder), () -> "skipped: no conformance data at " + folder);
    List<Path> cases = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> file.toString().endsWith(".json")).forEach(cases::add);
    }
    int read = 0;
    for (Path file : cases) {
      String text;
      try {
        text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
      } catch (CharacterCodingException e) {
        continue; // no text
      }
      agree(text);
      read++;
    }
    assertTrue(read > 300, read + " cases");
  }

  @ParameterizedTest
  // @Rule("J5")
  @ValueSource(
      strings = {
        "[secret]",
        "{\"secret\":1,\"secret\":2}",
        "[\"secret\\ud800\"]",
        "{\"secret\\ud800\":1}",
        "[1 secret]",
        "[\"secret",
        "secret",
        "[\"secret\u0001\"]",
        "[\"\\secret\"]"
      })
  void a_refusal_repeats_nothing_of_the_text(String text) {
    var refusal =
        assertThrows(InvalidData.class, () -> StrictJson.parseWithheld(text, text.length()));
    assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
    assertEquals(null, refusal.getCause());
  }

  private static String refusal(String text) {
    return assertThrows(
            InvalidData.class, () -> StrictJson.parseWithheld(text, StrictJson.MAX_BYTES))
        .getMessage();
  }

  private static void agree(String text) {
    agree(text, new HashMap<>());
  }

  /** Whether both readers read the text, after making sure that they say the same. */
  private static boolean agree(String text, Map<String, Integer> places) {
    JsonValue expected;
    try {
      expected = StrictJson.parse(text);
    } catch (InvalidData there) {
      var here =
          assertThrows(
              InvalidData.class,
              () -> StrictJson.parseWithheld(text, StrictJson.MAX_BYTES),
              () -> "read here, refused there: " + Describe.quote(text));
      samePlace(there.getMessage(), here.getMessage(), text, places);
      return false;
    }
    try {
      JsonValue found = StrictJson.parseWithheld(text, StrictJson.MAX_BYTES);
      assertEquals(expected, found, () -> Describe.line(text));
      assertEquals(expected.toString(), found.toString(), () -> Describe.line(text));
    } catch (InvalidData e) {
      throw new AssertionError("refused here, read there: " + Describe.line(text), e);
    }
    return true;
  }

  private static void samePlace(
      String there, String here, String text, Map<String, Integer> places) {
    SAME_PLACE.forEach(
        (theirs, ours) -> {
          if (there.contains(theirs) && here.contains(ours)) {
            assertEquals(place(there), place(here), () -> there + "; " + Describe.line(text));
            places.merge(ours, 1, Integer::sum);
          }
        });
  }

  private static String place(String message) {
    Matcher place = PLACE.matcher(message);
    assertTrue(place.find(), message);
    return place.group(1) + ":" + place.group(2);
  }

  /** The same document with white space wherever it may be. */
  private static String spaced(String json, Random random) {
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean between = !quoted && "{}[],:".indexOf(c) >= 0;
      if (c == '"') {
        quoted = !quoted;
      }
      if (between && random.nextInt(4) == 0) {
        out.append(" \n\r\t".charAt(random.nextInt(4)));
      }
      out.append(c);
      if (between && random.nextInt(4) == 0) {
        out.append(random.nextBoolean() ? "\r\n" : "  ");
      }
      if (quoted && c == '\\') {
        out.append(json.charAt(++i));
      }
    }
    return out.toString();
  }

  private static String mutated(String document, Random random) {
    StringBuilder text = new StringBuilder(document);
    for (int i = random.nextInt(2); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(3));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 8)));
        case 4 -> text.insert(at, (char) random.nextInt(0x10000));
        default -> text.setLength(random.nextInt(4) == 0 ? at : text.length());
      }
    }
    return text.toString();
  }
}
