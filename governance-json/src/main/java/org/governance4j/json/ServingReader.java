package org.governance4j.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;

/**
 * Reads one text by recursive descent over RFC 8259's grammar, with nothing but the JDK; accepts
 * what {@link StrictReader} accepts and makes the same values of it. Looks at each character a
 * fixed number of times. One text, one owner.
 *
 * <p>Messages hold a place and what was expected there, nothing of what was found: they may end in
 * logs that must not know the text.
 */
final class ServingReader {

  private static final int HEX_DIGITS = 4;

  /** So many digits fit a long, whatever they are. */
  private static final int LONG_DIGITS = 18;

  /** Beyond what any exponent may be; where the digits that are left are only checked. */
  private static final long HUGE_EXPONENT = 1L << 40;

  private final String text;
  private final int maxDepth;
  private int at;
  private int depth;

  private ServingReader(String text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  /** Reads the one value of a text. */
  static JsonValue read(String text, int maxDepth) {
    return new ServingReader(text, maxDepth).document();
  }

  private JsonValue document() {
    if (next() == '\uFEFF') {
      throw expected("no byte order mark", 0);
    }
    skipSpace();
    JsonValue value = value("a value");
    skipSpace();
    if (at < text.length()) {
      throw expected("the end of the text", at);
    }
    return value;
  }

  /** The next character; -1 at the end. */
  private int next() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void skipSpace() {
    int c = next();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      at++;
      c = next();
    }
  }

  private JsonValue value(String expected) {
    int c = next();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> JsonValue.of(string("in a string"));
      case 't' -> literal("true", JsonValue.of(true));
      case 'f' -> literal("false", JsonValue.of(false));
      case 'n' -> literal("null", JsonValue.NULL);
      default -> {
        if (c != '-' && !digit(c)) {
          throw expected(expected, at);
        }
        yield number();
      }
    };
  }

  private JsonValue literal(String word, JsonValue value) {
    if (!text.startsWith(word, at)) {
      throw expected("a value", at);
    }
    at += word.length();
    return value;
  }

  private JsonValue array() {
    enter();
    List<JsonValue> items = new ArrayList<>();
    skipSpace();
    if (next() != ']') {
      items.add(value("a value or ]"));
      skipSpace();
      while (next() == ',') {
        at++;
        skipSpace();
        items.add(value("a value"));
        skipSpace();
      }
      if (next() != ']') {
        throw expected("a comma or ]", at);
      }
    }
    leave();
    return new JsonValue.Arr(items);
  }

  private JsonValue object() {
    enter();
    Map<String, JsonValue> members = new LinkedHashMap<>();
    skipSpace();
    if (next() != '}') {
      member(members, "a name in quotes or }");
      while (next() == ',') {
        at++;
        skipSpace();
        member(members, "a name in quotes");
      }
      if (next() != '}') {
        throw expected("a comma or }", at);
      }
    }
    leave();
    return new JsonValue.Obj(members);
  }

  private void member(Map<String, JsonValue> members, String expected) {
    int start = at;
    if (next() != '"') {
      throw expected(expected, start);
    }
    String name = string("in a name");
    if (members.containsKey(name)) {
      throw expected("a name that the object has not had", start);
    }
    skipSpace();
    if (next() != ':') {
      throw expected("a colon", at);
    }
    at++;
    skipSpace();
    members.put(name, value("a value"));
    skipSpace();
  }

  private void enter() {
    if (depth == maxDepth) {
      throw expected("at most " + maxDepth + " levels of nesting", at);
    }
    depth++;
    at++;
  }

  private void leave() {
    depth--;
    at++;
  }

  /** A string from its opening quote on. */
  private String string(String where) {
    int start = at++;
    int run = at;
    boolean surrogates = false;
    StringBuilder unescaped = null;
    while (next() != '"') {
      int c = next();
      if (c < ' ') {
        throw expected(c < 0 ? "a closing quote" : "control characters escaped " + where, at);
      }
      if (c == '\\') {
        if (unescaped == null) {
          unescaped = new StringBuilder();
        }
        unescaped.append(text, run, at);
        c = escaped();
        unescaped.append((char) c);
        run = at;
      } else {
        at++;
      }
      surrogates |= Character.isSurrogate((char) c);
    }
    String string =
        unescaped == null ? text.substring(run, at) : unescaped.append(text, run, at).toString();
    at++;
    // Only now: one half of a pair may be escaped and the other not.
    if (surrogates && Describe.loneSurrogate(string) >= 0) {
      throw expected("surrogates only in pairs " + where, start);
    }
    return string;
  }

  /** The character that an escape stands for. */
  private char escaped() {
    at++;
    int c = next();
    char stands =
        switch (c) {
          case '"', '\\', '/' -> (char) c;
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> 0;
          default -> throw expected("one of the escapes of JSON", at);
        };
    at++;
    return c == 'u' ? hex() : stands;
  }

  private char hex() {
    int unit = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int c = next();
      int digit;
      if (digit(c)) {
        digit = c - '0';
      } else if (c >= 'a' && c <= 'f') {
        digit = c - 'a' + 10;
      } else if (c >= 'A' && c <= 'F') {
        digit = c - 'A' + 10;
      } else {
        throw expected("a hexadecimal digit", at);
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private JsonValue number() {
    int start = at;
    if (next() == '-') {
      at++;
    }
    int first = at;
    digits();
    if (text.charAt(first) == '0' && at > first + 1) {
      throw expected("no digit after a leading zero", first + 1);
    }
    boolean whole = true;
    int places = 0;
    if (next() == '.') {
      whole = false;
      at++;
      int point = at;
      digits();
      places = at - point;
    }
    long exponent = 0;
    if (next() == 'e' || next() == 'E') {
      whole = false;
      exponent = exponent();
    }
    int length = at - start;
    if (length > StrictJson.MAX_NUMBER_LENGTH) {
      throw expected("a number of at most " + StrictJson.MAX_NUMBER_LENGTH + " characters", start);
    }
    if (whole && at - first <= LONG_DIGITS) {
      return JsonValue.of(Long.parseLong(text, start, at, 10));
    }
    // What BigDecimal would refuse, even of a zero.
    long scale = places - exponent;
    if ((int) exponent != exponent || (int) scale != scale) {
      throw farExponent(start);
    }
    BigDecimal value = new BigDecimal(text.substring(start, at));
    long leading = (long) value.precision() - value.scale() - 1;
    if (value.signum() != 0 && Math.abs(leading) > StrictJson.MAX_EXPONENT) {
      throw farExponent(start);
    }
    return new JsonValue.Num(value);
  }

  private void digits() {
    if (!digit(next())) {
      throw expected("a digit", at);
    }
    while (digit(next())) {
      at++;
    }
  }

  /** The exponent from its letter on; some huge one when it is at least that huge. */
  private long exponent() {
    at++;
    boolean negative = next() == '-';
    if (negative || next() == '+') {
      at++;
    }
    int start = at;
    digits();
    long exponent = 0;
    for (int i = start; i < at && exponent < HUGE_EXPONENT; i++) {
      exponent = exponent * 10 + text.charAt(i) - '0';
    }
    return negative ? -exponent : exponent;
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private InvalidData farExponent(int start) {
    return expected("a decimal exponent within ±" + StrictJson.MAX_EXPONENT, start);
  }

  private InvalidData expected(String what, int place) {
    return new InvalidData(
        "not strict JSON at " + Describe.place(text, place) + ": expected " + what);
  }
}
