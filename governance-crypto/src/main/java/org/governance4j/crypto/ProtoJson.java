package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON form of a protobuf message: members under their camel-case name or the one with
 * underscores, {@code null} as good as none, 64-bit numbers also as strings, bytes in either
 * alphabet of base64. Stricter than protobuf where it leaves a choice: no member twice, no bits of
 * base64 that mean nothing.
 *
 * <p>Not safe for more than one thread: it remembers which names were asked for.
 */
final class ProtoJson {

  /** The deepest nesting of a document. */
  private static final int MAX_DEPTH = 64;

  private final JsonValue.Obj object;
  private final String path;
  private final Set<String> known = new HashSet<>();

  private ProtoJson(JsonValue.Obj object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Starts reading a document.
   *
   * @param path how messages name it
   * @throws InvalidData if it is not strict JSON, or not an object
   */
  static ProtoJson parse(byte[] utf8, String path) {
    JsonValue value = StrictJson.parse(utf8, StrictJson.MAX_BYTES, MAX_DEPTH);
    if (value instanceof JsonValue.Obj object) {
      return new ProtoJson(object, path);
    }
    throw new InvalidData(path + ": expected an object");
  }

  boolean has(String name) {
    return value(name) != null;
  }

  @Nullable ProtoJson optional(String name) {
    JsonValue value = value(name);
    return value == null ? null : object(value, at(name));
  }

  ProtoJson object(String name) {
    return required(name, optional(name));
  }

  /** The objects of an array, of which there may be at most so many; none if there is no array. */
  List<ProtoJson> objects(String name, int most) {
    List<JsonValue> items = items(name, most);
    List<ProtoJson> objects = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      objects.add(object(items.get(i), at(name) + "[" + i + "]"));
    }
    return objects;
  }

  /** The same for byte strings. */
  List<byte[]> byteStrings(String name, int most) {
    List<JsonValue> items = items(name, most);
    List<byte[]> strings = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String at = at(name) + "[" + i + "]";
      if (!(items.get(i) instanceof JsonValue.Str text)) {
        throw new InvalidData(at + ": expected a string");
      }
      strings.add(base64(text.value(), at));
    }
    return strings;
  }

  @Nullable String optionalString(String name) {
    JsonValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonValue.Str text) {
      return text.value();
    }
    throw invalid(name, "expected a string");
  }

  String string(String name) {
    return required(name, optionalString(name));
  }

  byte @Nullable [] optionalBytes(String name) {
    String text = optionalString(name);
    return text == null ? null : base64(text, at(name));
  }

  /** Bytes, of which there must be some. */
  byte[] bytes(String name) {
    byte[] bytes = required(name, optionalBytes(name));
    if (bytes.length == 0) {
      throw invalid(name, "must not be empty");
    }
    return bytes;
  }

  /** A number from 0, as a number or as a string of digits; null if there is none. */
  @Nullable Long optionalNatural(String name) {
    JsonValue value = value(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonValue.Num number
        && number.value().scale() <= 0
        && number.value().precision() - number.value().scale() <= 19
        && number.value().signum() >= 0
        && number.value().toBigInteger().bitLength() <= 63) {
      return number.value().longValueExact();
    }
    if (value instanceof JsonValue.Str text
        && text.value().matches("[0-9]{1,19}")
        && (text.value().length() < 19 || text.value().compareTo("9223372036854775807") <= 0)) {
      return Long.valueOf(text.value());
    }
    throw invalid(name, "expected a whole number from 0 to 2^63 - 1");
  }

  /** The same; none is 0, as protobuf leaves 0 out. */
  long natural(String name) {
    Long value = optionalNatural(name);
    return value == null ? 0 : value;
  }

  /** A time as RFC 3339 writes it. */
  @Nullable Instant optionalTime(String name) {
    String text = optionalString(name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new InvalidData(
          at(name) + ": expected a time as RFC 3339 writes it, found " + Hostile.quote(text), e);
    }
  }

  /** The only one of these members that the object has. */
  String oneOf(String... names) {
    String found = null;
    for (String name : names) {
      if (has(name)) {
        if (found != null) {
          throw new InvalidData(path + ": has both " + found + " and " + name);
        }
        found = name;
      }
    }
    if (found == null) {
      throw new InvalidData(path + ": expected one of " + List.of(names));
    }
    return found;
  }

  /** Refuses members that nobody has asked for. */
  void noOthers() {
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw new InvalidData(path + ": unknown member " + Hostile.quote(name));
      }
    }
  }

  InvalidData invalid(String name, String reason) {
    return new InvalidData(at(name) + ": " + reason);
  }

  InvalidData invalid(String name, String reason, Throwable cause) {
    return new InvalidData(at(name) + ": " + reason, cause);
  }

  private String at(String name) {
    return path + "." + name;
  }

  private @Nullable JsonValue value(String name) {
    known.add(name);
    JsonValue value = object.get(name);
    String other = underscored(name);
    if (other != null) {
      known.add(other);
      JsonValue second = object.get(other);
      if (value != null && second != null) {
        throw invalid(name, "is given twice, also as " + other);
      }
      value = value == null ? second : value;
    }
    return value == JsonValue.NULL ? null : value;
  }

  private List<JsonValue> items(String name, int most) {
    JsonValue value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonValue.Arr array)) {
      throw invalid(name, "expected an array");
    }
    if (array.items().size() > most) {
      throw invalid(name, "has " + array.items().size() + " items, the limit is " + most);
    }
    return array.items();
  }

  private <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw invalid(name, "missing");
    }
    return value;
  }

  private static ProtoJson object(JsonValue value, String at) {
    if (value instanceof JsonValue.Obj object) {
      return new ProtoJson(object, at);
    }
    throw new InvalidData(at + ": expected an object");
  }

  /** The name in the protobuf definition, or null if it is the same. */
  private static @Nullable String underscored(String name) {
    StringBuilder other = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        other.append('_').append((char) (c + 'a' - 'A'));
      } else {
        other.append(c);
      }
    }
    return other.length() == name.length() ? null : other.toString();
  }

  /** Base64 in one of its alphabets, with or without padding, without bits that mean nothing. */
  static byte[] base64(String text, String at) {
    byte[] ascii = text.getBytes(ISO_8859_1);
    boolean url = false;
    boolean standard = false;
    int end = 0;
    for (int i = 0; i < ascii.length; i++) {
      byte c = ascii[i];
      url |= c == '-' || c == '_';
      standard |= c == '+' || c == '/';
      if (c != '=') {
        end = i + 1;
      }
    }
    try {
      if (ascii.length != text.length() || (url && standard)) {
        throw new IllegalArgumentException("two alphabets");
      }
      byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(ascii);
      if (bytes.length % 3 != 0) {
        byte[] last = new byte[bytes.length % 3];
        System.arraycopy(bytes, bytes.length - last.length, last, 0, last.length);
        byte[] again = (url ? Base64.getUrlEncoder() : Base64.getEncoder()).encode(last);
        if (again[last.length] != ascii[end - 1]) {
          throw new IllegalArgumentException("trailing bits");
        }
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new InvalidData(at + ": expected base64", e);
    }
  }
}
