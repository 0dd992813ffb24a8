package org.governance4j.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a JSON object one by one, by name and type, and at the end refuses those
 * that nobody asked for. It is how documents of a fixed shape are read: policies, bundles,
 * settings.
 *
 * <pre>{@code
 * JsonMembers rule = JsonMembers.of(StrictJson.parseObject(bytes), "$");
 * String field = rule.string("field");
 * double limit = rule.number("limit");
 * String note = rule.optionalString("note");
 * rule.noOthers();
 * }</pre>
 *
 * <p>Whatever is wrong becomes an {@link InvalidData} that begins with the path of the value, for
 * example {@code $.rules[2].limit: expected a number, found the string "0.5"}. A member is optional
 * by being left out: {@code null} is a value like any other, and refused where another type is
 * expected.
 *
 * <p>Not safe for more than one thread: it remembers which names were asked for.
 */
public final class JsonMembers {

  private final JsonValue.Obj object;
  private final String path;
  private final Set<String> known = new LinkedHashSet<>();

  private JsonMembers(JsonValue.Obj object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Starts reading an object.
   *
   * @param path how messages name the object: {@code $} for a whole document
   */
  public static JsonMembers of(JsonValue.Obj object, String path) {
    return new JsonMembers(object, path);
  }

  /**
   * Starts reading a document.
   *
   * @param utf8 strict JSON, one object
   * @throws InvalidData if it is anything else
   */
  public static JsonMembers parse(byte[] utf8) {
    return of(StrictJson.parseObject(utf8), "$");
  }

  /** The object being read. */
  public JsonValue.Obj object() {
    return object;
  }

  /** The path of the object. */
  public String path() {
    return path;
  }

  /** The path of a member, for example {@code $.rules} or {@code $["a b"]}. */
  public String path(String name) {
    return plain(name) ? path + "." + name : path + "[" + Describe.quote(name) + "]";
  }

  /** The names of all members in the order of the document, for objects whose names are data. */
  public List<String> names() {
    return List.copyOf(object.members().keySet());
  }

  /** Whether the object has a member. */
  public boolean has(String name) {
    return optionalValue(name) != null;
  }

  /**
   * A member of any type.
   *
   * @throws InvalidData if there is none
   */
  public JsonValue value(String name) {
    return required(name, optionalValue(name), "a value");
  }

  /** A member of any type, or null when there is none. */
  public @Nullable JsonValue optionalValue(String name) {
    known.add(name);
    return object.get(name);
  }

  /**
   * A string.
   *
   * @throws InvalidData if there is none, or another type
   */
  public String string(String name) {
    return required(name, optionalString(name), "a string");
  }

  /**
   * A string, or null when there is no such member.
   *
   * @throws InvalidData if it is of another type
   */
  public @Nullable String optionalString(String name) {
    JsonValue.Str value = typed(name, JsonValue.Str.class, "a string");
    return value == null ? null : value.value();
  }

  /**
   * A string that is not blank.
   *
   * @throws InvalidData if there is none, it is blank, or of another type
   */
  public String text(String name) {
    String value = string(name);
    if (value.isBlank()) {
      throw invalid(name, "must not be blank");
    }
    return value;
  }

  /**
   * A string out of a fixed set.
   *
   * @param words the strings that are allowed
   * @throws InvalidData if there is none, it is another one, or of another type
   */
  public String word(String name, Collection<String> words) {
    return required(name, optionalWord(name, words), "one of " + words);
  }

  /**
   * A string out of a fixed set, or null when there is no such member.
   *
   * @param words the strings that are allowed
   * @throws InvalidData if it is another one, or of another type
   */
  public @Nullable String optionalWord(String name, Collection<String> words) {
    String word = optionalString(name);
    if (word != null && !words.contains(word)) {
      throw invalid(
          name,
          "expected one of "
              + words
              + ", found "
              + Describe.quote(word)
              + Suggestion.of(word, words));
    }
    return word;
  }

  /**
   * A number as the nearest double.
   *
   * @throws InvalidData if there is none, it is beyond the range of a double, or of another type
   */
  public double number(String name) {
    return required(name, optionalNumber(name), "a number");
  }

  /**
   * A number as the nearest double, or null when there is no such member.
   *
   * @throws InvalidData if it is beyond the range of a double, or of another type
   */
  public @Nullable Double optionalNumber(String name) {
    JsonValue.Num value = typed(name, JsonValue.Num.class, "a number");
    if (value == null) {
      return null;
    }
    double number = value.asDouble();
    if (Double.isInfinite(number)) {
      throw invalid(
          name,
          "the number "
              + Describe.number(value.value())
              + " is beyond the range of a double, ±1.7976931348623157E308");
    }
    return number;
  }

  /**
   * A number within a range, the ends included.
   *
   * @throws InvalidData if there is none, it is outside, or of another type
   */
  public double number(String name, double min, double max) {
    double value = number(name);
    if (value < min || value > max) {
      throw invalid(
          name,
          "must be "
              + CanonicalJson.number(min)
              + " to "
              + CanonicalJson.number(max)
              + ", found "
              + CanonicalJson.number(value));
    }
    return value;
  }

  /**
   * A whole number; {@code 1.0} and {@code 1e0} are 1.
   *
   * @throws InvalidData if there is none, it has a fraction, is beyond a long, or of another type
   */
  public long integer(String name) {
    return required(name, optionalInteger(name), "a whole number");
  }

  /**
   * A whole number within a range, the ends included.
   *
   * @throws InvalidData if there is none, it has a fraction, is outside, or of another type
   */
  public long integer(String name, long min, long max) {
    long value = integer(name);
    if (value < min || value > max) {
      throw invalid(name, "must be " + min + " to " + max + ", found " + value);
    }
    return value;
  }

  /**
   * A whole number, or null when there is no such member.
   *
   * @throws InvalidData if it has a fraction, is beyond a long, or of another type
   */
  public @Nullable Long optionalInteger(String name) {
    JsonValue.Num value = typed(name, JsonValue.Num.class, "a whole number");
    if (value == null) {
      return null;
    }
    // A scale that is not positive means no fraction, and fewer than twenty places bound the work.
    if (value.value().scale() > 0
        || (long) value.value().precision() - value.value().scale() > 19
        || value.value().toBigInteger().bitLength() > 63) {
      throw invalid(
          name,
          "expected a whole number between "
              + Long.MIN_VALUE
              + " and "
              + Long.MAX_VALUE
              + ", found "
              + Describe.number(value.value()));
    }
    return value.value().longValue();
  }

  /**
   * A boolean.
   *
   * @throws InvalidData if there is none, or another type
   */
  public boolean bool(String name) {
    return required(name, optionalBool(name), "a boolean");
  }

  /**
   * A boolean, or a default when there is no such member.
   *
   * @throws InvalidData if it is of another type
   */
  public boolean bool(String name, boolean otherwise) {
    Boolean value = optionalBool(name);
    return value == null ? otherwise : value;
  }

  /**
   * A boolean, or null when there is no such member.
   *
   * @throws InvalidData if it is of another type
   */
  public @Nullable Boolean optionalBool(String name) {
    JsonValue.Bool value = typed(name, JsonValue.Bool.class, "a boolean");
    return value == null ? null : value.value();
  }

  /**
   * An object, to be read member by member.
   *
   * @throws InvalidData if there is none, or another type
   */
  public JsonMembers object(String name) {
    return required(name, optionalObject(name), "an object");
  }

  /**
   * An object, to be read member by member, or null when there is no such member.
   *
   * @throws InvalidData if it is of another type
   */
  public @Nullable JsonMembers optionalObject(String name) {
    JsonValue.Obj value = typed(name, JsonValue.Obj.class, "an object");
    return value == null ? null : of(value, path(name));
  }

  /**
   * An array.
   *
   * @throws InvalidData if there is none, or another type
   */
  public JsonValue.Arr array(String name) {
    return required(name, optionalArray(name), "an array");
  }

  /**
   * An array, or null when there is no such member.
   *
   * @throws InvalidData if it is of another type
   */
  public JsonValue.@Nullable Arr optionalArray(String name) {
    return typed(name, JsonValue.Arr.class, "an array");
  }

  /**
   * An array of objects, each to be read member by member.
   *
   * @throws InvalidData if there is none, or an item or the member is of another type
   */
  public List<JsonMembers> objects(String name) {
    List<JsonValue> items = array(name).items();
    List<JsonMembers> objects = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String at = path(name) + "[" + i + "]";
      objects.add(of(cast(at, items.get(i), JsonValue.Obj.class, "an object"), at));
    }
    return List.copyOf(objects);
  }

  /**
   * An array of strings.
   *
   * @throws InvalidData if there is none, or an item or the member is of another type
   */
  public List<String> strings(String name) {
    List<JsonValue> items = array(name).items();
    List<String> strings = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String at = path(name) + "[" + i + "]";
      strings.add(cast(at, items.get(i), JsonValue.Str.class, "a string").value());
    }
    return List.copyOf(strings);
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidData if the object has a member that was not asked for; the message lists those
   *     that were, and suggests the one that may have been meant
   */
  public void noOthers() {
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw new InvalidData(
            path(name) + ": unknown member" + Suggestion.of(name, known) + "; known are " + known);
      }
    }
  }

  /**
   * A refusal of a member for a reason of the caller's own, to be thrown by the caller.
   *
   * @param name the member
   * @param reason what was found and what is allowed
   */
  public InvalidData invalid(String name, String reason) {
    return new InvalidData(path(name) + ": " + reason);
  }

  private <T extends JsonValue> @Nullable T typed(String name, Class<T> type, String expected) {
    JsonValue value = optionalValue(name);
    return value == null ? null : cast(path(name), value, type, expected);
  }

  private <T> T required(String name, @Nullable T value, String expected) {
    if (value == null) {
      throw invalid(name, "missing, expected " + expected);
    }
    return value;
  }

  private static <T extends JsonValue> T cast(
      String at, JsonValue value, Class<T> type, String expected) {
    if (!type.isInstance(value)) {
      throw new InvalidData(at + ": expected " + expected + ", found " + Describe.value(value));
    }
    return type.cast(value);
  }

  private static boolean plain(String name) {
    return !name.isEmpty()
        && name.length() <= 64
        && name.chars().allMatch(c -> c == '_' || c == '-' || c == '$' || alphanumeric(c));
  }

  private static boolean alphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
