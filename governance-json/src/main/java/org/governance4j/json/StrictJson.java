package org.governance4j.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;

/**
 * Reads JSON (RFC 8259) in the strict way of I-JSON (RFC 7493): every text has one meaning, or it
 * is refused.
 *
 * <p>Refused, with an {@link InvalidData} that names line and column (both from 1, columns in
 * UTF-16 units):
 *
 * <ul>
 *   <li>anything but well-formed UTF-8 without a byte order mark
 *   <li>a member name that occurs twice in one object
 *   <li>a lone surrogate, raw or escaped
 *   <li>anything but white space after the value; comments, NaN, trailing commas and whatever else
 *       RFC 8259 has not
 *   <li>more than {@value #MAX_BYTES} bytes (of a string: UTF-16 units)
 *   <li>arrays and objects nested deeper than {@value #MAX_DEPTH} levels
 *   <li>a number of more than {@value #MAX_NUMBER_LENGTH} characters, or whose leading digit is
 *       further than {@value #MAX_EXPONENT} places from the decimal point: a few bytes must not
 *       stand for gigabytes of digits
 * </ul>
 *
 * <p>Numbers keep their exact value; {@code -0} reads as 0.
 *
 * <p>Stateless; safe for any number of threads.
 */
public final class StrictJson {

  /** The longest text that is read unless a caller sets another limit: 64 MiB. */
  public static final int MAX_BYTES = 64 << 20;

  /** The deepest nesting that is read unless a caller sets another limit. */
  public static final int MAX_DEPTH = 256;

  /** The deepest nesting a caller may allow, and the deepest that is ever written. */
  public static final int DEPTH_CEILING = 512;

  /** The longest number in characters. */
  public static final int MAX_NUMBER_LENGTH = 1_000;

  /** The largest decimal exponent of a number, positive or negative, in scientific notation. */
  public static final int MAX_EXPONENT = 9_999;

  private StrictJson() {}

  /**
   * Reads one value.
   *
   * @param utf8 the text in UTF-8
   * @throws InvalidData if it is not strict JSON
   */
  public static JsonValue parse(byte[] utf8) {
    return parse(utf8, MAX_BYTES, MAX_DEPTH);
  }

  /**
   * Reads one value.
   *
   * @throws InvalidData if it is not strict JSON
   */
  public static JsonValue parse(String text) {
    if (text.length() > MAX_BYTES) {
      throw tooLong(text.length(), "UTF-16 units", MAX_BYTES);
    }
    return read(text.toCharArray(), text.length(), MAX_DEPTH, false);
  }

  /**
   * Reads one object.
   *
   * @param utf8 the text in UTF-8
   * @throws InvalidData if it is not strict JSON, or another value than an object
   */
  public static JsonValue.Obj parseObject(byte[] utf8) {
    return object(parse(utf8));
  }

  /**
   * Reads one value within other limits.
   *
   * @param utf8 the text in UTF-8
   * @param maxBytes the most bytes to read, at least 1
   * @param maxDepth the deepest nesting to read, 1 to {@value #DEPTH_CEILING}
   * @throws InvalidData if it is not strict JSON within these limits
   * @throws IllegalArgumentException if a limit is out of its range
   */
  public static JsonValue parse(byte[] utf8, int maxBytes, int maxDepth) {
    return parse(utf8, maxBytes, maxDepth, false);
  }

  /**
   * Reads one value of a text that a serving thread judges, for example what a model has answered:
   * no third-party code runs, and a refusal repeats nothing of the text. It has line, column and
   * what was expected there, and continues a sentence like "the answer is": {@code not strict JSON
   * at line 1, column 8: expected a colon}. Accepts what {@link #parse(String)} accepts, in time
   * linear in the length.
   *
   * @param maxLength the most UTF-16 units to read, at least 1; may be more than {@value
   *     #MAX_BYTES} where the caller bounds the work by other means
   * @throws InvalidData if it is not strict JSON of at most that length
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public static JsonValue parseWithheld(String text, int maxLength) {
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength must be at least 1: " + maxLength);
    }
    if (text.length() > maxLength) {
      throw new InvalidData(
          "not strict JSON of at most " + maxLength + " UTF-16 units: it has " + text.length());
    }
    return ServingReader.read(text, MAX_DEPTH);
  }

  /** Reads one value; with {@code withhold}, no message repeats a part of the text. */
  static JsonValue parse(byte[] utf8, int maxBytes, int maxDepth, boolean withhold) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
    }
    if (maxDepth < 1 || maxDepth > DEPTH_CEILING) {
      throw new IllegalArgumentException(
          "maxDepth must be 1 to " + DEPTH_CEILING + ": " + maxDepth);
    }
    if (utf8.length > maxBytes) {
      throw tooLong(utf8.length, "bytes", maxBytes);
    }
    CharBuffer text = decode(utf8, withhold);
    return read(text.array(), text.limit(), maxDepth, withhold);
  }

  /** The value as an object. */
  static JsonValue.Obj object(JsonValue value) {
    if (value instanceof JsonValue.Obj object) {
      return object;
    }
    throw new InvalidData("expected an object, found " + Describe.kind(value));
  }

  private static JsonValue read(char[] text, int length, int maxDepth, boolean withhold) {
    if (length > 0 && text[0] == '\uFEFF') {
      throw new InvalidData("invalid JSON at line 1, column 1: a byte order mark is not allowed");
    }
    return StrictReader.read(text, length, maxDepth, withhold);
  }

  private static CharBuffer decode(byte[] utf8, boolean withhold) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(utf8);
    // Every byte yields one UTF-16 unit at most.
    CharBuffer out = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      throw new InvalidData(
          "invalid JSON at "
              + Describe.place(out, out.limit())
              + ": "
              + (withhold ? "a byte (withheld)" : String.format("byte 0x%02X", utf8[in.position()]))
              + " is not well-formed UTF-8 there");
    }
    return out;
  }

  private static InvalidData tooLong(int length, String unit, int limit) {
    return new InvalidData("JSON has " + length + " " + unit + ", the limit is " + limit);
  }
}
