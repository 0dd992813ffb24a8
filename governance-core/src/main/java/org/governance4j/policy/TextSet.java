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
    int slot = (value.hashCode() * multiplier) >>> shift;
    return value.equals(slots[slot]) || collided(value, slot);
  }

  private boolean collided(String value, int first) {
    int slot = first;
    while (slots[slot] != null) {
      slot = (slot + 1) & (slots.length - 1);
      if (value.equals(slots[slot])) {
        return true;
      }
    }
    return false;
  }
}
