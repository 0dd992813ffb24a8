package org.governance4j.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the span of the leftmost match that a backtracking engine would find first, by Pike's
 * simulation: the threads of the automaton run side by side in the order of their priority, one
 * list per place, so that a code point costs at most one step per instruction. One text, one
 * thread.
 */
final class SpanMatcher {

  private final Program program;
  private final String text;
  private final int entry;
  private int[] stack = new int[16];
  private Threads now;
  private Threads later;
  private long steps;
  private int start;
  private int end;

  SpanMatcher(Program program, String text) {
    this.program = program;
    this.text = text;
    this.entry = program.starts()[0];
    this.now = new Threads(program.size());
    this.later = new Threads(program.size());
  }

  /** Looks for a match that begins at {@code from} or after; its span is then to be asked for. */
  boolean find(int from) {
    now.clear();
    boolean found = false;
    int at = from;
    int before = from == 0 ? Assertion.NONE : text.codePointBefore(from);
    while (true) {
      int c = at < text.length() ? text.codePointAt(at) : Assertion.NONE;
      if (!found) {
        follow(now, entry, at, before, c);
      } else if (now.size == 0) {
        return true;
      }
      int width = c < 0 ? 0 : Character.charCount(c);
      int after = at + width < text.length() ? peek(at + width, c) : Assertion.NONE;
      later.clear();
      for (int i = 0; i < now.size; i++) {
        steps++;
        int pc = now.pcs[i];
        if (program.operation(pc) == Program.MATCH) {
          found = true;
          start = now.starts[i];
          end = at;
          break;
        }
        if (c >= 0 && program.consumes(pc, c)) {
          follow(later, program.next(pc), now.starts[i], c, after);
        }
      }
      if (c < 0) {
        return found;
      }
      Threads spent = now;
      now = later;
      later = spent;
      before = c;
      at += width;
    }
  }

  private int peek(int at, int c) {
    return c < 0 ? Assertion.NONE : text.codePointAt(at);
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  @Nullable TextMatch match(int pattern, int from) {
    return find(from) ? new TextMatch(pattern, start, end) : null;
  }

  /** How many instructions were executed so far. */
  long steps() {
    return steps;
  }

  /** Adds what can be reached without consuming, in the order of preference. */
  private void follow(Threads threads, int from, int begin, int before, int after) {
    int depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      int pc = stack[--depth];
      if (threads.visited(pc)) {
        continue;
      }
      steps++;
      threads.visit(pc);
      switch (program.operation(pc)) {
        case Program.SPLIT -> {
          if (depth + 2 > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
          }
          stack[depth++] = program.other(pc);
          stack[depth++] = program.next(pc);
        }
        case Program.ASSERT -> {
          if (program.assertion(pc).holds(before, after)) {
            stack[depth++] = program.next(pc);
          }
        }
        default -> threads.add(pc, begin);
      }
    }
  }

  /** The threads at one place, in order, and which instructions were seen there. */
  private static final class Threads {
    private final int[] pcs;
    private final int[] starts;
    private final int[] seen;
    private int size;
    private int generation = 1;

    Threads(int program) {
      pcs = new int[program];
      starts = new int[program];
      seen = new int[program];
    }

    void clear() {
      size = 0;
      if (++generation == 0) {
        Arrays.fill(seen, 0);
        generation = 1;
      }
    }

    boolean visited(int pc) {
      return seen[pc] == generation;
    }

    void visit(int pc) {
      seen[pc] = generation;
    }

    void add(int pc, int start) {
      pcs[size] = pc;
      starts[size++] = start;
    }
  }
}
