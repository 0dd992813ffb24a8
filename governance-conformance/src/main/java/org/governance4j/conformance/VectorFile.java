package org.governance4j.conformance;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of vectors. What these methods refuse with {@link InvalidData} is wrong with the
 * file, so they are called before a case is run, never inside one that must be refused; the two
 * that are meant for inside a case say so.
 */
final class VectorFile {

  private VectorFile() {}

  /** A file that is one object. */
  static JsonMembers object(Folder folder, String file) throws IOException {
    return JsonMembers.of(StrictJson.parseObject(folder.read(file)), file);
  }

  /** Runs each item of a file that is an array of objects. */
  static void each(Folder folder, String file, Cases cases, Item item) throws IOException {
    if (!(StrictJson.parse(folder.read(file)) instanceof JsonValue.Arr array)) {
      throw new InvalidData(file + ": expected an array");
    }
    each(file, array, cases, item);
  }

  /** Runs each item of an array of objects. */
  static void each(String place, JsonValue.Arr array, Cases cases, Item item) {
    for (int i = 0; i < array.items().size(); i++) {
      String at = place + "[" + i + "]";
      if (array.items().get(i) instanceof JsonValue.Obj members) {
        one(at, cases, () -> item.run(JsonMembers.of(members, at)));
      } else {
        cases.fail(at, "malformed case: expected an object");
      }
    }
  }

  /** Reads one case, which counts as failed if it cannot be read. */
  static void one(String name, Cases cases, Runnable reading) {
    try {
      reading.run();
    } catch (TimeLimit.Interrupted e) {
      throw e;
    } catch (RuntimeException e) {
      cases.fail(name, "malformed case: " + e.getMessage());
    }
  }

  /** Skips the members of an object that its runner does not know. */
  static void skipOthers(JsonMembers object, Cases cases, Set<String> known) {
    for (String name : object.names()) {
      if (!known.contains(name)) {
        cases.skip(object.path(name), "no runner for this member");
      }
    }
  }

  /** Skips every case of a file: the items of an array, or of all arrays of an object. */
  static void skipAll(Folder folder, String file, Cases cases, String why) throws IOException {
    JsonValue value = StrictJson.parse(folder.read(file));
    if (value instanceof JsonValue.Arr array) {
      skipItems(file, array, cases, why);
    } else if (value instanceof JsonValue.Obj object
        && object.members().values().stream().anyMatch(JsonValue.Arr.class::isInstance)) {
      JsonMembers members = JsonMembers.of(object, file);
      object
          .members()
          .forEach(
              (name, member) -> {
                if (member instanceof JsonValue.Arr array) {
                  skipItems(members.path(name), array, cases, why);
                }
              });
    } else {
      cases.skip(file, why);
    }
  }

  static void skipItems(String place, JsonValue.Arr array, Cases cases, String why) {
    for (int i = 0; i < array.items().size(); i++) {
      cases.skip(place + "[" + i + "]", why);
    }
  }

  /** The strings of an array; {@code null}, as Go writes an empty list, is none. */
  static List<String> strings(JsonMembers object, String name) {
    return object.value(name) == JsonValue.NULL ? List.of() : object.strings(name);
  }

  /** The same, and no array is none too, as Go leaves an empty list out. */
  static List<String> optionalStrings(JsonMembers object, String name) {
    return object.has(name) ? strings(object, name) : List.of();
  }

  /** A string; {@code null} is as good as none. */
  static @Nullable String optionalString(JsonMembers object, String name) {
    return object.optionalValue(name) == JsonValue.NULL ? null : object.optionalString(name);
  }

  /** A whole number of any size. */
  static BigDecimal wholeNumber(JsonMembers object, String name) {
    if (object.value(name) instanceof JsonValue.Num number && number.value().scale() <= 0) {
      return number.value();
    }
    throw object.invalid(name, "expected a whole number");
  }

  static byte[] bytes(JsonMembers object, String name) {
    try {
      return Base64.getDecoder().decode(object.string(name));
    } catch (IllegalArgumentException e) {
      throw object.invalid(name, "expected base64: " + e.getMessage());
    }
  }

  static byte[] hex(String place, String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new InvalidData(place + ": expected hexadecimal digits: " + e.getMessage());
    }
  }

  /** A hash as hexadecimal digits, of either case. */
  static Digest digest(String place, String hex) {
    byte[] bytes = hex(place, hex);
    if (bytes.length != Digest.LENGTH) {
      throw new InvalidData(
          place + ": expected " + Digest.LENGTH + " bytes in hexadecimal digits, found " + hex);
    }
    return Digest.of(bytes);
  }

  /** Hashes as hexadecimal digits, of either case. */
  static List<Digest> digests(JsonMembers object, String name) {
    return strings(object, name).stream().map(hex -> digest(object.path(name), hex)).toList();
  }

  /**
   * For inside a case: a tree size or index. Sizes from 2⁶³ on do not exist for this library, which
   * is a refusal.
   */
  static long position(BigDecimal number) {
    if (number.toBigInteger().bitLength() > 63) {
      throw new InvalidData("sizes and indices reach to 2^63 - 1, found " + number);
    }
    return number.longValueExact();
  }

  /** For inside a case: hashes in base64, each of 32 bytes or the case is refused. */
  static List<Digest> path(List<String> base64) {
    return base64.stream().map(Digest::parseBase64).toList();
  }

  /** Reads and runs one item. */
  @FunctionalInterface
  interface Item {
    void run(JsonMembers item);
  }
}
