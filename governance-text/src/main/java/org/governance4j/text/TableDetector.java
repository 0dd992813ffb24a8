package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton as one table that was computed beforehand. Immutable.
 *
 * <p>Patterns from {@code suspects} on stand for the beginnings of others: where one was seen, its
 * own detector looks at the text again.
 */
final class TableDetector implements Detector {

  /** The state in which something has matched; no other is 0. */
  private static final int MATCHED = 0;

  private final Alphabet alphabet;
  private final char[] latin;
  // A state is the index of its row; the last column is the end of the text. The first row is that
  // of
  // the match, then come those in which a beginning was seen.
  private final int[] table;
  private final int start;
  private final int end;
  private final int lastSpecial;
  private final long[] suspected;
  private final Detector[] seconds;

  private TableDetector(
      Alphabet alphabet, int[] table, int start, long[] suspected, Detector[] seconds) {
    this.alphabet = alphabet;
    this.latin = alphabet.latin();
    this.table = table;
    this.start = start;
    this.end = alphabet.size();
    this.suspected = suspected;
    this.lastSpecial = (suspected.length - 1) * (end + 1);
    this.seconds = seconds;
  }

  static @Nullable TableDetector build(Determinizer states, Budget budget) {
    return build(states, budget, Integer.MAX_VALUE, List.of());
  }

  /**
   * The table, or null when the budget does not suffice.
   *
   * @param suspects the number of the first pattern that stands for the beginning of another
   * @param seconds at most 64: what looks for the others
   */
  static @Nullable TableDetector build(
      Determinizer states, Budget budget, int suspects, List<Detector> seconds) {
    int width = states.alphabet().size() + 1;
    Determinizer.Walk walk = states.walk();
    Map<Determinizer.State, Integer> rows = new HashMap<>();
    List<Determinizer.State> queue = new ArrayList<>();
    int[] table = new int[16 * width];
    int start = row(walk.start(), suspects, rows, queue);
    for (int i = 0; i < queue.size(); i++) {
      int row = (i + 1) * width;
      if (queue.size() > budget.states() || row + width > budget.cells()) {
        return null;
      }
      if (row + width > table.length) {
        table = Arrays.copyOf(table, 2 * table.length);
      }
      long before = walk.steps();
      for (int c = 0; c < width; c++) {
        table[row + c] = row(walk.step(queue.get(i), c), suspects, rows, queue);
      }
      if (!budget.spend(walk.steps() - before + 4L * width)) {
        return null;
      }
    }
    return arranged(states.alphabet(), table, start, queue, suspects, seconds);
  }

  /** The number of a state's row, from 1, or {@link #MATCHED}. */
  private static int row(
      Determinizer.State state,
      int suspects,
      Map<Determinizer.State, Integer> rows,
      List<Determinizer.State> queue) {
    int[] seen = state.seen();
    if (seen.length > 0 && seen[0] < suspects) {
      return MATCHED;
    }
    Integer row = rows.get(state);
    if (row == null) {
      queue.add(state);
      row = queue.size();
      rows.put(state, row);
    }
    return row;
  }

  /** Puts the rows of suspicion first, and makes numbers of rows indices. */
  private static TableDetector arranged(
      Alphabet alphabet,
      int[] table,
      int start,
      List<Determinizer.State> queue,
      int suspects,
      List<Detector> seconds) {
    int width = alphabet.size() + 1;
    int[] places = new int[queue.size() + 1];
    int special = 1;
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).seen().length > 0) {
        places[i + 1] = special++ * width;
      }
    }
    int plain = special;
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).seen().length == 0) {
        places[i + 1] = plain++ * width;
      }
    }
    long[] suspected = new long[special];
    int[] arranged = new int[(queue.size() + 1) * width];
    for (int i = 0; i < queue.size(); i++) {
      int place = places[i + 1];
      for (int c = 0; c < width; c++) {
        arranged[place + c] = places[table[(i + 1) * width + c]];
      }
      for (int pattern : queue.get(i).seen()) {
        suspected[place / width] |= 1L << (pattern - suspects);
      }
    }
    return new TableDetector(
        alphabet, arranged, places[start], suspected, seconds.toArray(new Detector[0]));
  }

  @Override
  public boolean matches(String text) {
    char[] latin = this.latin;
    int[] table = this.table;
    int lastSpecial = this.lastSpecial;
    int state = start;
    if (state == MATCHED) {
      return true;
    }
    long suspicions = state <= lastSpecial ? suspected[state / (end + 1)] : 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 256) {
        state = table[state + latin[c]];
      } else {
        int code = text.codePointAt(i);
        i += Character.charCount(code) - 1;
        state = table[state + alphabet.classOf(code)];
      }
      if (state <= lastSpecial) {
        if (state == MATCHED) {
          return true;
        }
        suspicions |= suspected[state / (end + 1)];
      }
    }
    state = table[state + end];
    if (state == MATCHED) {
      return true;
    }
    if (state <= lastSpecial) {
      suspicions |= suspected[state / (end + 1)];
    }
    return suspicions != 0 && confirmed(text, suspicions);
  }

  private boolean confirmed(String text, long suspicions) {
    for (long left = suspicions; left != 0; left &= left - 1) {
      if (seconds[Long.numberOfTrailingZeros(left)].matches(text)) {
        return true;
      }
    }
    return false;
  }

  int states() {
    return table.length / (end + 1) - 1;
  }
}
