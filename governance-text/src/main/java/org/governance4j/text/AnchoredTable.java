package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton that is run from a place in a text and ends as soon as nothing can
 * match there any more. Immutable.
 */
final class AnchoredTable {

  /** What {@link #run} says of a match. */
  static final int FOUND = -1;

  private static final int MATCHED = 0;

  private final Alphabet alphabet;
  private final char[] latin;
  // A state is the index of its row; the first is the match, the second the state without a future.
  private final int[] table;
  private final int[] starts;
  private final int end;

  private AnchoredTable(Alphabet alphabet, int[] table, int[] starts) {
    this.alphabet = alphabet;
    this.latin = alphabet.latin();
    this.table = table;
    this.starts = starts;
    this.end = alphabet.size();
  }

  /**
   * The table, or null when the budget does not suffice.
   *
   * @param program one without beginnings
   * @param entries for every start the instructions that wait there
   */
  static @Nullable AnchoredTable build(Program program, List<int[]> entries, Budget budget) {
    Determinizer states = new Determinizer(program, Alphabet.of(program));
    Determinizer.Walk walk = states.walk();
    int width = states.alphabet().size() + 1;
    Map<Determinizer.State, Integer> rows = new HashMap<>();
    List<Determinizer.State> queue = new ArrayList<>();
    row(walk.waiting(new int[0]), rows, queue);
    int[] starts = new int[entries.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = width * row(walk.waiting(entries.get(i).clone()), rows, queue);
    }
    int[] table = new int[16 * width];
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
        table[row + c] = width * row(walk.step(queue.get(i), c), rows, queue);
      }
      if (!budget.spend(walk.steps() - before + 4L * width)) {
        return null;
      }
    }
    int[] exact = Arrays.copyOf(table, (queue.size() + 1) * width);
    return new AnchoredTable(states.alphabet(), exact, starts);
  }

  private static int row(
      Determinizer.State state,
      Map<Determinizer.State, Integer> rows,
      List<Determinizer.State> queue) {
    if (state.seen().length > 0) {
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

  /**
   * Runs from a place.
   *
   * @param start the number of the start
   * @param limit how many UTF-16 units to read at most
   * @return how many were read, or {@link #FOUND}
   */
  int run(String text, int at, int start, int limit) {
    int dead = end + 1;
    int state = starts[start];
    int length = text.length();
    int stop = limit < length - at ? at + limit : length;
    int i = at;
    while (i < stop) {
      int c = text.charAt(i++);
      if (c <= 0xFF) {
        state = table[state + latin[c]];
      } else {
        int code = text.codePointAt(i - 1);
        i += Character.charCount(code) - 1;
        state = table[state + alphabet.classOf(code)];
      }
      if (state <= dead) {
        return state == MATCHED ? FOUND : i - at;
      }
    }
    return i == length && table[state + end] == MATCHED ? FOUND : i - at;
  }
}
