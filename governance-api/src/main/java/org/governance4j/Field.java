package org.governance4j;

import java.util.Objects;

/**
 * One field of a model's input or output.
 *
 * @param name unique within its schema, 1 to 256 characters, no control characters
 * @param type what its values are
 * @param sensitive whether its values are personal or secret: they are never written to a log or a
 *     ledger in the clear, and violations withhold them
 */
public record Field(String name, Type type, boolean sensitive) {

  /** The longest field name in characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** What the values of a field are. */
  public enum Type {
    /** A double; non-finite values are values, a missing one is absent. */
    NUMBER,
    /** A string out of a small set, for example a class label or a country. */
    CATEGORY,
    /** Free text. */
    TEXT
  }

  /** Checks the name. */
  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "field name must have 1 to " + MAX_NAME_LENGTH + " characters: \"" + name + "\"");
    }
    if (hasControl(name)) {
      throw new IllegalArgumentException("field name must not hold control characters");
    }
  }

  /** A numeric field. */
  public static Field number(String name) {
    return new Field(name, Type.NUMBER, false);
  }

  /** A categorical field. */
  public static Field category(String name) {
    return new Field(name, Type.CATEGORY, false);
  }

  /** A free-text field. */
  public static Field text(String name) {
    return new Field(name, Type.TEXT, false);
  }

  /** The same field, marked as sensitive. */
  public Field asSensitive() {
    return new Field(name, type, true);
  }

  /** Whether the values are numbers; all other types carry strings. */
  public boolean numeric() {
    return type == Type.NUMBER;
  }

  static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
