package org.governance4j.policy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.governance4j.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * The states of one window: a single one, or one for each value of a field. The first {@link #MAX}
 * values get their own and keep it; all others share one, so that whoever chooses the values cannot
 * choose how much memory they take.
 *
 * <p>Safe for any number of threads; wait-free: every search ends after as many steps as there are
 * slots. Allocates when a value is seen for the first time, and never after the last of them.
 *
 * @param <S> the state
 */
final class Groups<S> {
  static final int MAX = 256;

  /** A longer value is no category; it would be kept for as long as the window lives. */
  static final int MAX_VALUE_LENGTH = 256;

  /** At most a quarter is taken. */
  private static final int SLOTS = 1024;

  private static final int SHIFT = Integer.SIZE - 10;

  private final @Nullable BoundField by;
  private final Supplier<S> begin;
  private final S common;
  private final AtomicInteger taken = new AtomicInteger();
  private final @Nullable AtomicReferenceArray<@Nullable Group<S>> slots;

  /**
   * Makes the states.
   *
   * @param by the field that tells the groups apart, or null when there is one for all
   * @param begin a new state
   */
  Groups(@Nullable BoundField by, Supplier<S> begin) {
    this.by = by;
    this.begin = begin;
    this.common = begin.get();
    this.slots = by == null ? null : new AtomicReferenceArray<>(SLOTS);
  }

  /** The field that tells the groups apart, or null. */
  @Nullable BoundField by() {
    return by;
  }

  /** The field that the prediction lacks, or null. */
  @Nullable BoundField lacking(Prediction prediction) {
    return by != null && prediction.text(by.index()) == null ? by : null;
  }

  /** The value that tells the prediction's group, or null when there is one for all. */
  @Nullable String value(Prediction prediction) {
    return by == null ? null : prediction.text(by.index());
  }

  /** The state of a value, the only one for null. */
  S of(@Nullable String value) {
    if (value == null || slots == null) {
      return common;
    }
    int slot = slot(value);
    for (int step = 0; step < SLOTS; step++) {
      Group<S> group = slots.get(slot);
      if (group == null) {
        return add(slots, slot, value);
      }
      if (group.value.equals(value)) {
        return group.state;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return common;
  }

  private S add(AtomicReferenceArray<@Nullable Group<S>> table, int from, String value) {
    if (value.length() > MAX_VALUE_LENGTH || taken.get() >= MAX) {
      return common;
    }
    // Begun before a place is taken: a thread without memory or stack must not use the places up.
    Group<S> added = new Group<>(value, begin.get());
    if (taken.getAndIncrement() >= MAX) {
      taken.getAndDecrement();
      return common;
    }
    int slot = from;
    for (int step = 0; step < SLOTS; step++) {
      if (table.compareAndSet(slot, null, added)) {
        return added.state;
      }
      Group<S> other = table.get(slot);
      if (other != null && other.value.equals(value)) {
        taken.getAndDecrement();
        return other.state;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    throw new IllegalStateException("a table of " + SLOTS + " is full with " + MAX);
  }

  private static int slot(String value) {
    return (value.hashCode() * 0x9E3779B9) >>> SHIFT;
  }

  /** Every group with its value; the common one last, with null. */
  void forEach(BiConsumer<@Nullable String, S> reader) {
    if (slots != null) {
      for (int slot = 0; slot < SLOTS; slot++) {
        Group<S> group = slots.get(slot);
        if (group != null) {
          reader.accept(group.value, group.state);
        }
      }
    }
    reader.accept(null, common);
  }

  private record Group<S>(String value, S state) {}
}
