package org.governance4j.text;

import java.util.Arrays;

/**
 * Knows for every place of a text which instructions lead to a match from there, so that matches
 * are followed without a wrong turn (after Frisch and Cardelli 2004). It reads the text backwards
 * once, keeps what it knows at every √n-th place, and works out the places between again when they
 * are reached. One text, one thread.
 */
final class MatchOracle {

  private final Program program;
  private final String text;
  private final int entry;
  private final int words;
  private final int block;
  // For each instruction those that reach it without consuming.
  private final int[][] origins;
  private final long[][] marks;
  private final long[][] near;
  private int loaded = -1;
  private final int[] stack;
  private final long[] visited;
  private long steps;

  MatchOracle(Program program, String text) {
    this.program = program;
    this.text = text;
    this.entry = program.starts()[0];
    this.words = (program.size() + 63) >> 6;
    this.block = Math.max(32, (int) Math.sqrt(text.length()));
    this.origins = origins(program);
    this.stack = new int[2 * program.size() + 2];
    this.visited = new long[words];
    this.marks = new long[text.length() / block + 2][];
    this.near = new long[block + 3][words];
    long[] alive = new long[words];
    long[] before = new long[words];
    for (int at = text.length(); at >= 0; at = previous(at)) {
      step(at, alive, before);
      long[] spent = alive;
      alive = before;
      before = spent;
      // The first place of its block that is one; a later write belongs to an earlier place.
      marks[at / block] = alive.clone();
    }
  }

  private static int[][] origins(Program program) {
    int[] counts = new int[program.size()];
    for (int pc = 0; pc < program.size(); pc++) {
      if (program.operation(pc) == Program.SPLIT) {
        counts[program.next(pc)]++;
        counts[program.other(pc)]++;
      } else if (program.operation(pc) == Program.ASSERT) {
        counts[program.next(pc)]++;
      }
    }
    int[][] origins = new int[program.size()][];
    for (int pc = 0; pc < program.size(); pc++) {
      origins[pc] = new int[counts[pc]];
    }
    for (int pc = 0; pc < program.size(); pc++) {
      byte operation = program.operation(pc);
      if (operation == Program.SPLIT || operation == Program.ASSERT) {
        int next = program.next(pc);
        origins[next][--counts[next]] = pc;
      }
      if (operation == Program.SPLIT) {
        int other = program.other(pc);
        origins[other][--counts[other]] = pc;
      }
    }
    return origins;
  }

  /** The place before, or -1. */
  private int previous(int at) {
    return at == 0 ? -1 : at - Character.charCount(text.codePointBefore(at));
  }

  /** What is alive at a place, from what is alive at the one after. */
  private void step(int at, long[] after, long[] here) {
    Arrays.fill(here, 0);
    int c = at < text.length() ? text.codePointAt(at) : Assertion.NONE;
    int before = at > 0 ? text.codePointBefore(at) : Assertion.NONE;
    for (int pc = 0; pc < program.size(); pc++) {
      byte operation = program.operation(pc);
      boolean alive =
          operation == Program.MATCH
              || operation == Program.CHARS
                  && c >= 0
                  && has(after, program.next(pc))
                  && program.consumes(pc, c);
      if (alive && !has(here, pc)) {
        set(here, pc);
        spread(pc, here, before, c);
      }
    }
    steps += program.size();
  }

  private void spread(int from, long[] alive, int before, int after) {
    int depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      for (int origin : origins[stack[--depth]]) {
        steps++;
        if (!has(alive, origin)
            && (program.operation(origin) == Program.SPLIT
                || program.assertion(origin).holds(before, after))) {
          set(alive, origin);
          stack[depth++] = origin;
        }
      }
    }
  }

  private static boolean has(long[] set, int member) {
    return (set[member >> 6] >> member & 1) != 0;
  }

  private static void set(long[] set, int member) {
    set[member >> 6] |= 1L << member;
  }

  /** What is alive at a place. */
  private long[] alive(int at) {
    int number = at / block;
    if (number != loaded) {
      load(number);
    }
    return near[at - number * block];
  }

  /** Works a block out from the first place of the next. */
  private void load(int number) {
    int first = number * block;
    int last = Math.min(first + block, text.length() + 1) - 1;
    long[] after = new long[words];
    if (last < text.length()) {
      // The last place of this block may be the first half of a pair.
      if (isInsidePair(last)) {
        last--;
      }
      after = marks[number + 1];
    }
    for (int at = last; at >= first; at = previous(at)) {
      step(at, after, near[at - first]);
      after = near[at - first];
    }
    loaded = number;
  }

  private boolean isInsidePair(int at) {
    return at > 0
        && at < text.length()
        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }

  /** The first place from which a match begins, or -1. */
  int start(int from) {
    int at = from;
    while (at <= text.length()) {
      steps++;
      if (has(alive(at), entry)) {
        return at;
      }
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
    }
    return -1;
  }

  /** Where the preferred match that begins at a place ends. */
  int end(int start) {
    int at = start;
    int pc = entry;
    while (true) {
      pc = preferred(pc, at);
      if (program.operation(pc) == Program.MATCH) {
        return at;
      }
      pc = program.next(pc);
      at += Character.charCount(text.codePointAt(at));
    }
  }

  /** The first instruction in the order of preference that consumes or matches, and is alive. */
  private int preferred(int from, int at) {
    long[] alive = alive(at);
    int before = at > 0 ? text.codePointBefore(at) : Assertion.NONE;
    int after = at < text.length() ? text.codePointAt(at) : Assertion.NONE;
    Arrays.fill(visited, 0);
    int depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      int pc = stack[--depth];
      if (has(visited, pc) || !has(alive, pc)) {
        continue;
      }
      steps++;
      set(visited, pc);
      switch (program.operation(pc)) {
        case Program.SPLIT -> {
          stack[depth++] = program.other(pc);
          stack[depth++] = program.next(pc);
        }
        case Program.ASSERT -> {
          if (program.assertion(pc).holds(before, after)) {
            stack[depth++] = program.next(pc);
          }
        }
        default -> {
          return pc;
        }
      }
    }
    throw new IllegalStateException("no way on from an instruction that is alive: " + from);
  }

  long steps() {
    return steps;
  }
}
