package org.governance4j.crypto;

import java.util.Base64;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/** Base64 (RFC 4648) in JSON: written in the standard alphabet, read in either of the two. */
final class Base64Text {
  private Base64Text() {}

  static JsonValue of(byte[] bytes) {
    return JsonValue.of(Base64.getEncoder().encodeToString(bytes));
  }

  /**
   * The bytes of a member, in the standard or in the URL-safe alphabet as DSSE asks of its readers;
   * in the one spelling that each of them has, with its padding.
   */
  static byte[] read(JsonMembers members, String name) {
    String text = members.string(name);
    boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    byte[] bytes;
    try {
      bytes = (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
    } catch (IllegalArgumentException e) {
      throw members.invalid(name, "is not base64");
    }
    // The decoder forgives missing padding and non-zero trailing bits: spellings nobody signed.
    if (!(urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder())
        .encodeToString(bytes)
        .equals(text)) {
      throw members.invalid(name, "is not canonical base64");
    }
    return bytes;
  }
}
