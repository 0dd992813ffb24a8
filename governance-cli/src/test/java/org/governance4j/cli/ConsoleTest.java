package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.governance4j.JsonValue;
import org.governance4j.json.StrictJson;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new ByteArrayInputStream(new byte[0]),
          out,
          new ByteArrayOutputStream(),
          name -> null,
          false);

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_json_line_is_the_same_value_without_anything_that_a_terminal_obeys() {
    StringBuilder all = new StringBuilder();
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (Character.getType(point) != Character.SURROGATE) {
        all.appendCodePoint(point);
      }
    }
    JsonValue value = JsonValue.object().with("\u202e\u009b", JsonValue.of(all.toString()));

    console.line(value);

    String line = printed().substring(0, printed().length() - 1);
    assertEquals(value, StrictJson.parse(line));
    assertEquals(line, Words.harmless(line), "nothing is left to replace");
  }

  @Test
  void json_is_escaped_as_rfc_8259_has_it_and_letters_are_left_alone() {
    console.line(JsonValue.of("\u007f\u009f\u200b\u2028\ue000\u00e4\udb40\udc01"));
    assertEquals("\"\\u007f\\u009f\\u200b\\u2028\ue000\u00e4\\udb40\\udc01\"\n", printed());
  }

  @Test
  void a_line_of_text_stays_one_line_and_is_not_cut() {
    console.line("a\nb\u001b[31m" + "x".repeat(10_000));
    assertEquals("a?b?[31m" + "x".repeat(10_000) + "\n", printed());
  }
}
