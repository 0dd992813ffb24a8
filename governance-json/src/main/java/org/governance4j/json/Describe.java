package org.governance4j.json;

import java.math.BigDecimal;
import org.governance4j.JsonValue;

/** How messages speak of JSON values: short, on one line. */
final class Describe {

  private static final int LONGEST = 80;

  private Describe() {}

  /** The kind of a value with its article, for example {@code an object}. */
  static String kind(JsonValue value) {
    if (value instanceof JsonValue.Obj) {
      return "an object";
    } else if (value instanceof JsonValue.Arr) {
      return "an array";
    } else if (value instanceof JsonValue.Str) {
      return "a string";
    } else if (value instanceof JsonValue.Num) {
      return "a number";
    } else if (value instanceof JsonValue.Bool) {
      return "a boolean";
    }
    return "null";
  }

  /** The kind of a value and, when it is a scalar, the value. */
  static String value(JsonValue value) {
    if (value instanceof JsonValue.Str string) {
      return "the string " + quote(string.value());
    } else if (value instanceof JsonValue.Num number) {
      return "the number " + number(number.value());
    } else if (value instanceof JsonValue.Bool bool) {
      return "the boolean " + bool.value();
    }
    return kind(value);
  }

  /** A number, never expanded: 1E+999 stays short. */
  static String number(BigDecimal value) {
    return cut(value.toString());
  }

  /** Line and column of an index, both from 1; a line ends with CR, LF or both. */
  static String place(CharSequence text, int index) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < index; i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
        line++;
        begin = i + 1;
      }
    }
    return "line " + line + ", column " + (index - begin + 1);
  }

  /** A text in quotes, cut short, without anything that could break a line. */
  static String quote(String text) {
    return '"' + line(cut(text)) + '"';
  }

  /** The text with its control characters and lone surrogates replaced. */
  static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && pair(text, i) >= 0) {
        out.append(c).append(text.charAt(++i));
      } else {
        boolean printable = !Character.isISOControl(c) && !Character.isSurrogate(c);
        out.append(printable && c != '\u2028' && c != '\u2029' ? c : '?');
      }
    }
    return out.toString();
  }

  /** The code point of the surrogate pair that starts here, or -1. */
  static int pair(String text, int at) {
    int point = text.codePointAt(at);
    return Character.isSupplementaryCodePoint(point) ? point : -1;
  }

  /** The index of the first lone surrogate, or -1. */
  static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (pair(text, i) < 0) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
