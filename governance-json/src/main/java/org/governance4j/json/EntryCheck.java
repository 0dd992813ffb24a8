package org.governance4j.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.governance4j.Entry;
import org.governance4j.InvalidData;

/**
 * Tells whether bytes are an entry, without building one: what verifies a whole ledger asks this of
 * every entry and needs no other answer.
 *
 * <p>Entries in the form in which this library writes them, canonical and with plain names, are
 * recognised in one pass over the bytes that allocates nothing. The pass knows only what it is sure
 * of; whatever else there is, is left to {@link EntryCodec#decode}, so the answer is always that of
 * the codec.
 *
 * <p>O(n). Stateless; safe for any number of threads.
 */
public final class EntryCheck {
  /** What an entry of ours never reaches; deeper ones are left to the codec. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_EXPONENT_DIGITS = 3;
  private static final int DIGEST_LENGTH = 43;

  private static final byte[] SD = ascii("_sd");
  private static final byte[] ACTOR = ascii("actor");
  private static final byte[] SUBJECT = ascii("subject");
  private static final byte[] TS = ascii("ts");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] V = ascii("v");
  private static final byte[] TIME = ascii("0000-00-00T00:00:00.000Z");

  /** All of actor, subject, ts, type and v. */
  private static final int REQUIRED = 0b11111;

  /** No place in the bytes: they are left to the codec. */
  private static final int UNSURE = -1;

  private EntryCheck() {}

  /**
   * Returns if a range of bytes is an entry as it stands in a ledger.
   *
   * @param source holds the entry
   * @param from its first byte
   * @param length how many bytes it has
   * @throws InvalidData if it is not; exactly when {@link EntryCodec#decode} of these bytes throws
   *     it, and with the same message
   * @throws IndexOutOfBoundsException if the range is not inside the array
   */
  public static void require(byte[] source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    if (!isPlain(source, from, length)) {
      EntryCodec.decode(Arrays.copyOfRange(source, from, from + length));
    }
  }

  /**
   * Whether a range of bytes is surely an entry in canonical form; if not, it may be one all the
   * same. Calls nothing and allocates nothing.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the array
   */
  public static boolean isPlain(byte[] b, int from, int length) {
    int end = from + length;
    if (length > Entry.MAX_BYTES || length == 0 || b[from] != '{') {
      return false;
    }
    int found = 0;
    int previous = UNSURE;
    int previousEnd = UNSURE;
    int at = from + 1;
    while (true) {
      int nameEnd = name(b, at, end);
      if (nameEnd < 0
          || !isAfter(b, at + 1, nameEnd, previous, previousEnd)
          || nameEnd + 2 >= end
          || b[nameEnd + 1] != ':') {
        return false;
      }
      previous = at + 1;
      previousEnd = nameEnd;
      int value = nameEnd + 2;
      if (is(b, previous, nameEnd, ACTOR)) {
        found |= 1;
        at = text(b, value, end);
      } else if (is(b, previous, nameEnd, SUBJECT)) {
        found |= 2;
        at = text(b, value, end);
      } else if (is(b, previous, nameEnd, TS)) {
        found |= 4;
        at = time(b, value, end);
      } else if (is(b, previous, nameEnd, TYPE)) {
        found |= 8;
        at = text(b, value, end);
      } else if (is(b, previous, nameEnd, V)) {
        found |= 16;
        at = b[value] == '1' ? value + 1 : UNSURE;
      } else if (is(b, previous, nameEnd, SD)) {
        at = digests(b, value, end);
      } else {
        at = value(b, value, end, 1);
      }
      if (at < 0 || at >= end) {
        return false;
      }
      if (b[at] == '}') {
        return at + 1 == end && found == REQUIRED;
      }
      if (b[at++] != ',') {
        return false;
      }
    }
  }

  /** The place behind a value, or {@link #UNSURE}. */
  private static int value(byte[] b, int at, int end, int depth) {
    if (at >= end) {
      return UNSURE;
    }
    return switch (b[at]) {
      case '"' -> string(b, at, end);
      case '{' -> depth == MAX_DEPTH ? UNSURE : object(b, at, end, depth + 1);
      case '[' -> depth == MAX_DEPTH ? UNSURE : array(b, at, end, depth + 1);
      case 't' -> literal(b, at, end, 'r', 'u', 'e');
      case 'n' -> literal(b, at, end, 'u', 'l', 'l');
      case 'f' ->
          at + 1 < end && b[at + 1] == 'a' ? literal(b, at + 1, end, 'l', 's', 'e') : UNSURE;
      default -> number(b, at, end);
    };
  }

  private static int object(byte[] b, int open, int end, int depth) {
    int at = open + 1;
    if (at < end && b[at] == '}') {
      return at + 1;
    }
    int previous = UNSURE;
    int previousEnd = UNSURE;
    while (true) {
      int nameEnd = name(b, at, end);
      // In ascending order no name occurs twice.
      if (nameEnd < 0
          || !isAfter(b, at + 1, nameEnd, previous, previousEnd)
          || nameEnd + 2 >= end
          || b[nameEnd + 1] != ':') {
        return UNSURE;
      }
      previous = at + 1;
      previousEnd = nameEnd;
      at = value(b, nameEnd + 2, end, depth);
      if (at < 0 || at >= end) {
        return UNSURE;
      }
      if (b[at] == '}') {
        return at + 1;
      }
      if (b[at++] != ',') {
        return UNSURE;
      }
    }
  }

  private static int array(byte[] b, int open, int end, int depth) {
    int at = open + 1;
    if (at < end && b[at] == ']') {
      return at + 1;
    }
    while (true) {
      at = value(b, at, end, depth);
      if (at < 0 || at >= end) {
        return UNSURE;
      }
      if (b[at] == ']') {
        return at + 1;
      }
      if (b[at++] != ',') {
        return UNSURE;
      }
    }
  }

  /** The place of the quote that ends a name of printable ASCII without escapes. */
  private static int name(byte[] b, int open, int end) {
    if (open >= end || b[open] != '"') {
      return UNSURE;
    }
    for (int at = open + 1; at < end; at++) {
      byte c = b[at];
      if (c == '"') {
        return at;
      }
      if (c < 0x20 || c == '\\') {
        return UNSURE;
      }
    }
    return UNSURE;
  }

  private static boolean isAfter(byte[] b, int from, int to, int previous, int previousEnd) {
    return previous < 0 || Arrays.compare(b, from, to, b, previous, previousEnd) > 0;
  }

  private static boolean is(byte[] b, int from, int to, byte[] name) {
    return to - from == name.length && Arrays.equals(b, from, to, name, 0, name.length);
  }

  private static int string(byte[] b, int open, int end) {
    int at = open + 1;
    while (at < end) {
      byte c = b[at];
      if (c == '"') {
        return at + 1;
      }
      if (c == '\\') {
        at = escape(b, at + 1, end);
      } else if (c >= 0x20) {
        at++;
      } else {
        at = c < 0 ? multiByte(b, at, end) : UNSURE;
      }
      if (at < 0) {
        return UNSURE;
      }
    }
    return UNSURE;
  }

  private static int escape(byte[] b, int at, int end) {
    if (at >= end) {
      return UNSURE;
    }
    switch (b[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        // Surrogates come in pairs or not at all; which of the two, is left to the codec.
        if (at + 5 > end || b[at + 1] == 'd' || b[at + 1] == 'D') {
          return UNSURE;
        }
        for (int i = at + 1; i < at + 5; i++) {
          byte c = b[i];
          if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F')) {
            return UNSURE;
          }
        }
        return at + 5;
      }
      default -> {
        return UNSURE;
      }
    }
  }

  /** One character of two to four bytes: the well-formed sequences of Unicode, table 3-7. */
  private static int multiByte(byte[] b, int at, int end) {
    int lead = b[at] & 0xff;
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (lead < 0xc2 || lead > 0xf4 || at + length > end) {
      return UNSURE;
    }
    int second = b[at + 1] & 0xff;
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return UNSURE;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((b[i] & 0xc0) != 0x80) {
        return UNSURE;
      }
    }
    return at + length;
  }

  /** The word whose first letter stands at {@code at}, or its second of five. */
  private static int literal(byte[] b, int at, int end, char second, char third, char fourth) {
    return at + 4 <= end && b[at + 1] == second && b[at + 2] == third && b[at + 3] == fourth
        ? at + 4
        : UNSURE;
  }

  private static int number(byte[] b, int start, int end) {
    int at = b[start] == '-' ? start + 1 : start;
    int digits = digits(b, at, end);
    if (digits == at || (b[at] == '0' && digits > at + 1)) {
      return UNSURE;
    }
    at = digits;
    if (at < end && b[at] == '.') {
      digits = digits(b, at + 1, end);
      if (digits == at + 1) {
        return UNSURE;
      }
      at = digits;
    }
    if (at < end && (b[at] == 'e' || b[at] == 'E')) {
      at++;
      if (at < end && (b[at] == '+' || b[at] == '-')) {
        at++;
      }
      digits = digits(b, at, end);
      if (digits == at || digits - at > MAX_EXPONENT_DIGITS) {
        return UNSURE;
      }
      at = digits;
    }
    return at - start > MAX_NUMBER_LENGTH ? UNSURE : at;
  }

  private static int digits(byte[] b, int from, int end) {
    int at = from;
    while (at < end && b[at] >= '0' && b[at] <= '9') {
      at++;
    }
    return at;
  }

  /** A string that is not blank, because a visible character of ASCII is in it. */
  private static int text(byte[] b, int open, int end) {
    if (b[open] != '"') {
      return UNSURE;
    }
    int at = open + 1;
    while (at < end && (b[at] < 0 || b[at] == ' ')) {
      at++;
    }
    return at < end && b[at] > ' ' && b[at] < 0x7f && b[at] != '"' && b[at] != '\\'
        ? string(b, open, end)
        : UNSURE;
  }

  /** A time as this library writes it. */
  private static int time(byte[] b, int open, int end) {
    int close = open + 1 + TIME.length;
    if (close >= end || b[open] != '"' || b[close] != '"') {
      return UNSURE;
    }
    for (int i = 0; i < TIME.length; i++) {
      byte c = b[open + 1 + i];
      if (TIME[i] == '0' ? c < '0' || c > '9' : c != TIME[i]) {
        return UNSURE;
      }
    }
    int month = two(b, open + 6);
    int day = two(b, open + 9);
    // The last days of a month depend on month and year.
    boolean isDate = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || isDate(b, open + 1));
    return isDate && two(b, open + 12) < 24 && two(b, open + 15) < 60 && two(b, open + 18) < 60
        ? close + 1
        : UNSURE;
  }

  private static boolean isDate(byte[] b, int at) {
    int year = 100 * two(b, at) + two(b, at + 2);
    int month = two(b, at + 5);
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int days =
        switch (month) {
          case 4, 6, 9, 11 -> 30;
          case 2 -> leap ? 29 : 28;
          default -> 31;
        };
    return two(b, at + 8) <= days;
  }

  private static int two(byte[] b, int at) {
    return 10 * (b[at] - '0') + b[at + 1] - '0';
  }

  /** Commitments in ascending order, each the one spelling of 32 bytes in base64url. */
  private static int digests(byte[] b, int open, int end) {
    if (b[open] != '[') {
      return UNSURE;
    }
    int previous = UNSURE;
    int at = open + 1;
    while (true) {
      int first = at + 1;
      int close = first + DIGEST_LENGTH;
      if (close + 1 >= end || b[at] != '"' || b[close] != '"') {
        return UNSURE;
      }
      int sextet = 0;
      for (int i = first; i < close; i++) {
        sextet = sextet(b[i]);
        if (sextet < 0) {
          return UNSURE;
        }
      }
      // 43 times 6 bits are two more than 32 bytes have.
      if ((sextet & 3) != 0 || !isAfter(b, first, close, previous, previous + DIGEST_LENGTH)) {
        return UNSURE;
      }
      previous = first;
      at = close + 1;
      if (b[at] == ']') {
        return at + 1;
      }
      if (b[at++] != ',') {
        return UNSURE;
      }
    }
  }

  private static int sextet(byte c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
