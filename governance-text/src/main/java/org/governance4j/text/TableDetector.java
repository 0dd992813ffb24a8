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
 * <p>Each step waits for the one before, so a text is read in two halves side by side: the second
 * as if nothing had been seen before it, which misses only what straddles the middle. The first
 * half is therefore read on until its state is the one that the second had at the same place.
 *
 * <p>Patterns that are cut off are seen by their beginnings, behind which {@link SecondLooks} goes
 * on.
 */
final class TableDetector implements Detector {

  /** The state in which something has matched; no other is 0. */
  private static final int MATCHED = 0;

  private static final int SHORT = 48;

  private final Alphabet alphabet;
  private final char[] latin;
  // A state is the index of its row. The first row is that of the match, then come those in which
  // a beginning was seen. Behind the classes stand the end of the text and the second look.
  private final int[] table;
  private final int start;
  // The states after a code point before which nothing was seen, by its context.
  private final int[] middles;
  private final int end;
  private final int lastSpecial;
  private final SecondLooks looks;

  private TableDetector(
      Alphabet alphabet, int[] table, int[] starts, int lastSpecial, SecondLooks looks) {
    this.alphabet = alphabet;
    this.latin = alphabet.latin();
    this.table = table;
    this.start = starts[Determinizer.Context.NOTHING.ordinal()];
    this.middles = starts;
    this.end = alphabet.size();
    this.lastSpecial = lastSpecial;
    this.looks = looks;
  }

  /** The table, or null when the budget does not suffice. */
  static @Nullable TableDetector build(Determinizer states, Budget budget) {
    return build(states, budget, new Beginnings(List.of(), Integer.MAX_VALUE));
  }

  /** The table, or null when the budget does not suffice. */
  static @Nullable TableDetector build(Determinizer states, Budget budget, Beginnings beginnings) {
    int width = states.alphabet().size() + 2;
    Determinizer.Walk walk = states.walk();
    Map<Determinizer.State, Integer> rows = new HashMap<>();
    List<Determinizer.State> queue = new ArrayList<>();
    int[] table = new int[16 * width];
    int first = beginnings.first();
    int[] starts = new int[Determinizer.Context.values().length];
    for (Determinizer.Context context : Determinizer.Context.values()) {
      starts[context.ordinal()] = row(walk.start(context), first, rows, queue);
    }
    for (int i = 0; i < queue.size(); i++) {
      int row = (i + 1) * width;
      if (queue.size() > budget.states() || row + width > budget.cells()) {
        return null;
      }
      if (row + width > table.length) {
        table = Arrays.copyOf(table, 2 * table.length);
      }
      long before = walk.steps();
      for (int c = 0; c < width - 1; c++) {
        table[row + c] = row(walk.step(queue.get(i), c), first, rows, queue);
      }
      if (!budget.spend(walk.steps() - before + 4L * width)) {
        return null;
      }
    }
    return arranged(states.alphabet(), table, starts, queue, beginnings, budget);
  }

  /** The number of a state's row, from 1, or {@link #MATCHED}. */
  private static int row(
      Determinizer.State state,
      int first,
      Map<Determinizer.State, Integer> rows,
      List<Determinizer.State> queue) {
    int[] seen = state.seen();
    if (seen.length > 0 && seen[0] < first) {
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

  /** Puts the rows of beginnings first, and makes numbers of rows indices. */
  private static @Nullable TableDetector arranged(
      Alphabet alphabet,
      int[] table,
      int[] starts,
      List<Determinizer.State> queue,
      Beginnings beginnings,
      Budget budget) {
    int width = alphabet.size() + 2;
    int[] places = new int[queue.size() + 1];
    List<int[]> seen = new ArrayList<>();
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).seen().length > 0) {
        seen.add(queue.get(i).seen());
        places[i + 1] = seen.size() * width;
      }
    }
    SecondLooks looks = SecondLooks.after(seen, beginnings, budget);
    if (looks == null) {
      return null;
    }
    int plain = seen.size();
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).seen().length == 0) {
        places[i + 1] = ++plain * width;
      }
    }
    int[] arranged = new int[(queue.size() + 1) * width];
    for (int i = 0; i < queue.size(); i++) {
      int place = places[i + 1];
      for (int c = 0; c < width - 1; c++) {
        arranged[place + c] = places[table[(i + 1) * width + c]];
      }
      arranged[place + width - 1] = place / width - 1;
    }
    return new TableDetector(
        alphabet,
        arranged,
        Arrays.stream(starts).map(row -> places[row]).toArray(),
        seen.size() * width,
        looks);
  }

  @Override
  public boolean matches(String text) {
    if (start == MATCHED) {
      return true;
    }
    char[] latin = this.latin;
    int[] table = this.table;
    int last = lastSpecial;
    int length = text.length();
    int half = length < SHORT ? 0 : middle(text);
    int middle = half == 0 ? start : middles[contextBefore(text, half)];
    if (middle == MATCHED) {
      return true;
    }
    long left = SecondLooks.begin(length);
    int s = start;
    int t = middle;
    int i = 0;
    while (i < half) {
      for (; i < half; i++) {
        int a = text.charAt(i);
        int b = text.charAt(i + half);
        if ((a | b) > 0xFF) {
          break;
        }
        s = table[s + latin[a]];
        t = table[t + latin[b]];
        if (s <= last || t <= last) {
          break;
        }
      }
      if (i < half) {
        if ((text.charAt(i) | text.charAt(i + half)) > 0xFF) {
          s = step(s, text, i);
          t = step(t, text, i + half);
        }
        left = s <= last ? look(text, i, s, left) : left;
        left = t <= last ? look(text, i + half, t, left) : left;
        if (left < 0) {
          return true;
        }
        i++;
      }
    }
    i = 2 * half;
    while (i < length) {
      for (; i < length; i++) {
        int b = text.charAt(i);
        if (b > 0xFF) {
          break;
        }
        t = table[t + latin[b]];
        if (t <= last) {
          break;
        }
      }
      if (i < length) {
        t = text.charAt(i) > 0xFF ? step(t, text, i) : t;
        left = t <= last ? look(text, i, t, left) : left;
        if (left < 0) {
          return true;
        }
        i++;
      }
    }
    if (table[t + end] == MATCHED) {
      return true;
    }
    left = half == 0 ? left : join(text, half, s, middle, left);
    return left < 0 || looks.settle(text, left);
  }

  /** Reads on until the two are in one state; what is left of the steps. */
  private long join(String text, int from, int first, int second, long steps) {
    int s = first;
    int t = second;
    long left = steps;
    for (int i = from; s != t; i++) {
      if (i == text.length()) {
        return table[s + end] == MATCHED ? SecondLooks.FOUND : left;
      }
      s = step(s, text, i);
      t = step(t, text, i);
      left = s <= lastSpecial ? look(text, i, s, left) : left;
      if (left < 0) {
        return left;
      }
    }
    return left;
  }

  /** Roughly the middle, not inside a pair of surrogates. */
  private static int middle(String text) {
    int half = text.length() >>> 1;
    return Character.isSurrogatePair(text.charAt(half - 1), text.charAt(half)) ? half - 1 : half;
  }

  private static int contextBefore(String text, int at) {
    return Determinizer.Context.after(text.codePointBefore(at)).ordinal();
  }

  /** The state after a UTF-16 unit; a pair of surrogates counts where its second half stands. */
  private int step(int state, String text, int at) {
    char c = text.charAt(at);
    if (c <= 0xFF) {
      return table[state + latin[c]];
    }
    if (isFirstOfPair(text, at)) {
      return state;
    }
    int code = at > 0 && isFirstOfPair(text, at - 1) ? text.codePointAt(at - 1) : c;
    return table[state + alphabet.classOf(code)];
  }

  private static boolean isFirstOfPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  /** What is left of the steps after a second look, or {@link SecondLooks#FOUND}. */
  private long look(String text, int at, int state, long left) {
    if (state == MATCHED) {
      return SecondLooks.FOUND;
    }
    if (isFirstOfPair(text, at)) {
      return left;
    }
    int begin = at > 0 && isFirstOfPair(text, at - 1) ? at - 1 : at;
    return looks.look(text, begin, table[state + end + 1], left);
  }

  int states() {
    return table.length / (end + 2) - 1;
  }
}
