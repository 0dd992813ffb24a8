package org.governance4j.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of pairs of strings, laid out like {@link TextSet}: the two strings of a pair lie
 * side by side. Immutable.
 */
final class TextPairs {
  private final @Nullable String[] slots;
  private final int multiplier;
  private final int shift;

  TextPairs(Map<String, List<String>> values) {
    Hashing hashing =
        Hashing.of(
            values.entrySet().stream()
                .flatMapToInt(
                    entry ->
                        entry.getValue().stream().mapToInt(value -> hash(entry.getKey(), value)))
                .toArray());
    slots = new String[2 * hashing.size()];
    multiplier = hashing.multiplier();
    shift = Integer.SIZE - hashing.bits();
    values.forEach((key, list) -> list.forEach(value -> put(key, value)));
  }

  private void put(String key, String value) {
    int at = start(key, value);
    while (slots[at] != null) {
      at = (at + 2) & (slots.length - 1);
    }
    slots[at] = key;
    slots[at + 1] = value;
  }

  boolean contains(String key, String value) {
    int at = start(key, value);
    return isAt(key, value, at) || collided(key, value, at);
  }

  private boolean isAt(String key, String value, int at) {
    return value.equals(slots[at + 1]) && key.equals(slots[at]);
  }

  private boolean collided(String key, String value, int first) {
    int at = first;
    while (slots[at] != null) {
      at = (at + 2) & (slots.length - 1);
      if (isAt(key, value, at)) {
        return true;
      }
    }
    return false;
  }

  private int start(String key, String value) {
    return ((hash(key, value) * multiplier) >>> shift) << 1;
  }

  private static int hash(String key, String value) {
    return 31 * key.hashCode() + value.hashCode();
  }
}
