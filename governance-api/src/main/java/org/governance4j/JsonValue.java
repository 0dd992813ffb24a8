package org.governance4j;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value: the open part of entries, obligations and settings, without a JSON
 * library in any signature. Reading and canonical writing live in governance-json.
 *
 * <p>Safe for any number of threads.
 */
public sealed interface JsonValue {

  /** The JSON literal {@code null}. */
  JsonValue NULL = Null.INSTANCE;

  /** Wraps a string. */
  static JsonValue of(String value) {
    return new Str(value);
  }

  /** Wraps an integer; canonical JSON carries integers up to ±(2⁵³ − 1) exactly. */
  static JsonValue of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  /**
   * Wraps a finite double.
   *
   * @throws IllegalArgumentException if the value is NaN or infinite, which JSON cannot carry
   */
  static JsonValue of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON cannot carry the number " + value);
    }
    // Whole numbers exactly, however large; fractions by their shortest digits, not by their binary
    // tail.
    return new Num(value == Math.rint(value) ? new BigDecimal(value) : BigDecimal.valueOf(value));
  }

  /** Wraps a boolean. */
  static JsonValue of(boolean value) {
    return new Bool(value);
  }

  /** Makes an array. */
  static Arr array(JsonValue... items) {
    return new Arr(Arrays.asList(items));
  }

  /** An empty object to extend with {@link Obj#with}. */
  static Obj object() {
    return Obj.EMPTY;
  }

  /** A JSON object; keeps the order of its members, unique names. */
  record Obj(Map<String, JsonValue> members) implements JsonValue {
    private static final Obj EMPTY = new Obj(Map.of());

    /** Copies the members, keeping their order. */
    public Obj {
      LinkedHashMap<String, JsonValue> copy = new LinkedHashMap<>(members);
      copy.forEach(
          (name, value) -> {
            Objects.requireNonNull(name, "member name");
            Objects.requireNonNull(value, name);
          });
      members = Collections.unmodifiableMap(copy);
    }

    /** The member of that name, or null when there is none. */
    public @Nullable JsonValue get(String name) {
      return members.get(name);
    }

    /** A copy with one more member, or with that member replaced. */
    public Obj with(String name, JsonValue value) {
      LinkedHashMap<String, JsonValue> copy = new LinkedHashMap<>(members);
      copy.put(name, value);
      return new Obj(copy);
    }
  }

  /** A JSON array. */
  record Arr(List<JsonValue> items) implements JsonValue {
    /** Copies the items. */
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A JSON string. */
  record Str(String value) implements JsonValue {
    /** Refuses null. */
    public Str {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A JSON number with the exact value that was read. Equal numbers are equal, however they were
   * written ({@code 1.0} and {@code 1}).
   */
  record Num(BigDecimal value) implements JsonValue {
    /** Drops trailing zeros, so that equality is numeric. */
    public Num {
      value = value.stripTrailingZeros();
    }

    /** The nearest double; infinite when out of its range. */
    public double asDouble() {
      return value.doubleValue();
    }
  }

  /** A JSON boolean. */
  record Bool(boolean value) implements JsonValue {}

  /** The JSON literal {@code null}. */
  enum Null implements JsonValue {
    /** The only instance. */
    INSTANCE
  }
}
