package org.governance4j.policy;

import java.util.List;

/**
 * What a {@code condition} rule says about the fields of a prediction: comparisons joined by and,
 * or and not, in Kleene's strong three-valued logic.
 *
 * <ul>
 *   <li>A comparison is undefined if a field it reads is missing or is a number that is NaN or
 *       infinite; {@link #present} and {@link #missing} are never undefined.
 *   <li>{@code all} is false if one part is false, otherwise undefined if one is undefined; {@code
 *       any} is true if one part is true, otherwise undefined if one is undefined; {@code not} of
 *       undefined is undefined.
 * </ul>
 *
 * <p>Numbers are compared as doubles, -0 being equal to 0; strings by their UTF-16 code units, and
 * only for equality. A condition has at most {@value #MAX_DEPTH} levels and {@value #MAX_NODES}
 * parts in all; the rule that it is given to refuses a larger one, and everything else that does
 * not fit, with a {@link org.governance4j.PolicyInvalid} that names the rule.
 *
 * <p>Immutable; safe for any number of threads. After: S. C. Kleene, Introduction to
 * Metamathematics (1952), section 64.
 */
public sealed interface Condition
    permits Conditions.Junction, Conditions.Not, Conditions.Comparison {

  /** The most levels of a condition; a comparison has one. */
  int MAX_DEPTH = 32;

  /** The most comparisons and connectives of a condition in all. */
  int MAX_NODES = 1_000;

  /** All parts hold. In a file: {@code {"all":[…]}}. */
  static Condition all(Condition... parts) {
    return new Conditions.Junction(true, List.of(parts));
  }

  /** At least one part holds. In a file: {@code {"any":[…]}}. */
  static Condition any(Condition... parts) {
    return new Conditions.Junction(false, List.of(parts));
  }

  /** The part does not hold. In a file: {@code {"not":…}}. */
  static Condition not(Condition part) {
    return new Conditions.Not(part);
  }

  /**
   * A number compared with a limit. In a file: {@code {"field":…,"op":…,"value":…}}.
   *
   * @param op {@code <}, {@code <=}, {@code >}, {@code >=}, {@code ==} or {@code !=}
   * @param value a finite number
   */
  static Condition number(String field, String op, double value) {
    return new Conditions.Number(field, op, value);
  }

  /**
   * A string compared with another. In a file: {@code {"field":…,"op":…,"value":…}}.
   *
   * @param op {@code ==} or {@code !=}
   */
  static Condition text(String field, String op, String value) {
    return new Conditions.Text(field, op, value);
  }

  /**
   * Two fields compared with each other, both of numbers or, with {@code ==} and {@code !=}, both
   * of strings. In a file: {@code {"field":…,"op":…,"other":…}}.
   *
   * @param op {@code <}, {@code <=}, {@code >}, {@code >=}, {@code ==} or {@code !=}
   * @param other the field on the right of the operator
   */
  static Condition fields(String field, String op, String other) {
    return new Conditions.Fields(field, op, other);
  }

  /** The string is one of the values. In a file: {@code {"field":…,"in":[…]}}. */
  static Condition in(String field, String... values) {
    return new Conditions.In(field, List.of(values));
  }

  /**
   * The field has a value, be it NaN. In a file: {@code {"field":…,"present":true}}.
   *
   * @param field of numbers or of strings
   */
  static Condition present(String field) {
    return new Conditions.Present(field, true);
  }

  /**
   * The field has no value. In a file: {@code {"field":…,"present":false}}.
   *
   * @param field of numbers or of strings
   */
  static Condition missing(String field) {
    return new Conditions.Present(field, false);
  }
}
