package org.governance4j;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something the caller must do to an output before it may be released. Obligations are data: a
 * policy judges and never mutates; the caller applies them and gets a new output.
 *
 * @param operation what to do
 * @param field the output field to do it to
 * @param value the operand (a length, a number of decimals, a bound), or null when the operation
 *     has none
 */
public record Obligation(Operation operation, String field, @Nullable JsonValue value) {

  /** What can be done to a field. */
  public enum Operation {
    /** Replace its characters by a mask. */
    MASK,
    /** Take the field out. */
    REMOVE,
    /** Replace it by its salted digest. */
    HASH,
    /** Cut it to a length. */
    TRUNCATE,
    /** Round it to a number of decimals. */
    ROUND,
    /** Move it into a range. */
    CLAMP;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** Refuses nulls. */
  public Obligation {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(field, "field");
  }
}
