package org.governance4j.cli;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are looked for: all of several conditions.
 *
 * <p>Immutable; safe for any number of threads.
 */
final class EntryFilter {
  private final List<Predicate<JsonValue.Obj>> conditions = new ArrayList<>();

  /**
   * Takes the conditions.
   *
   * @param where each {@code field=value}
   * @param since the earliest time, or null
   * @param until the time before which it must be, or null
   * @throws NotDone if one is malformed
   */
  EntryFilter(
      List<String> where, @Nullable String type, @Nullable String since, @Nullable String until) {
    for (String condition : where) {
      int equals = condition.indexOf('=');
      if (equals < 1) {
        throw new NotDone("--where must be field=value: " + condition);
      }
      String field = condition.substring(0, equals);
      String value = condition.substring(equals + 1);
      conditions.add(entry -> has(entry, field, value));
    }
    if (type != null) {
      conditions.add(entry -> has(entry, "type", type));
    }
    if (since != null) {
      EntryTime first = time("--since", since);
      conditions.add(entry -> isTime(entry, time -> time.compareTo(first) >= 0));
    }
    if (until != null) {
      EntryTime end = time("--until", until);
      conditions.add(entry -> isTime(entry, time -> time.compareTo(end) < 0));
    }
  }

  /** Whether nothing is demanded. */
  boolean isEmpty() {
    return conditions.isEmpty();
  }

  boolean accepts(JsonValue.Obj entry) {
    for (Predicate<JsonValue.Obj> condition : conditions) {
      if (!condition.test(entry)) {
        return false;
      }
    }
    return true;
  }

  /** Names may hold dots themselves, and of a list any element will do. */
  private static boolean has(JsonValue in, String path, String value) {
    if (in instanceof JsonValue.Arr list) {
      return list.items().stream().anyMatch(item -> has(item, path, value));
    }
    if (!(in instanceof JsonValue.Obj object)) {
      return false;
    }
    JsonValue found = object.get(path);
    if (found != null && isValue(found, value)) {
      return true;
    }
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      JsonValue member = object.get(path.substring(0, dot));
      if (member != null && has(member, path.substring(dot + 1), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isValue(JsonValue found, String value) {
    if (found instanceof JsonValue.Str text) {
      return text.value().equals(value);
    } else if (found instanceof JsonValue.Num number) {
      BigDecimal expected = decimal(value);
      return expected != null && number.value().compareTo(expected) == 0;
    } else if (found instanceof JsonValue.Bool bool) {
      return value.equals(bool.value() ? "true" : "false");
    } else if (found instanceof JsonValue.Arr list) {
      return list.items().stream().anyMatch(item -> isValue(item, value));
    }
    return found == JsonValue.NULL && value.equals("null");
  }

  private static @Nullable BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null; // a word is no number, so no number is equal to it
    }
  }

  private static boolean isTime(JsonValue.Obj entry, Predicate<EntryTime> holds) {
    if (!(entry.get("ts") instanceof JsonValue.Str text)) {
      return false;
    }
    try {
      return holds.test(EntryTime.parse(text.value()));
    } catch (DateTimeException e) {
      return false; // somebody else's member of this name
    }
  }

  private static EntryTime time(String option, String text) {
    try {
      return EntryTime.parse(text);
    } catch (DateTimeException e) {
      throw new NotDone(option + " must be a time as in 2026-01-02T03:04:05Z: " + text, e);
    }
  }
}
