package org.governance4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.governance4j.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalNumberTest {

  /** RFC 8785, appendix B. */
  @ParameterizedTest
  // @Rule("J6")
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void the_numbers_of_rfc_8785_are_written_as_it_writes_them(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertEquals(expected, CanonicalJson.number(value));
    assertEquals(expected, CanonicalJson.writeString(JsonValue.of(value)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbers_that_json_cannot_carry_are_refused(double value) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> CanonicalJson.number(value));
    assertTrue(refusal.getMessage().contains(Double.toString(value)), refusal.getMessage());
  }

  /**
   * The published test file of the scheme's authors (github.com/cyberphone/json-canonicalization,
   * testdata/README.md, "ES6 Numbers"): its first million lines, made here by the algorithm given
   * there, have the published SHA-256. The same on every JDK.
   */
  @Test
  // @Rule("J6")
  void a_million_published_numbers_are_written_as_a_javascript_engine_writes_them()
      throws NoSuchAlgorithmException {
    MessageDigest lines = MessageDigest.getInstance("SHA-256");
    MessageDigest chain = MessageDigest.getInstance("SHA-256");
    ByteBuffer block = ByteBuffer.allocate(32);
    block.position(32);
    for (int i = 0; i < 1_000_000; i++) {
      long bits;
      if (i < PublishedNumbers.STATIC.length) {
        bits = PublishedNumbers.STATIC[i];
      } else if (i < PublishedNumbers.STATIC.length + 2_000) {
        bits = 0x0010000000000000L + i - PublishedNumbers.STATIC.length;
      } else {
        double drawn;
        do {
          if (!block.hasRemaining()) {
            block = ByteBuffer.wrap(chain.digest(block.array())).order(ByteOrder.LITTLE_ENDIAN);
          }
          drawn = block.getDouble();
        } while (drawn == 0 || !Double.isFinite(drawn));
        bits = Double.doubleToRawLongBits(drawn);
      }
      String number = CanonicalJson.number(Double.longBitsToDouble(bits));
      String line = Long.toHexString(bits) + "," + number + "\n";
      lines.update(line.getBytes(StandardCharsets.US_ASCII));
    }
    assertEquals(
        "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16",
        HexFormat.of().formatHex(lines.digest()));
  }

  @ParameterizedTest
  // @Rule("J7")
  @CsvSource({
    // RFC 8785, section 3.2.2 and appendix D
    "333333333.33333329, 333333333.3333333",
    "1E30, 1e+30",
    "4.50, 4.5",
    "2e-3, 0.002",
    "0.000000000000000000000000001, 1e-27",
    "9007199254740991, 9007199254740991",
    "-9007199254740991, -9007199254740991",
    // by hand from ECMA-262 Number::toString: 21 digits in full, the 22nd turns to an exponent
    "100000000000000000000, 100000000000000000000",
    "1e21, 1e+21",
    "123e18, 123000000000000000000",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "-0, 0",
    "-0.0, 0",
    "0e99, 0",
    "1.10, 1.1",
    "1e-400, 0",
    "-1e-400, 0",
    "123.456e-789, 0",
    // beyond the safe range, whole, and exactly a double: in full or by its shortest digits
    "9007199254740992, 9007199254740992",
    "18446744073709551616, 18446744073709552000",
    "18446744073709552000, 18446744073709552000",
    "1000000000000000019884624838656, 1e+30",
    // a fraction is rounded however large the number
    "9007199254740993.5, 9007199254740994",
    "0.1000000000000000055511151231257827, 0.1"
  })
  void numbers_that_were_read_are_written_as_their_nearest_double(String read, String written) {
    assertEquals(written, CanonicalJson.writeString(StrictJson.parse(read)));
  }

  @ParameterizedTest
  // @Rule("J8")
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9007199254740993",
        "18446744073709551615",
        "1000000000000000000000000000001",
        "123456789012345678901234567890"
      })
  void whole_numbers_that_would_become_others_are_refused_and_not_repeated(String read) {
    JsonValue value = StrictJson.parse(read);
    var refusal = assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(value));
    int digits = read.replace("-", "").length();
    assertTrue(refusal.getMessage().contains(" " + digits + " digits"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains(read), refusal.getMessage());
  }

  @ParameterizedTest
  // @Rule("J8")
  @ValueSource(strings = {"1e309", "-1e309", "1.7976931348623159e308", "1e9999"})
  void numbers_beyond_the_range_of_a_double_are_refused(String read) {
    JsonValue value = StrictJson.parse(read);
    var refusal = assertThrows(IllegalArgumentException.class, () -> CanonicalJson.write(value));
    assertTrue(refusal.getMessage().contains("range of a double"), refusal.getMessage());
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  void every_double_can_be_written_and_what_was_written_is_written_again(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      double value = Seeds.anyDouble(random);
      String written = CanonicalJson.writeString(JsonValue.of(value));
      assertEquals(CanonicalJson.number(value), written);
      assertEquals(value, Double.parseDouble(written));
      assertEquals(written, CanonicalJson.writeString(StrictJson.parse(written)));
    }
  }

  @ParameterizedTest
  @MethodSource("org.governance4j.json.Seeds#some")
  void short_decimals_are_written_as_their_nearest_double_without_going_through_it(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      long digits = random.nextLong() % 1_000_000_000_000_000L;
      BigDecimal value =
          BigDecimal.valueOf(digits >> random.nextInt(50), random.nextInt(660) - 330);
      if (Double.isInfinite(value.doubleValue())) {
        continue;
      }
      assertEquals(
          CanonicalJson.number(value.doubleValue()),
          CanonicalJson.writeString(new JsonValue.Num(value)),
          value.toString());
    }
  }
}
