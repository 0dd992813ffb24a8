package org.governance4j.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.governance4j.JsonValue;
import org.governance4j.text.Regex;
import org.jspecify.annotations.Nullable;

/** One demand of a {@link JsonShape}. A keyword says nothing about values of other types. */
sealed interface JsonKeyword {

  /** Adds what does not fit. */
  void check(JsonValue value, JsonPlace place, JsonReport report);

  /**
   * How often it looks again at a part of the text at most. Nothing is counted for what takes a few
   * instructions, which the 1 that every schema costs pays for.
   */
  default int passes() {
    return 0;
  }

  private static int sum(List<JsonShape> shapes) {
    int passes = 0;
    for (JsonShape shape : shapes) {
      passes += shape.passes();
    }
    return passes;
  }

  /** Of schemas that look at different parts. */
  private static int most(Collection<JsonShape> shapes, @Nullable JsonShape rest) {
    int most = rest == null ? 1 : rest.passes();
    for (JsonShape shape : shapes) {
      most = Math.max(most, shape.passes());
    }
    return most;
  }

  /** The schema {@code false}. */
  record Never() implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      report.add(place, "false");
    }
  }

  /** {@code type}. */
  record Type(Set<String> words) implements JsonKeyword {
    static final List<String> WORDS =
        List.of("null", "boolean", "object", "array", "number", "string", "integer");

    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      boolean whole = value instanceof JsonValue.Num number && number.value().scale() <= 0;
      if (!words.contains(word(value)) && !(whole && words.contains("integer"))) {
        report.add(place, "type");
      }
    }

    private static String word(JsonValue value) {
      if (value instanceof JsonValue.Obj) {
        return "object";
      }
      if (value instanceof JsonValue.Arr) {
        return "array";
      }
      if (value instanceof JsonValue.Str) {
        return "string";
      }
      if (value instanceof JsonValue.Num) {
        return "number";
      }
      return value instanceof JsonValue.Bool ? "boolean" : "null";
    }
  }

  /** {@code enum} and {@code const}. */
  record OneOfValues(String keyword, Set<JsonValue> values) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (!values.contains(value)) {
        report.add(place, keyword);
      }
    }

    @Override
    public int passes() {
      return 1;
    }
  }

  /** The bounds of numbers. */
  enum Bound {
    /** Not less. */
    MINIMUM("minimum"),
    /** Not greater. */
    MAXIMUM("maximum"),
    /** Greater. */
    EXCLUSIVE_MINIMUM("exclusiveMinimum"),
    /** Less. */
    EXCLUSIVE_MAXIMUM("exclusiveMaximum");

    private final String word;

    Bound(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    private boolean holds(int comparison) {
      return switch (this) {
        case MINIMUM -> comparison >= 0;
        case MAXIMUM -> comparison <= 0;
        case EXCLUSIVE_MINIMUM -> comparison > 0;
        case EXCLUSIVE_MAXIMUM -> comparison < 0;
      };
    }
  }

  /** A bound of numbers. */
  record Limit(Bound bound, BigDecimal limit) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (value instanceof JsonValue.Num number && !bound.holds(number.value().compareTo(limit))) {
        report.add(place, bound.word());
      }
    }

    @Override
    public int passes() {
      return 1;
    }
  }

  /** {@code multipleOf}. */
  record MultipleOf(BigDecimal divisor) implements JsonKeyword {
    static final int MAX_DIGITS = 40;

    /** Brings the divisor into lowest terms. */
    public MultipleOf {
      divisor = divisor.stripTrailingZeros();
    }

    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (value instanceof JsonValue.Num number && !divides(number.value())) {
        report.add(place, "multipleOf");
      }
    }

    /**
     * Whether the quotient of {@code b·10^-t} and {@code a·10^-s} is whole. Neither a nor b ends in
     * a zero, so it is not if s is less than t; otherwise a must divide {@code b·10^(s-t)}, which
     * is computed modulo a: a number like 1e9999 must not cost ten thousand digits.
     */
    private boolean divides(BigDecimal dividend) {
      if (dividend.signum() == 0) {
        return true;
      }
      int shift = divisor.scale() - dividend.scale();
      if (shift < 0) {
        return false;
      }
      BigInteger a = divisor.unscaledValue();
      BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(shift), a);
      return dividend.unscaledValue().multiply(power).mod(a).signum() == 0;
    }

    @Override
    public int passes() {
      return 1;
    }
  }

  /** What has a size. */
  enum Measure {
    /** Code points of a string. */
    LENGTH,
    /** Items of an array. */
    ITEMS,
    /** Members of an object. */
    PROPERTIES;

    /** The size, or -1 for a value of another type. */
    private int of(JsonValue value) {
      if (this == LENGTH && value instanceof JsonValue.Str text) {
        return text.value().codePointCount(0, text.value().length());
      }
      if (this == ITEMS && value instanceof JsonValue.Arr array) {
        return array.items().size();
      }
      return this == PROPERTIES && value instanceof JsonValue.Obj object
          ? object.members().size()
          : -1;
    }
  }

  /** A bound of a size. */
  record Size(String keyword, Measure measure, int min, int max) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      int size = measure.of(value);
      if (size >= 0 && (size < min || size > max)) {
        report.add(place, keyword);
      }
    }

    @Override
    public int passes() {
      return measure == Measure.LENGTH ? 1 : 0;
    }
  }

  /** {@code pattern}. */
  record Pattern(Regex regex) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (value instanceof JsonValue.Str text && !regex.find(text.value())) {
        report.add(place, "pattern");
      }
    }

    @Override
    public int passes() {
      return 1;
    }
  }

  /**
   * {@code uniqueItems}. Sorted, not hashed: whoever writes the items could choose their hashes.
   */
  record UniqueItems() implements JsonKeyword {
    /** Each item is compared with about the logarithm of their number. */
    private static final int SORTING = 10;

    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (value instanceof JsonValue.Arr array) {
        List<JsonValue> sorted = new ArrayList<>(array.items());
        sorted.sort(JsonOrder.INSTANCE);
        for (int i = 1; i < sorted.size(); i++) {
          if (JsonOrder.INSTANCE.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
            report.add(place, "uniqueItems");
            return;
          }
        }
      }
    }

    @Override
    public int passes() {
      return SORTING;
    }
  }

  /** {@code prefixItems} and {@code items}. */
  record Items(List<JsonShape> prefix, @Nullable JsonShape rest) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (value instanceof JsonValue.Arr array) {
        int size = array.items().size();
        for (int i = 0; i < size && !report.full(); i++) {
          JsonShape shape = i < prefix.size() ? prefix.get(i) : rest;
          if (shape == null) {
            return;
          }
          shape.check(array.items().get(i), place.item(i), report);
        }
      }
    }

    @Override
    public int passes() {
      return most(prefix, rest);
    }
  }

  /** {@code required}. */
  record Required(List<String> names) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (value instanceof JsonValue.Obj object) {
        for (String name : names) {
          if (object.get(name) == null) {
            report.add(place.member(name), "required");
          }
        }
      }
    }

    @Override
    public int passes() {
      return 1 + names.size() / 8;
    }
  }

  /**
   * {@code properties} and {@code additionalProperties}.
   *
   * @param closed whether {@code additionalProperties} is {@code false}, which is then what a
   *     report names
   */
  record Properties(Map<String, JsonShape> named, @Nullable JsonShape additional, boolean closed)
      implements JsonKeyword {
    /** Copies the schemas. */
    public Properties {
      named = Map.copyOf(named);
    }

    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      if (!(value instanceof JsonValue.Obj object)) {
        return;
      }
      for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
        if (report.full()) {
          return;
        }
        JsonShape shape = named.get(member.getKey());
        if (shape != null) {
          shape.check(member.getValue(), place.member(member.getKey()), report);
        } else if (closed) {
          report.add(place.unnamed(), "additionalProperties");
        } else if (additional != null) {
          additional.check(member.getValue(), place.unnamed(), report);
        }
      }
    }

    @Override
    public int passes() {
      return most(named.values(), additional);
    }
  }

  /** {@code allOf}. */
  record AllOf(List<JsonShape> shapes) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      shapes.forEach(shape -> shape.check(value, place, report));
    }

    @Override
    public int passes() {
      return sum(shapes);
    }
  }

  /** {@code anyOf}, {@code oneOf} and {@code not}: how many of the schemas fit. */
  record Count(String keyword, List<JsonShape> shapes, int min, int max) implements JsonKeyword {
    @Override
    public void check(JsonValue value, JsonPlace place, JsonReport report) {
      int fits = 0;
      for (JsonShape shape : shapes) {
        fits += shape.fits(value) ? 1 : 0;
      }
      if (fits < min || fits > max) {
        report.add(place, keyword);
      }
    }

    @Override
    public int passes() {
      return sum(shapes);
    }
  }
}
