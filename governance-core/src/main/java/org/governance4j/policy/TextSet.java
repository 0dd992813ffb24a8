package org.governance4j.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of strings: open addressing with linear probing, placed by {@link Hashing}.
 * Immutable.
 */
final class TextSet {
  private final @Nullable String[] slots;
  private final int multiplier;
  private final int shift;

  TextSet(List<String> values) {
    Hashing hashing = Hashing.of(values.stream().mapToInt(String::hashCode).toArray());
    slots = new String[hashing.size()];
    multiplier = hashing.multiplier();
    shift = Integer.SIZE - hashing.bits();
    for (String value : values) {
      int slot = hashing.slot(value.hashCode());
      while (slots[slot] != null) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = value;
    }
  }

  boolean contains(String value) {
    @Nullable String[] table = slots;
    int slot = (value.hashCode() * multiplier) >>> shift;
    while (true) {
      String candidate = table[slot & (table.length - 1)];
      if (candidate == null) {
        return false;
      }
      if (candidate.equals(value)) {
        return true;
      }
      slot++;
    }
  }
}
