package org.governance4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.governance4j.InvalidData;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static List<String> split(String text) throws IOException {
    Lines lines =
        new Lines(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 200_000, () -> {});
    List<String> all = new ArrayList<>();
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      assertEquals(all.size() + 1, line.number());
      all.add(new String(line.bytes(), StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  void lines_end_with_lf_or_cr_lf_and_the_last_need_not_end() throws IOException {
    assertEquals(List.of(), split(""));
    assertEquals(List.of("a", "", "b"), split("a\n\r\nb"));
    assertEquals(List.of("a", "b\rc"), split("a\r\nb\rc\r\n"));
    assertEquals(List.of("", ""), split("\n\n"));
  }

  @Test
  void a_line_may_be_longer_than_the_buffer() throws IOException {
    String a = "a".repeat(65_535);
    String b = "b".repeat(150_000);
    assertEquals(List.of(a, b, "c"), split(a + "\r\n" + b + "\nc\n"));
  }

  @Test
  void a_line_beyond_the_limit_is_refused_and_the_next_is_read() throws IOException {
    Lines lines =
        new Lines(
            new ByteArrayInputStream("1234\n12345\n1\n".getBytes(StandardCharsets.UTF_8)),
            4,
            () -> {});
    assertEquals(4, next(lines).bytes().length);
    Lines.Line tooLong = next(lines);
    InvalidData refusal = assertThrows(InvalidData.class, tooLong::bytes);
    assertEquals("the line has 5 bytes, the limit is 4", refusal.getMessage());
    assertEquals(1, next(lines).bytes().length);
  }

  @Test
  void a_blank_line_has_nothing_but_white_space() throws IOException {
    Lines lines =
        new Lines(
            new ByteArrayInputStream(" \t\r\nx\n".getBytes(StandardCharsets.UTF_8)), 10, () -> {});
    assertTrue(next(lines).isBlank());
    assertFalse(next(lines).isBlank());
  }

  private static Lines.Line next(Lines lines) throws IOException {
    return Objects.requireNonNull(lines.next(), "one more line");
  }
}
