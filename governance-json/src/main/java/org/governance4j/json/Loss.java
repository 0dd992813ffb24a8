package org.governance4j.json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Something that had to be recorded was lost: {@code loss}. The actor says by whom.
 *
 * @param count how much was lost
 * @param types how many entries of each type, where entries were lost; their sum is the count. Null
 *     where it was something else
 * @param first when the first of them was lost, or null
 * @param last when the last of them was lost, or null
 */
public record Loss(
    long count, @Nullable Map<String, Long> types, @Nullable Instant first, @Nullable Instant last)
    implements EntryBody {

  /** Copies the map; refuses a count that is not positive or not the sum of the types. */
  public Loss {
    if (BodyMembers.count("count", count) == 0) {
      throw new IllegalArgumentException("\"count\" must be at least 1, found 0");
    }
    if (types != null) {
      types = Map.copyOf(types);
      long sum = 0;
      for (Map.Entry<String, Long> type : types.entrySet()) {
        sum = Math.addExact(sum, BodyMembers.count(type.getKey(), type.getValue()));
      }
      if (sum != count) {
        throw new IllegalArgumentException(
            "\"count\" must be the sum of \"types\", " + sum + ", found " + count);
      }
    }
  }

  @Override
  public String type() {
    return Entry.Types.LOSS;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "count", count);
    if (types != null) {
      Map<String, JsonValue> counts = new LinkedHashMap<>();
      new TreeMap<>(types).forEach((type, n) -> counts.put(type, JsonValue.of((long) n)));
      entry.attribute("types", new JsonValue.Obj(counts));
    }
    BodyMembers.put(entry, "first", first);
    BodyMembers.put(entry, "last", last);
    return entry;
  }

  static Loss read(BodyMembers members) {
    JsonMembers types = members.attributes().optionalObject("types");
    Map<String, Long> counts = null;
    if (types != null) {
      counts = new TreeMap<>();
      for (String type : types.names()) {
        counts.put(type, types.integer(type));
      }
    }
    return new Loss(
        members.attributes().integer("count"),
        counts,
        members.optionalTime("first"),
        members.optionalTime("last"));
  }
}
