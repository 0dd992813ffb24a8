package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deterministic automaton as one table that was computed beforehand. Immutable. */
final class TableDetector implements Detector {

  /** The state in which something has matched; no other is 0. */
  private static final int MATCHED = 0;

  private final Alphabet alphabet;
  private final char[] latin;
  // A state is the index of its row; the last column is the end of the text.
  private final int[] table;
  private final int start;
  private final int end;

  private TableDetector(Alphabet alphabet, int[] table, int start) {
    this.alphabet = alphabet;
    this.latin = alphabet.latin();
    this.table = table;
    this.start = start;
    this.end = alphabet.size();
  }

  /** The table, or null when the budget does not suffice. */
  static @Nullable TableDetector build(Determinizer states, Budget budget) {
    int width = states.alphabet().size() + 1;
    Determinizer.Walk walk = states.walk();
    Map<Determinizer.State, Integer> rows = new HashMap<>();
    List<Determinizer.State> queue = new ArrayList<>();
    int[] table = new int[16 * width];
    Determinizer.State first = walk.start();
    int start = row(first, rows, queue, width);
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
        Determinizer.State next = walk.step(queue.get(i), c);
        // Nothing is reached by the end of the text, so any row will do that is no match.
        table[row + c] =
            c == width - 1
                ? next.seen().length > 0 ? MATCHED : width
                : row(next, rows, queue, width);
      }
      if (!budget.spend(walk.steps() - before + width)) {
        return null;
      }
    }
    return new TableDetector(
        states.alphabet(), Arrays.copyOf(table, (queue.size() + 1) * width), start);
  }

  private static int row(
      Determinizer.State state,
      Map<Determinizer.State, Integer> rows,
      List<Determinizer.State> queue,
      int width) {
    if (state.seen().length > 0) {
      return MATCHED;
    }
    Integer row = rows.get(state);
    if (row == null) {
      queue.add(state);
      row = queue.size() * width;
      rows.put(state, row);
    }
    return row;
  }

  @Override
  public boolean matches(String text) {
    char[] latin = this.latin;
    int[] table = this.table;
    int state = start;
    if (state == MATCHED) {
      return true;
    }
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
      if (state == MATCHED) {
        return true;
      }
    }
    return table[state + end] == MATCHED;
  }

  int states() {
    return table.length / (end + 1) - 1;
  }
}
