package org.governance4j.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.governance4j.InvalidData;
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
  private int distinct;
  private int lacking; // values until the known categories are learned
  private long taken;
  private long missing;
  private long others;

  /**
   * Makes an empty tally.
   *
   * @param learned the categories of so many values are the known ones
   */
  CategoryTally(int learned) {
    this.lacking = learned;
  }

  void takeMissing() {
    missing++;
  }

  /** How many more values are needed before any can be called new. */
  long lacking() {
    return lacking;
  }

  /** Counts a category; whether it is none of the known ones, never while these are learned. */
  boolean take(String text) {
    boolean learning = lacking > 0;
    lacking -= learning ? 1 : 0;
    taken++;
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
      if (text != null && counts[place] > 0) {
        seen.add(new MonitorProfile.Category(text, counts[place]));
      }
    }
    seen.sort(Comparator.comparing(MonitorProfile.Category::name));
    return new MonitorProfile.Categories(field, sensitive, taken, missing, others, seen);
  }

  /** Writes the known categories, not how often they were seen. */
  void write(StateWriter out) {
    out.put(lacking);
    int count = 0;
    for (boolean here : known) {
      count += here ? 1 : 0;
    }
    out.put(count);
    for (int at = 0; at < PLACES; at++) {
      String text = texts[at];
      if (text != null && known[at]) {
        out.put(at);
        out.put(text);
      }
    }
  }

  /** Takes over the known categories, each at its place, so that each is found again. */
  void read(StateReader in) {
    lacking = in.integer("lacking", 0, lacking);
    distinct = in.integer("categories", 0, MOST);
    for (int i = 0; i < distinct; i++) {
      int at = in.integer("place", 0, PLACES - 1);
      texts[at] = in.text("category");
      known[at] = true;
    }
    for (int at = 0; at < PLACES; at++) {
      String text = texts[at];
      if (text != null && (text.length() > HandOver.LONGEST_TEXT || place(text) != at)) {
        throw new InvalidData("monitor state: a category is at a place that is not its own");
      }
    }
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
