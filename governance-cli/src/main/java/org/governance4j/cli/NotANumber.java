package org.governance4j.cli;

import java.util.List;
import java.util.regex.Matcher;
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
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?<string>(?:[^\"\\\\]|\\\\.)*+)\"|(?<mark>[{}\\[\\],:])|(?<bare>[^\\s\"{}\\[\\],:]++)");
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
    Matcher token = TOKEN.matcher(line);
    while (token.find()) {
      String bare = token.group("bare");
      String mark = token.group("mark");
      if (mark != null) {
        state.mark(mark.charAt(0));
      } else if (bare == null) {
        state.last = token.group("string");
      } else if (NUMBER.matcher(bare).matches()) {
        Field field = state.depth == 2 ? state.field() : null;
        return field == null ? null : message(field, bare);
      }
    }
    return null;
  }

  /** The line with {@code null} in the place of every such number, which makes it JSON. */
  static String withNulls(String line) {
    return TOKEN
        .matcher(line)
        .replaceAll(
            token -> {
              String text = token.group();
              return NUMBER.matcher(text).matches() ? "null" : Matcher.quoteReplacement(text);
            });
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
