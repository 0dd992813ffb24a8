package org.governance4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.governance4j.InvalidData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberLinesTest {
  private static final int LIMIT = 1_000;

  private static NumberLines lines(String text) {
    return new NumberLines(new ByteArrayInputStream(text.getBytes(UTF_8)), LIMIT);
  }

  /** A stream that gives a few bytes at a time. */
  private static InputStream slowly(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1 + random.nextInt(5)));
      }
    };
  }

  private static String spelling(Random random) {
    double value = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
    return switch (random.nextInt(7)) {
      case 0 -> Long.toString(random.nextLong());
      case 1 -> Integer.toString(random.nextInt(3) - 1);
      case 2 -> (random.nextBoolean() ? "-" : "+") + "." + random.nextInt(1000);
      case 3 -> random.nextInt(1000) + ".";
      case 4 -> "-0" + (random.nextBoolean() ? ".000" : "");
      case 5 -> new java.math.BigDecimal(value).toPlainString();
      default -> Double.toString(value);
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void every_number_is_read_to_the_bit_as_java_reads_it(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    String[] spellings = new String[5_000];
    for (int i = 0; i < spellings.length; i++) {
      spellings[i] = spelling(random);
      text.append(random.nextInt(9) == 0 ? " " : "").append(spellings[i]);
      text.append(i + 1 == spellings.length ? "" : random.nextBoolean() ? "\n" : "\r\n");
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    NumberLines lines =
        new NumberLines(
            random.nextBoolean() ? new ByteArrayInputStream(bytes) : slowly(bytes, random), LIMIT);
    for (int i = 0; i < spellings.length; i++) {
      assertTrue(lines.next());
      assertEquals(i + 1, lines.number());
      assertEquals(spellings[i], lines.text());
      assertEquals(
          Double.doubleToLongBits(Double.parseDouble(spellings[i])),
          Double.doubleToLongBits(lines.value()),
          spellings[i] + " of seed " + seed);
    }
    assertFalse(lines.next());
    assertEquals(spellings.length, lines.number());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "-",
        "+",
        "--1",
        "1-",
        "1 2",
        "1,5",
        "0x1p3",
        "1d",
        "1e",
        "e5",
        "NaN",
        "Infinity",
        "1e999",
        "1..2",
        "1.2.3"
      })
  void what_is_no_finite_decimal_number_is_refused_as_it_stands(String bad) throws IOException {
    NumberLines lines = lines("1\n" + bad + "\n");
    assertTrue(lines.next());
    assertTrue(lines.next());
    String message = String.valueOf(assertThrows(InvalidData.class, lines::value).getMessage());
    assertTrue(message.contains("\"" + bad.strip() + "\""), message);
  }

  @Test
  void a_line_beyond_the_limit_is_refused_and_never_held_whole() throws IOException {
    NumberLines exact = lines("1" + "0".repeat(LIMIT - 1) + "\n");
    assertTrue(exact.next());
    // 10^999 is no double.
    assertThrows(InvalidData.class, exact::value);
    NumberLines endless = lines("0".repeat(200_000));
    assertTrue(endless.next());
    String message = String.valueOf(assertThrows(InvalidData.class, endless::value).getMessage());
    assertTrue(message.contains("the limit of 1000"), message);
  }
}
