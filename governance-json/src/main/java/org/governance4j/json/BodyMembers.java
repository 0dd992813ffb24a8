package org.governance4j.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/** What the records of {@link EntryBody} share: reading and writing the members of an entry. */
final class BodyMembers {

  /** The largest whole number canonical JSON carries exactly. */
  private static final long MAX_SAFE = (1L << 53) - 1;

  private final Entry entry;
  private final JsonMembers members;

  BodyMembers(Entry entry) {
    this.entry = entry;
    this.members = JsonMembers.of(entry.attributes(), "$");
  }

  Entry entry() {
    return entry;
  }

  JsonMembers attributes() {
    return members;
  }

  String decision() {
    String decision = entry.decision();
    if (decision == null) {
      throw members.invalid("decision", "missing, expected a string");
    }
    return decision;
  }

  /** The decision as one of the words of an enumeration. */
  <E extends Enum<E>> E decision(E[] values, Function<E, String> word) {
    return oneOf("decision", values, word, decision());
  }

  <E extends Enum<E>> E oneOf(String name, E[] values, Function<E, String> word, String found) {
    for (E value : values) {
      if (word.apply(value).equals(found)) {
        return value;
      }
    }
    throw members.invalid(
        name,
        "expected one of "
            + Stream.of(values).map(word).toList()
            + ", found "
            + Describe.quote(found));
  }

  <E extends Enum<E>> @Nullable E optionalOneOf(String name, E[] values, Function<E, String> word) {
    String found = members.optionalString(name);
    return found == null ? null : oneOf(name, values, word, found);
  }

  Digest digest(String name) {
    return digest(name, members.string(name));
  }

  @Nullable Digest optionalDigest(String name) {
    String text = members.optionalString(name);
    return text == null ? null : digest(name, text);
  }

  private Digest digest(String name, String text) {
    if (!Disclosures.SHA256.matcher(text).matches()) {
      throw members.invalid(name, "expected sha256:<64 hex digits>, found " + Describe.quote(text));
    }
    return Digest.parse(text);
  }

  /** A time as {@link Instant#toString} writes it, which is the only spelling that is read. */
  @Nullable Instant optionalTime(String name) {
    String text = members.optionalString(name);
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      if (time.toString().equals(text)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new InvalidData(members.path(name) + ": not a time: " + Describe.quote(text), e);
    }
    throw members.invalid(
        name, "expected a time such as 2026-01-02T03:04:05Z, found " + Describe.quote(text));
  }

  /** The objects of an array, each read by a function; null when there is no such member. */
  <T> @Nullable List<T> optionalObjects(String name, Function<JsonMembers, T> read) {
    if (!members.has(name)) {
      return null;
    }
    List<T> items = new ArrayList<>();
    for (JsonMembers item : members.objects(name)) {
      items.add(read.apply(item));
      item.noOthers();
    }
    return List.copyOf(items);
  }

  /** An array of whole numbers, none of them negative. */
  List<Long> counts(String name) {
    List<Long> counts = new ArrayList<>();
    for (JsonValue item : members.array(name).items()) {
      if (!(item instanceof JsonValue.Num number) || !isCount(number)) {
        throw members.invalid(
            name, "expected whole numbers, 0 to 2^53 - 1, found " + Describe.value(item));
      }
      counts.add(number.value().longValueExact());
    }
    return counts;
  }

  JsonValue.@Nullable Obj optionalObj(String name) {
    JsonMembers object = members.optionalObject(name);
    return object == null ? null : object.object();
  }

  static void put(Entry.Builder entry, String name, @Nullable String value) {
    if (value != null) {
      entry.attribute(name, JsonValue.of(value));
    }
  }

  static void put(Entry.Builder entry, String name, @Nullable Long value) {
    if (value != null) {
      entry.attribute(name, JsonValue.of((long) value));
    }
  }

  static void put(Entry.Builder entry, String name, @Nullable Double value) {
    if (value != null) {
      entry.attribute(name, JsonValue.of((double) value));
    }
  }

  static void put(Entry.Builder entry, String name, @Nullable Digest value) {
    put(entry, name, value == null ? null : value.toString());
  }

  static void put(Entry.Builder entry, String name, @Nullable Instant value) {
    put(entry, name, value == null ? null : value.toString());
  }

  static void put(Entry.Builder entry, String name, @Nullable JsonValue value) {
    if (value != null) {
      entry.attribute(name, value);
    }
  }

  static <T> void put(
      Entry.Builder entry, String name, @Nullable List<T> items, Function<T, JsonValue> write) {
    if (items != null) {
      entry.attribute(name, new JsonValue.Arr(items.stream().map(write).toList()));
    }
  }

  /** Whether a number is one that {@link #count} takes. */
  static boolean isCount(JsonValue.Num number) {
    return number.value().signum() >= 0
        && number.value().scale() <= 0
        && number.value().compareTo(BigDecimal.valueOf(MAX_SAFE)) <= 0;
  }

  static boolean isDigest(JsonValue value) {
    return value instanceof JsonValue.Str text
        && Disclosures.SHA256.matcher(text.value()).matches();
  }

  /** A whole number that is not negative and that canonical JSON carries exactly. */
  static long count(String name, long value) {
    if (value < 0 || value > MAX_SAFE) {
      throw new IllegalArgumentException("\"" + name + "\" must be 0 to 2^53 - 1, found " + value);
    }
    return value;
  }

  static void optionalCount(String name, @Nullable Long value) {
    if (value != null) {
      count(name, value);
    }
  }

  static String text(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("\"" + name + "\" must not be blank");
    }
    return value;
  }
}
