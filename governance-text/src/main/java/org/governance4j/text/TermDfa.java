package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The automaton made deterministic: one row of targets per state, one column per class of signs.
 *
 * <p>A state is a {@link Context} and the set of places inside terms. State 0 is "found" and keeps
 * itself.
 */
final class TermDfa {

  static final int FOUND = 0;

  /** 64 MiB. */
  static final int MAX_CELLS = 1 << 24;

  private final int columns;
  private final int[] next;
  private final boolean[] foundAtEnd;
  private final int start;

  private TermDfa(int columns, int[] next, boolean[] foundAtEnd, int start) {
    this.columns = columns;
    this.next = next;
    this.foundAtEnd = foundAtEnd;
    this.start = start;
  }

  /** The state before a text. */
  int start() {
    return start;
  }

  /** The state after a sign of the class. */
  int next(int state, int sign) {
    return next[state + sign];
  }

  boolean foundAtEnd(int state) {
    return foundAtEnd[state / columns];
  }

  int states() {
    return foundAtEnd.length;
  }

  private record State(Context context, List<Integer> nodes) {}

  /**
   * Determinises.
   *
   * @throws IllegalArgumentException if it would have more than {@link #MAX_CELLS} entries
   */
  static TermDfa of(TermNfa nfa, List<SignClass> signs, boolean anywhere, TermNfa.Style only) {
    int columns = signs.size();
    int[][][] steps = new int[nfa.size()][][];
    Map<State, Integer> known = new HashMap<>();
    List<State> states = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    int[] found = new int[columns];
    rows.add(found);
    states.add(new State(Context.FREE, List.of(-1)));
    State first = new State(Context.FREE, List.of());
    known.put(first, 1);
    states.add(first);
    for (int s = 1; s < states.size(); s++) {
      if ((long) states.size() * columns > MAX_CELLS) {
        throw new IllegalArgumentException(
            "the terms need an automaton of more than "
                + MAX_CELLS
                + " entries; give fewer or shorter ones");
      }
      State state = states.get(s);
      int[] row = new int[columns];
      for (int column = 0; column < columns; column++) {
        SignClass sign = signs.get(column);
        row[column] =
            sign.kind() == Readings.IGNORED
                ? s * columns
                : columns * target(nfa, steps, state, sign, column, anywhere, only, known, states);
      }
      rows.add(row);
    }
    int[] next = new int[rows.size() * columns];
    boolean[] atEnd = new boolean[rows.size()];
    for (int s = 0; s < rows.size(); s++) {
      System.arraycopy(rows.get(s), 0, next, s * columns, columns);
      atEnd[s] = s == 0 || states.get(s).nodes().stream().anyMatch(n -> nfa.acceptsAtEnd(n) >= 0);
    }
    return new TermDfa(columns, next, atEnd, columns);
  }

  private static int target(
      TermNfa nfa,
      int[][][] steps,
      State state,
      SignClass sign,
      int column,
      boolean anywhere,
      TermNfa.Style only,
      Map<State, Integer> known,
      List<State> states) {
    TreeSet<Integer> targets = new TreeSet<>();
    for (int node : state.nodes()) {
      add(nfa, steps, node, sign, column, targets);
    }
    for (TermNfa.Style style : state.context().styles(sign, anywhere)) {
      if (style == only) {
        add(nfa, steps, nfa.root(style), sign, column, targets);
      }
    }
    for (int node : targets) {
      if (nfa.accepts(node) >= 0) {
        return FOUND;
      }
    }
    List<Integer> all = List.copyOf(targets);
    targets.removeIf(node -> all.stream().anyMatch(other -> nfa.covers(other, node)));
    State next = new State(state.context().after(sign), List.copyOf(targets));
    Integer index = known.putIfAbsent(next, states.size());
    if (index == null) {
      states.add(next);
      return states.size() - 1;
    }
    return index;
  }

  private static void add(
      TermNfa nfa,
      int[][][] steps,
      int node,
      SignClass sign,
      int column,
      TreeSet<Integer> targets) {
    if (steps[node] == null) {
      steps[node] = new int[0][];
    }
    if (steps[node].length <= column) {
      steps[node] = Arrays.copyOf(steps[node], column + 1);
    }
    int[] step = steps[node][column];
    if (step == null) {
      step = nfa.step(node, sign);
      steps[node][column] = step;
    }
    for (int each : step) {
      targets.add(each);
    }
  }
}
