package org.governance4j.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The commitments of SD-JWT (RFC 9901, section 4.2.1 to 4.2.3): making and opening them. No message
 * repeats a part of a disclosure.
 */
final class Disclosures {

  static final int SALT_BYTES = 16;

  /** A digest as {@link Digest#toString} writes it. */
  static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");

  /** The JSON that fills {@link EntryCodec#MAX_DISCLOSURE} characters: three bytes in four. */
  private static final int MAX_JSON = EntryCodec.MAX_DISCLOSURE / 4 * 3;

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Disclosures() {}

  record Opened(String name, JsonValue value) {}

  /**
   * Commits to a value; to its digest, if it is too long.
   *
   * @throws IllegalArgumentException if the salt has another length, the name is one RFC 9901 keeps
   *     for itself, or the value has no canonical form
   */
  static EntryCodec.Disclosure commit(byte[] salt, String name, JsonValue value) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException(
          "a salt has " + SALT_BYTES + " bytes, found " + salt.length);
    }
    if (name.equals("...")) {
      throw new IllegalArgumentException("a sensitive value must not be named \"...\" (RFC 9901)");
    }
    byte[] json = array(salt, name, value);
    if (json.length > MAX_JSON) {
      json = array(salt, name, summary(value));
    }
    String encoded = BASE64URL.encodeToString(json);
    return new EntryCodec.Disclosure(name, encoded, digest(encoded));
  }

  private static byte[] array(byte[] salt, String name, JsonValue value) {
    return CanonicalJson.write(
        JsonValue.array(JsonValue.of(BASE64URL.encodeToString(salt)), JsonValue.of(name), value));
  }

  /** What stands for a value that is too long to be kept. */
  private static JsonValue summary(JsonValue value) {
    byte[] json = CanonicalJson.write(value);
    return JsonValue.object()
        .with("length", JsonValue.of(json.length))
        .with("sha256", JsonValue.of(Digest.sha256(json).hex()));
  }

  /** The SHA-256 of the ASCII of a disclosure, in base64url without padding. */
  static String digest(String encoded) {
    byte[] ascii = encoded.getBytes(StandardCharsets.US_ASCII);
    return BASE64URL.encodeToString(Digest.sha256(ascii).bytes());
  }

  /**
   * Opens a commitment.
   *
   * @throws InvalidData if the disclosure does not have the digest or is malformed
   */
  static Opened open(String encoded, String digest) {
    if (!isDigest(digest)) {
      throw new InvalidData(
          "expected the digest of a disclosure, a SHA-256 of 43 characters in base64url without"
              + " padding, found "
              + digest.length()
              + " characters that are not one");
    }
    // First, so that a text that is not ASCII cannot pass as the ASCII it would be squeezed into.
    byte[] json = base64Url(encoded);
    if (json == null) {
      throw new InvalidData(
          "a disclosure is written in base64url without padding, this one is not");
    }
    String actual = digest(encoded);
    if (!actual.equals(digest)) {
      throw new InvalidData("the disclosure has the digest " + actual + ", expected " + digest);
    }
    // As deep as one may be written: an entry hides its values from the limit of its own nesting.
    JsonValue value = StrictJson.parse(json, StrictJson.MAX_BYTES, StrictJson.DEPTH_CEILING, true);
    if (value instanceof JsonValue.Arr array) {
      List<JsonValue> items = array.items();
      if (items.size() == 3
          && items.get(0) instanceof JsonValue.Str
          && items.get(1) instanceof JsonValue.Str name) {
        return new Opened(name.value(), items.get(2));
      }
    }
    throw new InvalidData(
        "a disclosure is an array of a salt, a name and a value; this one is not");
  }

  /** Whether a text is the base64url without padding of 32 bytes, in its one spelling. */
  static boolean isDigest(String text) {
    byte[] bytes = text.length() == 43 ? base64Url(text) : null;
    return bytes != null && bytes.length == Digest.LENGTH;
  }

  private static byte @Nullable [] base64Url(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      // The JDK's decoder forgives padding and trailing bits, which would give a second spelling.
      return BASE64URL.encodeToString(bytes).equals(text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
