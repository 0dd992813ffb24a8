package org.governance4j.text;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The subset construction (Rabin and Scott 1959): the states of the deterministic automaton of a
 * program, computed one step at a time. The search is unanchored, so each state implies the
 * beginning of the program; what that adds is computed once per class and left out of the states.
 *
 * <p>Assertions that look ahead stay pending in a state until the next code point is known, so what
 * they let match is seen one step late. Immutable; the steps are made by a {@link Walk}.
 */
final class Determinizer {

  private static final int[] NONE = {};

  private final Program program;
  private final Alphabet alphabet;
  private final int[] starts;
  // By context; contexts that make no difference to it share one.
  private final Beginning[] beginnings;
  private final boolean[] startLooksAt = new boolean[Assertion.values().length];

  Determinizer(Program program, Alphabet alphabet) {
    this.program = program;
    this.alphabet = alphabet;
    this.starts = program.starts();
    beginnings = new Beginning[Context.values().length];
    Walk walk = new Walk();
    walk.markStartAssertions(startLooksAt);
    for (Context context : Context.values()) {
      if (walk.reduced(context, new int[0]) == context) {
        beginnings[context.ordinal()] = walk.beginning(context);
      }
    }
    for (Context context : Context.values()) {
      Context same = walk.reduced(context, new int[0]);
      if (same == context) {
        walk.fill(beginnings[context.ordinal()], context);
      } else {
        beginnings[context.ordinal()] = beginnings[same.ordinal()];
      }
    }
  }

  Alphabet alphabet() {
    return alphabet;
  }

  Walk walk() {
    return new Walk();
  }

  /** What stood before a place, as far as assertions look back. */
  enum Context {
    NOTHING(Assertion.NONE),
    NEWLINE('\n'),
    WORD('a'),
    // A letter outside ASCII.
    LETTER('\u00E4'),
    OTHER(' ');

    private final int sample;

    Context(int sample) {
      this.sample = sample;
    }

    static Context after(int codePoint) {
      if (codePoint == Assertion.NONE) {
        return NOTHING;
      }
      if (codePoint == '\n') {
        return NEWLINE;
      }
      if (Assertion.isWord(codePoint)) {
        return WORD;
      }
      return Assertion.isUnicodeWord(codePoint) ? LETTER : OTHER;
    }
  }

  /**
   * A state.
   *
   * @param context what stood before
   * @param pcs the instructions that wait to consume or to look ahead, ascending, without those the
   *     beginning of the program implies
   * @param seen the patterns that matched on the way into this state, ascending
   */
  record State(Context context, int[] pcs, int[] seen) {
    @Override
    public boolean equals(Object other) {
      return other instanceof State state
          && context == state.context
          && Arrays.equals(pcs, state.pcs)
          && Arrays.equals(seen, state.seen);
    }

    @Override
    public int hashCode() {
      return (31 * Arrays.hashCode(pcs) + Arrays.hashCode(seen)) * 31 + context.ordinal();
    }
  }

  private static int[] sorted(BitSet patterns) {
    return patterns.isEmpty() ? NONE : patterns.stream().toArray();
  }

  /** A set of instructions that is emptied in one step. */
  private static final class Marks {
    private final int[] marked;
    private int generation = 1;

    Marks(int size) {
      marked = new int[size];
    }

    boolean get(int pc) {
      return marked[pc] == generation;
    }

    void set(int pc) {
      marked[pc] = generation;
    }

    void clear() {
      if (++generation == 0) {
        Arrays.fill(marked, 0);
        generation = 1;
      }
    }
  }

  /** What the beginning of the program implies in a context. */
  private static final class Beginning {
    private final int[] waiting;
    private final int[] seen;
    private final BitSet implied = new BitSet();
    private final int[][] next;
    private final int[][] late;

    Beginning(int[] waiting, int[] seen, int classes) {
      this.waiting = waiting;
      this.seen = seen;
      this.next = new int[classes][];
      this.late = new int[classes][];
      for (int pc : waiting) {
        implied.set(pc);
      }
    }
  }

  /** Makes steps; has scratch memory, so one thread. */
  final class Walk {

    private final Marks visited = new Marks(program.size());
    private int[] stack = new int[32];
    private int[] reached = new int[32];
    private int reachedSize;
    private int[] waiting = new int[32];
    private int waitingSize;
    private final BitSet seen = new BitSet();
    private long steps;

    private Walk() {}

    /** How many instructions were looked at so far. */
    long steps() {
      return steps;
    }

    State start() {
      return start(Context.NOTHING);
    }

    /** The state at a place before which nothing was seen. */
    State start(Context context) {
      return state(context, NONE, new BitSet());
    }

    /** The state in which consuming instructions wait, besides what the beginning implies. */
    State waiting(int[] pcs) {
      return state(Context.OTHER, pcs, new BitSet());
    }

    /** The state after a class; for the end of the text, one that only tells what matched. */
    State step(State from, int classNumber) {
      Beginning beginning = beginnings[from.context().ordinal()];
      int code = alphabet.sample(classNumber);
      Context context = Context.after(code);
      seen.clear();
      for (int pattern : beginning.late[classNumber]) {
        seen.set(pattern);
      }
      resolve(from.pcs(), from.context(), code);
      reachedSize = 0;
      visited.clear();
      if (classNumber == alphabet.size()) {
        return new State(context, new int[0], sorted(seen));
      }
      consume(code, context);
      Beginning here = beginnings[context.ordinal()];
      for (int pc : beginning.next[classNumber]) {
        if (!visited.get(pc)) {
          visited.set(pc);
          reach(pc);
        }
      }
      int kept = 0;
      for (int i = 0; i < reachedSize; i++) {
        if (!here.implied.get(reached[i])) {
          reached[kept++] = reached[i];
        }
      }
      int[] pcs = kept == 0 ? NONE : Arrays.copyOf(reached, kept);
      Arrays.sort(pcs);
      return state(context, pcs, seen);
    }

    private State state(Context context, int[] pcs, BitSet matched) {
      int[] always = beginnings[context.ordinal()].seen;
      for (int pattern : always) {
        matched.set(pattern);
      }
      int[] patterns = sorted(matched);
      return new State(reduced(context, pcs), pcs, patterns);
    }

    /**
     * Contexts that nothing waiting can tell apart are made one, so that there are fewer states.
     */
    private Context reduced(Context context, int[] pcs) {
      for (int pc : pcs) {
        if (program.operation(pc) == Program.ASSERT) {
          return context;
        }
      }
      boolean bounds = looks(Assertion.WORD_BOUNDARY) || looks(Assertion.NO_WORD_BOUNDARY);
      boolean letters = looks(Assertion.NOT_AFTER_WORD);
      return switch (context) {
        case NOTHING ->
            looks(Assertion.BEGIN_TEXT) ? context : reduced(Context.NEWLINE, new int[0]);
        case NEWLINE -> looks(Assertion.BEGIN_LINE) ? context : Context.OTHER;
        case WORD -> bounds || letters ? context : Context.OTHER;
        case LETTER -> letters ? context : Context.OTHER;
        case OTHER -> context;
      };
    }

    private boolean looks(Assertion assertion) {
      return startLooksAt[assertion.ordinal()];
    }

    /** Lets pending assertions decide; {@link #waiting} is then what consumes. */
    private void resolve(int[] pcs, Context before, int after) {
      visited.clear();
      reachedSize = 0;
      for (int pc : pcs) {
        if (!visited.get(pc)) {
          if (program.operation(pc) == Program.ASSERT) {
            close(pc, before.sample, after, true);
          } else {
            visited.set(pc);
            reach(pc);
          }
        }
      }
      int[] spent = waiting;
      waiting = reached;
      waitingSize = reachedSize;
      reached = spent;
    }

    private void consume(int code, Context context) {
      for (int i = 0; i < waitingSize; i++) {
        int pc = waiting[i];
        steps++;
        if (code >= 0 && program.operation(pc) == Program.CHARS && program.consumes(pc, code)) {
          close(program.next(pc), context.sample, 0, false);
        }
      }
    }

    /**
     * Follows splits and assertions. While the code point after the place is not known, assertions
     * that look ahead are reached themselves.
     */
    private void close(int from, int before, int after, boolean known) {
      int depth = 0;
      stack[depth++] = from;
      while (depth > 0) {
        int pc = stack[--depth];
        if (visited.get(pc)) {
          continue;
        }
        visited.set(pc);
        steps++;
        switch (program.operation(pc)) {
          case Program.SPLIT -> {
            if (depth + 2 > stack.length) {
              stack = Arrays.copyOf(stack, 2 * stack.length);
            }
            stack[depth++] = program.other(pc);
            stack[depth++] = program.next(pc);
          }
          case Program.ASSERT -> {
            Assertion assertion = program.assertion(pc);
            if (!known && !assertion.looksBackOnly()) {
              reach(pc);
            } else if (assertion.holds(before, after)) {
              stack[depth++] = program.next(pc);
            }
          }
          case Program.MATCH -> seen.set(program.pattern(pc));
          default -> reach(pc);
        }
      }
    }

    private void reach(int pc) {
      if (reachedSize == reached.length) {
        reached = Arrays.copyOf(reached, 2 * reachedSize);
      }
      reached[reachedSize++] = pc;
    }

    private void markStartAssertions(boolean[] marks) {
      visited.clear();
      int depth = 0;
      for (int start : starts) {
        stack[depth++] = start;
        while (depth > 0) {
          int pc = stack[--depth];
          if (visited.get(pc)) {
            continue;
          }
          visited.set(pc);
          if (depth + 2 > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
          }
          if (program.operation(pc) == Program.SPLIT) {
            stack[depth++] = program.other(pc);
            stack[depth++] = program.next(pc);
          } else if (program.operation(pc) == Program.ASSERT) {
            marks[program.assertion(pc).ordinal()] = true;
            stack[depth++] = program.next(pc);
          }
        }
      }
    }

    private Beginning beginning(Context context) {
      visited.clear();
      seen.clear();
      reachedSize = 0;
      for (int start : starts) {
        close(start, context.sample, 0, false);
      }
      return new Beginning(Arrays.copyOf(reached, reachedSize), sorted(seen), alphabet.size() + 1);
    }

    private void fill(Beginning beginning, Context context) {
      for (int classNumber = 0; classNumber <= alphabet.size(); classNumber++) {
        int code = alphabet.sample(classNumber);
        Context after = Context.after(code);
        seen.clear();
        resolve(beginning.waiting, context, code);
        reachedSize = 0;
        visited.clear();
        consume(code, after);
        beginning.next[classNumber] = Arrays.copyOf(reached, reachedSize);
        beginning.late[classNumber] = sorted(seen);
      }
    }
  }
}
