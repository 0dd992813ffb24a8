package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.governance4j.InvalidData;

/**
 * Reads finite decimal numbers, one a line, ended by LF or CR LF. Short ones are read in place:
 * files of ten million lines are no rarity.
 *
 * <p>One thread.
 */
final class NumberLines {
  /** Whole numbers up to here are doubles as they are. */
  private static final long MAX_EXACT = 1L << 53;

  /** All powers of ten that are doubles as they are: a quotient of the two is rounded once. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MAX_DIGITS = 18;

  private final InputStream in;
  private final int maxBytes;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private int next;
  private int end;
  private long number;
  private long taken;

  /**
   * Takes a stream, which the caller closes.
   *
   * @param maxBytes the longest line
   */
  NumberLines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Goes to the next line; false after the last. */
  boolean next() throws IOException {
    int at = next;
    while (true) {
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end) {
        line(at, at + 1);
        return true;
      }
      if (at - next > maxBytes) {
        number++;
        from = next;
        to = at;
        return true;
      }
      int held = end - next;
      if (!fill()) {
        if (held == 0) {
          return false;
        }
        line(end, end);
        return true;
      }
      at = held;
    }
  }

  private void line(int last, int following) {
    number++;
    from = next;
    to = last > from && buffer[last - 1] == '\r' ? last - 1 : last;
    next = following;
  }

  /** Moves what is left to the front and reads on behind it; it is shorter than the buffer. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, next, buffer, 0, end - next);
    end -= next;
    next = 0;
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, read);
    taken += Math.max(0, read);
    return read > 0;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  /** How many bytes were taken from the stream; of the last ones the lines may be to come. */
  long taken() {
    return taken;
  }

  /** The line without its end and the white space around it. */
  String text() {
    return new String(buffer, from, Math.min(to - from, maxBytes), StandardCharsets.UTF_8).strip();
  }

  /**
   * The number in the line.
   *
   * @throws InvalidData if there is none, or the line is too long
   */
  double value() {
    long digits = 0;
    int count = 0;
    int fraction = 0;
    boolean point = false;
    boolean negative = from < to && buffer[from] == '-';
    for (int i = negative ? from + 1 : from; i < to; i++) {
      int c = buffer[i];
      if (c >= '0' && c <= '9' && count < MAX_DIGITS) {
        digits = 10 * digits + (c - '0');
        count++;
        fraction += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        return other();
      }
    }
    if (count == 0 || digits > MAX_EXACT) {
      return other();
    }
    double magnitude = digits / POWERS[fraction];
    return negative ? -magnitude : magnitude;
  }

  /** A number that is not exact by one division, or none. */
  private double other() {
    if (to - from > maxBytes) {
      throw new InvalidData("the line has more bytes than the limit of " + maxBytes);
    }
    String text = text();
    double value = isDecimal(text) ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new InvalidData(BadNumber.message(text, Arrays.copyOfRange(buffer, from, to), number));
    }
    return value;
  }

  /** Digits with at most one point among, before or behind them, then perhaps an exponent. */
  private static boolean isDecimal(String text) {
    int start = afterSign(text, 0);
    int point = afterDigits(text, start);
    boolean hasPoint = point < text.length() && text.charAt(point) == '.';
    int end = hasPoint ? afterDigits(text, point + 1) : point;
    if (end - start - (hasPoint ? 1 : 0) == 0) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) | ' ') == 'e') {
      int exponent = afterSign(text, end + 1);
      end = afterDigits(text, exponent);
      return end > exponent && end == text.length();
    }
    return end == text.length();
  }

  private static int afterSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int afterDigits(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
