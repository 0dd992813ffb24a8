package org.governance4j.json;

import java.nio.charset.StandardCharsets;
import org.governance4j.JsonValue;

/**
 * Writes JSON in the one form of RFC 8785 (JSON Canonicalization Scheme, JCS), so that equal values
 * are equal bytes and can be hashed and signed.
 *
 * <ul>
 *   <li>no white space; UTF-8; members sorted by the UTF-16 code units of their names
 *   <li>strings escape what they must ({@code \b \t \n \f \r \" \\}, other controls as {@code
 *       \}{@code u00xx}) and nothing else
 *   <li>numbers as {@code Number::toString} of ECMA-262 writes the nearest double; by that
 *       algorithm, not by {@code Double.toString}, which differs between JDK releases
 * </ul>
 *
 * <p><b>What is refused</b>, always with an {@link IllegalArgumentException} that names the value:
 *
 * <ul>
 *   <li>a string or name with a lone surrogate, which UTF-8 cannot carry
 *   <li>a number beyond the range of a double
 *   <li>a whole number beyond ±(2⁵³ − 1) that would silently become another one. It is written if
 *       it is a double: exactly, as 18446744073709551616 (2⁶⁴) is, or by shortest digits, as 1E30
 *       is. So every finite double can be written, and so can everything this class wrote
 *   <li>nesting deeper than {@value StrictJson#DEPTH_CEILING}
 * </ul>
 *
 * <p>A number with a fraction is rounded to the nearest double as the RFC prescribes:
 * 333333333.33333329 becomes {@code 333333333.3333333}. Whoever needs more digits carries them in a
 * string (RFC 8785, appendix D).
 *
 * <p>Stateless; safe for any number of threads. The same bytes on every JDK.
 */
public final class CanonicalJson {
  /** Sign, 17 digits, point, exponent or leading zeros: no double takes more. */
  private static final int LONGEST_NUMBER = 25;

  private CanonicalJson() {}

  /**
   * The canonical form in UTF-8.
   *
   * @throws IllegalArgumentException if the value has no canonical form
   */
  public static byte[] write(JsonValue value) {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(value);
    return writer.toBytes();
  }

  /**
   * The canonical form as a string.
   *
   * @throws IllegalArgumentException if the value has no canonical form
   */
  public static String writeString(JsonValue value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }

  /**
   * A double as {@code Number::toString} of ECMA-262 writes it; minus zero as {@code 0}.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public static String number(double value) {
    CanonicalWriter writer = new CanonicalWriter(LONGEST_NUMBER);
    writer.number(value);
    return new String(writer.toBytes(), StandardCharsets.US_ASCII);
  }
}
