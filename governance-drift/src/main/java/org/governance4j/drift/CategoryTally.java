package org.governance4j.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often each category of a field was seen, and which of them belong to the first predictions.
 * Holds at most {@value #MOST} categories of at most {@value HandOver#LONGEST_TEXT} characters;
 * everything else is counted together. One thread.
 *
 * <p>Categories come from outside. At most {@value #PROBES} places are looked at for one, so that
 * texts with crafted hash codes cost a bounded number of steps; what finds no place is counted with
 * the others.
 */
final class CategoryTally {

  /** The most categories that are told apart. */
  static final int MOST = 1024;

  private static final int PLACES = 4 * MOST;
  private static final int PROBES = 32;

  private final @Nullable String[] texts = new String[PLACES];
  private final long[] counts = new long[PLACES];
  private final boolean[] known = new boolean[PLACES];
  private final int learned;
  private int distinct;
  private long taken;
  private long missing;
  private long others;

  /**
   * Makes an empty tally.
   *
   * @param learned the categories of so many values are the known ones
   */
  CategoryTally(int learned) {
    this.learned = learned;
  }

  void takeMissing() {
    missing++;
  }

  /** How many more values are needed before any can be called new. */
  long lacking() {
    return Math.max(0, learned - taken);
  }

  /** Counts a category; whether it is none of the known ones, never while these are learned. */
  boolean take(String text) {
    boolean learning = taken++ < learned;
    int place = place(text);
    if (place < 0) {
      others++;
      return !learning;
    }
    if (texts[place] == null) {
      texts[place] = text;
      known[place] = learning;
      distinct++;
    }
    counts[place]++;
    return !known[place];
  }

  /** What was counted so far. */
  MonitorProfile.Categories profile(String field, boolean sensitive) {
    List<MonitorProfile.Category> seen = new ArrayList<>();
    for (int place = 0; place < PLACES; place++) {
      String text = texts[place];
      if (text != null) {
        seen.add(new MonitorProfile.Category(text, counts[place]));
      }
    }
    seen.sort(Comparator.comparing(MonitorProfile.Category::name));
    return new MonitorProfile.Categories(field, sensitive, taken, missing, others, seen);
  }

  /** Where the text is or may be put; -1 when there is no place for it. */
  @SuppressWarnings("ReferenceEquality") // the same object is told from others quickly
  private int place(String text) {
    if (text == HandOver.OVERLONG) {
      return -1;
    }
    int hash = text.hashCode() * 0x9E3779B9;
    for (int probe = 0; probe < PROBES; probe++) {
      int place = ((hash >>> 16) + probe) & (PLACES - 1);
      String there = texts[place];
      if (there == null) {
        return distinct < MOST ? place : -1;
      }
      if (there == text || there.equals(text)) {
        return place;
      }
    }
    return -1;
  }
}
