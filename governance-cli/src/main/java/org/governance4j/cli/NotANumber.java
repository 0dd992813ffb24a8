package org.governance4j.cli;

import java.util.List;
import java.util.regex.Pattern;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field to which a prediction line gives NaN or an infinity. JSON has no such numbers, so
 * a reader of JSON can only name the column; many programs write them all the same.
 *
 * <p>Follows the two levels of a prediction, {@code {"outputs":{"field":…}}} or {@code
 * {"outputs":[…]}}, and gives up on anything else.
 */
final class NotANumber {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(nan|inf(inity)?)", Pattern.CASE_INSENSITIVE);

  private final ModelSchema schema;
  private int depth;
  private @Nullable String last;
  private @Nullable String side;
  private @Nullable String name;
  private boolean array;
  private int place;

  private NotANumber(ModelSchema schema) {
    this.schema = schema;
  }

  /**
   * A message that names the field, what was found and what was expected; null if there is none.
   */
  static @Nullable String find(String line, ModelSchema schema) {
    NotANumber state = new NotANumber(schema);
    Tokens tokens = new Tokens(line);
    while (tokens.next()) {
      if (tokens.isMark()) {
        state.mark(tokens.first());
      } else if (tokens.isString()) {
        state.last = tokens.text().substring(1, tokens.text().length() - 1);
      } else if (NUMBER.matcher(tokens.text()).matches()) {
        Field field = state.depth == 2 ? state.field() : null;
        return field == null ? null : message(field, tokens.text());
      }
    }
    return null;
  }

  /** The line with {@code null} in the place of every such number, which makes it JSON. */
  static String withNulls(String line) {
    StringBuilder json = new StringBuilder(line.length());
    Tokens tokens = new Tokens(line);
    int copied = 0;
    while (tokens.next()) {
      if (!tokens.isMark() && !tokens.isString() && NUMBER.matcher(tokens.text()).matches()) {
        json.append(line, copied, tokens.start).append("null");
        copied = tokens.end;
      }
    }
    return json.append(line, copied, line.length()).toString();
  }

  /**
   * The strings, marks and bare words of a line, each character looked at once: a line that is no
   * JSON may be anything, and must not cost more than its length.
   */
  private static final class Tokens {
    private static final String MARKS = "{}[],:";

    private final String line;
    private int start;
    private int end;

    Tokens(String line) {
      this.line = line;
    }

    /** Goes to the next token; a string without its end is none, and ends the line. */
    boolean next() {
      start = end;
      while (start < line.length() && isSpace(line.charAt(start))) {
        start++;
      }
      if (start == line.length()) {
        return false;
      }
      end = start + 1;
      if (isString()) {
        return string();
      }
      if (!isMark()) {
        while (end < line.length() && isBare(line.charAt(end))) {
          end++;
        }
      }
      return true;
    }

    private boolean string() {
      while (end < line.length() && line.charAt(end) != '"') {
        end += line.charAt(end) == '\\' ? 2 : 1;
      }
      end++;
      return end <= line.length();
    }

    char first() {
      return line.charAt(start);
    }

    boolean isString() {
      return first() == '"';
    }

    boolean isMark() {
      return MARKS.indexOf(first()) >= 0;
    }

    String text() {
      return line.substring(start, end);
    }

    private static boolean isBare(char c) {
      return c != '"' && MARKS.indexOf(c) < 0 && !isSpace(c);
    }

    private static boolean isSpace(char c) {
      return c == ' ' || c >= '\t' && c <= '\r';
    }
  }

  private void mark(char mark) {
    switch (mark) {
      case '{', '[' -> {
        depth++;
        if (depth == 2) {
          array = mark == '[';
          place = 0;
        }
      }
      case '}', ']' -> depth--;
      case ',' -> place += depth == 2 ? 1 : 0;
      default -> {
        if (depth == 1) {
          side = last;
        } else if (depth == 2) {
          name = last;
        }
      }
    }
  }

  private @Nullable Field field() {
    List<Field> fields = List.of();
    if ("inputs".equals(side)) {
      fields = schema.inputs();
    } else if ("outputs".equals(side)) {
      fields = schema.outputs();
    }
    if (array) {
      return place < fields.size() ? fields.get(place) : null;
    }
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }

  private static String message(Field field, String found) {
    return "field \""
        + field.name()
        + "\": expected a finite number, found "
        + (field.sensitive() ? "NaN or an infinity (withheld)" : found);
  }
}
