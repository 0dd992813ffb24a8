package org.governance4j;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The parsers shared by digests, notes, checkpoints and proof files. Each accepts one spelling per
 * value and answers anything else with null or a negative number: text that can be respelled
 * without breaking a signature could be used to make two copies of one proof look different.
 *
 * <p>Stateless, safe for any number of threads.
 */
final class StrictText {
  private StrictText() {}

  /** Lower-case hex, or null. */
  static byte @Nullable [] hex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return null;
      }
    }
    return (text.length() & 1) == 0 ? HexFormat.of().parseHex(text) : null;
  }

  /** Canonical base64 with padding (RFC 4648 section 4), or null. */
  static byte @Nullable [] base64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      // The JDK's decoder forgives missing padding and non-zero trailing bits.
      return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** A decimal of ASCII digits below 2^63, without sign or leading zeros; otherwise negative. */
  static long decimal(String text) {
    int length = text.length();
    if (length == 0 || length > 19 || (length > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    // Nineteen digits stay below 10^19 < 2^64, so an overflow always shows as a negative number.
    return value;
  }

  /** The text of well-formed UTF-8, or null. */
  static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Whether the text can stand in a signed note: well-formed Unicode, and no ASCII control
   * character but newline.
   */
  static boolean isNoteText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\n') || (Character.isSurrogate(c) && !pairAt(text, i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is a key name: not empty, no Unicode space, no plus, no control character. */
  static boolean isKeyName(String text) {
    return !text.isEmpty()
        && isNoteText(text)
        && text.chars().noneMatch(c -> c == '+' || isSpace((char) c));
  }

  /** The text in quotes for a message: cut short, and without anything that could break a line. */
  static String quote(String text) {
    String head = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return '"' + head.replaceAll("\\p{Cntrl}", "?") + '"';
  }

  /** Unicode's White_Space property, which neither of Java's two predicates is on its own. */
  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }

  private static boolean pairAt(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
