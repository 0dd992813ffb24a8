package org.governance4j.policy;

import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * A closed range of numbers.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param min the least number of it, -{@link Double#MAX_VALUE} if it is open below; finite
 * @param max the greatest number of it, {@link Double#MAX_VALUE} if it is open above; finite, at
 *     least {@code min}
 */
public record Interval(double min, double max) {
  /** Refuses NaN, infinities and an empty interval with an {@link IllegalArgumentException}. */
  public Interval {
    if (!Double.isFinite(min) || !Double.isFinite(max) || min > max) {
      throw new IllegalArgumentException(
          "an interval needs finite min <= max, found " + min + " and " + max);
    }
    min += 0.0;
    max += 0.0;
  }

  /** All finite numbers from {@code min} on. */
  public static Interval atLeast(double min) {
    return new Interval(min, Double.MAX_VALUE);
  }

  /** All finite numbers up to {@code max}. */
  public static Interval atMost(double max) {
    return new Interval(-Double.MAX_VALUE, max);
  }

  boolean contains(double number) {
    return number >= min && number <= max;
  }

  static Interval read(JsonMembers members) {
    Double min = members.optionalNumber("min");
    Double max = members.optionalNumber("max");
    members.noOthers();
    if (min == null && max == null) {
      throw new InvalidData(members.path() + ": expected min, max or both");
    }
    double low = min == null ? -Double.MAX_VALUE : min;
    double high = max == null ? Double.MAX_VALUE : max;
    if (low > high) {
      throw members.invalid(
          "min", "must be at most max " + Wording.number(high) + ", found " + Wording.number(low));
    }
    return new Interval(low, high);
  }

  JsonValue.Obj write() {
    JsonValue.Obj object = JsonValue.object();
    if (min != -Double.MAX_VALUE || max == Double.MAX_VALUE) {
      object = object.with("min", JsonValue.of(min));
    }
    return max == Double.MAX_VALUE ? object : object.with("max", JsonValue.of(max));
  }
}
