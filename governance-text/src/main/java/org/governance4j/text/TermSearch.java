package org.governance4j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One run of the nondeterministic automaton over a text, which knows where matches began. */
final class TermSearch {

  private final TermNfa nfa;
  private final SignTable signs;
  private final boolean anywhere;
  private final int[] matchedUntil;
  private final List<TextMatch> matches = new ArrayList<>();
  private Places now;
  private Places then;
  private long steps;

  /** The active nodes, each with the leftmost start of a match that leads there. */
  private static final class Places {
    final int[] nodes;
    final int[] starts;
    final int[] ends;
    final boolean[] active;
    int count;

    Places(int size) {
      nodes = new int[size];
      starts = new int[size];
      ends = new int[size];
      active = new boolean[size];
    }

    void add(int node, int start, int end) {
      if (!active[node]) {
        active[node] = true;
        nodes[count++] = node;
      } else if (start >= starts[node]) {
        return;
      }
      starts[node] = start;
      ends[node] = end;
    }

    void clear() {
      for (int i = 0; i < count; i++) {
        active[nodes[i]] = false;
      }
      count = 0;
    }
  }

  TermSearch(TermNfa nfa, SignTable signs, boolean anywhere, int terms) {
    this.nfa = nfa;
    this.signs = signs;
    this.anywhere = anywhere;
    this.matchedUntil = new int[terms];
    this.now = new Places(nfa.size());
    this.then = new Places(nfa.size());
  }

  TermSearch run(String text) {
    Context context = Context.FREE;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int end = i + Character.charCount(c);
      int column = signs.of(c);
      SignClass sign = signs.classes().get(column);
      if (sign.kind() == Readings.IGNORED) {
        extend(i, end);
      } else {
        for (int p = 0; p < now.count; p++) {
          int node = now.nodes[p];
          step(node, sign, now.starts[node], now.ends[node], end);
        }
        for (TermNfa.Style style : context.styles(sign, anywhere)) {
          step(nfa.root(style), sign, i, i, end);
        }
        context = context.after(sign);
        Places done = now;
        now = then;
        then = done;
        then.clear();
      }
      i = end;
    }
    for (int p = 0; p < now.count; p++) {
      int node = now.nodes[p];
      found(nfa.acceptsAtEnd(node), now.starts[node], now.ends[node]);
    }
    matches.sort(Comparator.comparingInt(TextMatch::start).thenComparingInt(TextMatch::pattern));
    return this;
  }

  private void step(int from, SignClass sign, int start, int end, int signEnd) {
    for (int node : nfa.step(from, sign)) {
      steps++;
      int matchEnd = nfa.isLetter(node) ? signEnd : end;
      then.add(node, start, matchEnd);
      found(nfa.accepts(node), start, matchEnd);
    }
  }

  private void found(int term, int start, int end) {
    if (term >= 0 && start >= matchedUntil[term]) {
      matches.add(new TextMatch(term, start, end));
      matchedUntil[term] = end;
    }
  }

  /** Marks and invisible characters belong to the letter before. */
  private void extend(int from, int to) {
    for (int p = 0; p < now.count; p++) {
      int node = now.nodes[p];
      if (now.ends[node] == from) {
        now.ends[node] = to;
      }
    }
  }

  List<TextMatch> matches() {
    return List.copyOf(matches);
  }

  /** How many edges were taken. */
  long steps() {
    return steps;
  }
}
