package org.governance4j.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The automaton of Aho and Corasick (1975) over the columns of {@link Signs}, complete with the
 * failure transitions, so every letter is one step.
 *
 * <p>Repetition: a column that equals the last one stays in the state. As no term has a column
 * twice in a row, that is the same as reading the text without repetitions.
 *
 * <p>States are offsets into the table. Those with terms have the greatest numbers.
 */
final class TermAutomaton {

  /** The greatest size of the table, in entries of four bytes. */
  static final int MAX_ENTRIES = 1 << 25;

  private final int columns;
  private final int[] next;
  private final int firstFound;
  private final BlockedTerm[][] found;
  private final int[] shorter;

  TermAutomaton(List<BlockedTerm> terms, Signs signs, int columns) {
    this.columns = columns;
    int capacity = 1;
    for (BlockedTerm term : terms) {
      capacity += term.columns(signs).length;
    }
    int[] trie = new int[Math.min(MAX_ENTRIES, Math.multiplyExact(capacity, columns))];
    List<List<BlockedTerm>> ends = new ArrayList<>();
    List<Integer> into = new ArrayList<>();
    ends.add(new ArrayList<>());
    into.add(-1);
    for (BlockedTerm term : terms) {
      int node = 0;
      for (int column : term.columns(signs)) {
        int at = node * columns + column;
        if (trie[at] == 0) {
          trie[at] = ends.size();
          if ((ends.size() + 1) * columns > trie.length) {
            throw new IllegalArgumentException(
                "terms: their automaton takes more than "
                    + MAX_ENTRIES / columns
                    + " states, at term "
                    + term.number);
          }
          ends.add(new ArrayList<>());
          into.add(column);
        }
        node = trie[at];
      }
      ends.get(node).add(term);
    }
    int size = ends.size();
    trie = Arrays.copyOf(trie, size * columns);
    int[] link = new int[size];
    complete(trie, size, ends, into, link);
    int[] place = new int[size];
    int quiet = 0;
    int foundFrom = 0;
    for (int node = 0; node < size; node++) {
      foundFrom += link[node] == 0 && ends.get(node).isEmpty() ? 1 : 0;
    }
    for (int node = 0, loud = foundFrom; node < size; node++) {
      place[node] = link[node] == 0 && ends.get(node).isEmpty() ? quiet++ : loud++;
    }
    next = new int[trie.length];
    found = new BlockedTerm[size - foundFrom][];
    shorter = new int[size - foundFrom];
    for (int node = 0; node < size; node++) {
      for (int column = 0; column < columns; column++) {
        next[place[node] * columns + column] = place[trie[node * columns + column]] * columns;
      }
      if (place[node] >= foundFrom) {
        found[place[node] - foundFrom] = ends.get(node).toArray(BlockedTerm[]::new);
        shorter[place[node] - foundFrom] = link[node] == 0 ? -1 : place[link[node]] - foundFrom;
      }
    }
    firstFound = foundFrom * columns;
  }

  /** Fills in failure transitions; {@code link} gets the longest shorter node with terms, or 0. */
  private void complete(
      int[] trie, int size, List<List<BlockedTerm>> ends, List<Integer> into, int[] link) {
    int[] fail = new int[size];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(0);
    while (!queue.isEmpty()) {
      int node = queue.remove();
      link[node] = ends.get(fail[node]).isEmpty() ? link[fail[node]] : fail[node];
      for (int column = 0; column < columns; column++) {
        int at = node * columns + column;
        int child = trie[at];
        if (child != 0) {
          fail[child] = node == 0 ? 0 : trie[fail[node] * columns + column];
          queue.add(child);
        } else if (column == into.get(node)) {
          trie[at] = node;
        } else if (node != 0) {
          trie[at] = trie[fail[node] * columns + column];
        }
      }
    }
  }

  int step(int state, int column) {
    return next[state + column];
  }

  boolean found(int state) {
    return state >= firstFound;
  }

  /** The first list of terms that end in a state where there are any. */
  int list(int state) {
    return (state - firstFound) / columns;
  }

  BlockedTerm[] terms(int list) {
    return found[list];
  }

  /** The next list, of shorter terms; -1 after the last. */
  int shorter(int list) {
    return shorter[list];
  }

  int states() {
    return next.length / columns;
  }

  /** For tests and documentation: the size of its table. */
  long bytes() {
    return 4L * next.length;
  }
}
