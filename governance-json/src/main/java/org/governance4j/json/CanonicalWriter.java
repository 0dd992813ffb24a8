package org.governance4j.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.governance4j.JsonValue;

/**
 * Appends canonical JSON to a growing buffer; one value, one owner.
 *
 * <p>No message repeats a text or a number: it may be a sensitive value on its way into a
 * commitment, and messages end in logs and health reports.
 */
final class CanonicalWriter {

  private static final BigDecimal MAX_SAFE = BigDecimal.valueOf((1L << 53) - 1);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private static final int ROOM = 512;

  private final int maxDepth;
  private byte[] buffer;
  private int size;
  private int depth;

  /** Starts with room for an entry of ordinary size. */
  CanonicalWriter() {
    this(ROOM);
  }

  CanonicalWriter(int room) {
    this(room, StrictJson.DEPTH_CEILING);
  }

  private CanonicalWriter(int room, int maxDepth) {
    this.buffer = new byte[room];
    this.maxDepth = maxDepth;
  }

  /** Writes nothing that is nested deeper than that. */
  static CanonicalWriter upToDepth(int maxDepth) {
    return new CanonicalWriter(ROOM, maxDepth);
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  void value(JsonValue value) {
    if (value instanceof JsonValue.Str string) {
      string(string.value());
    } else if (value instanceof JsonValue.Num number) {
      number(number.value());
    } else if (value instanceof JsonValue.Obj object) {
      object(object.members());
    } else if (value instanceof JsonValue.Arr array) {
      array(array.items());
    } else if (value instanceof JsonValue.Bool bool) {
      ascii(bool.value() ? TRUE : FALSE);
    } else {
      ascii(NULL);
    }
  }

  void object(Map<String, JsonValue> object) {
    List<Map.Entry<String, JsonValue>> members = new ArrayList<>(object.entrySet());
    // String order is the order of UTF-16 code units, which RFC 8785 section 3.2.3 asks for.
    members.sort(Map.Entry.comparingByKey());
    descend();
    put('{');
    for (int i = 0; i < members.size(); i++) {
      if (i > 0) {
        put(',');
      }
      string(members.get(i).getKey());
      put(':');
      value(members.get(i).getValue());
    }
    put('}');
    depth--;
  }

  private void array(List<JsonValue> items) {
    descend();
    put('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        put(',');
      }
      value(items.get(i));
    }
    put(']');
    depth--;
  }

  private void descend() {
    if (++depth > maxDepth) {
      throw new IllegalArgumentException("JSON is nested deeper than " + maxDepth + " levels");
    }
  }

  private void string(String text) {
    int length = text.length();
    reserve(length + 2L);
    buffer[size++] = '"';
    int i = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      buffer[size++] = (byte) c;
    }
    // Most strings end here; the others may grow beyond what was reserved.
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80) {
        if (c == '"' || c == '\\') {
          put('\\');
        }
        put(c);
      } else if (c < 0x20) {
        control(c);
      } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | c & 0x3F);
      } else if (!Character.isSurrogate(c)) {
        put(0xE0 | c >> 12);
        put(0x80 | c >> 6 & 0x3F);
        put(0x80 | c & 0x3F);
      } else {
        int point = Describe.pair(text, i);
        if (point < 0) {
          throw new IllegalArgumentException(
              String.format(
                  "JSON cannot carry the lone surrogate U+%04X at index %d of a string",
                  (int) c, i));
        }
        i++;
        put(0xF0 | point >> 18);
        put(0x80 | point >> 12 & 0x3F);
        put(0x80 | point >> 6 & 0x3F);
        put(0x80 | point & 0x3F);
      }
    }
    put('"');
  }

  private void control(char c) {
    put('\\');
    switch (c) {
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      default -> {
        put('u');
        put('0');
        put('0');
        put(HEX[c >> 4]);
        put(HEX[c & 0xF]);
      }
    }
  }

  private void number(BigDecimal value) {
    int precision = value.precision();
    // Where the leading digit stands; as a long, because a scale can be near the ends of int.
    long top = (long) precision - value.scale();
    if (precision <= 15 && top > -300 && top <= 300) {
      // Two numbers of at most fifteen digits never round to the same normal double (Matula 1968),
      // so these digits already are the shortest of theirs.
      long digits = value.unscaledValue().longValue();
      if (digits == 0) {
        put('0');
      } else {
        decimal(Decimal.stripped(Math.abs(digits), -value.scale()), digits < 0);
      }
      return;
    }
    double nearest = value.doubleValue();
    if (Double.isInfinite(nearest)) {
      throw new IllegalArgumentException(
          "canonical JSON cannot carry a number beyond the range of a double,"
              + " ±1.7976931348623157E308; this one has "
              + top
              + " digits before its point");
    }
    if (value.scale() <= 0 && value.abs().compareTo(MAX_SAFE) > 0 && !isDouble(value, nearest)) {
      throw new IllegalArgumentException(
          "canonical JSON cannot carry a whole number of "
              + top
              + " digits exactly when it is beyond ±9007199254740991 and no double has its value;"
              + " write it as a string");
    }
    number(nearest);
  }

  private static boolean isDouble(BigDecimal value, double nearest) {
    return value.compareTo(new BigDecimal(nearest)) == 0
        || value.compareTo(new BigDecimal(CanonicalJson.number(nearest))) == 0;
  }

  void number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON cannot carry the number " + value);
    }
    if (value == 0) {
      put('0');
      return;
    }
    decimal(Decimal.shortest(Math.abs(value)), value < 0);
  }

  /** ECMA-262 Number::toString, steps 5 to 10, with its k digits and its n. */
  private void decimal(Decimal decimal, boolean negative) {
    byte[] digits = Long.toString(decimal.digits()).getBytes(StandardCharsets.US_ASCII);
    int k = digits.length;
    int n = k + decimal.exponent();
    if (negative) {
      put('-');
    }
    if (k <= n && n <= 21) {
      ascii(digits);
      zeros(n - k);
    } else if (0 < n && n <= 21) {
      ascii(digits, 0, n);
      put('.');
      ascii(digits, n, k);
    } else if (-6 < n && n <= 0) {
      put('0');
      put('.');
      zeros(-n);
      ascii(digits);
    } else {
      put(digits[0]);
      if (k > 1) {
        put('.');
        ascii(digits, 1, k);
      }
      put('e');
      put(n > 0 ? '+' : '-');
      ascii(Integer.toString(Math.abs(n - 1)).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void zeros(int count) {
    for (int i = 0; i < count; i++) {
      put('0');
    }
  }

  private void ascii(byte[] bytes) {
    ascii(bytes, 0, bytes.length);
  }

  private void ascii(byte[] bytes, int from, int to) {
    reserve(to - from);
    System.arraycopy(bytes, from, buffer, size, to - from);
    size += to - from;
  }

  private void put(int b) {
    if (size == buffer.length) {
      reserve(1);
    }
    buffer[size++] = (byte) b;
  }

  private void reserve(long more) {
    long needed = size + more;
    if (needed > buffer.length) {
      if (needed > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException("JSON is longer than an array can be");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, needed + needed / 2));
    }
  }
}
