package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A non-deterministic automaton after Thompson (1968): instructions that consume a code point,
 * split in two with the first branch preferred, assert something about the place, or report a
 * match. Several patterns may share one program.
 */
final class Program {

  static final byte CHARS = 0;
  static final byte SPLIT = 1;
  static final byte ASSERT = 2;
  static final byte MATCH = 3;

  private final byte[] operations;
  private final int[] first;
  private final int[] second;
  private final CodePointSet[] sets;
  private final int[] starts;

  private Program(Builder builder) {
    operations = Arrays.copyOf(builder.operations, builder.size);
    first = Arrays.copyOf(builder.first, builder.size);
    second = Arrays.copyOf(builder.second, builder.size);
    sets = builder.sets.keySet().toArray(new CodePointSet[0]);
    starts = builder.starts.stream().mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return operations.length;
  }

  byte operation(int pc) {
    return operations[pc];
  }

  /** Where it goes on; the preferred branch of a split. */
  int next(int pc) {
    return first[pc];
  }

  /** The other branch of a split. */
  int other(int pc) {
    return second[pc];
  }

  CodePointSet set(int pc) {
    return sets[second[pc]];
  }

  boolean consumes(int pc, int codePoint) {
    return sets[second[pc]].contains(codePoint);
  }

  Assertion assertion(int pc) {
    return ASSERTIONS[second[pc]];
  }

  /** The pattern that a match is one of. */
  int pattern(int pc) {
    return second[pc];
  }

  int[] starts() {
    return starts.clone();
  }

  CodePointSet[] sets() {
    return sets.clone();
  }

  private static final Assertion[] ASSERTIONS = Assertion.values();

  /** The program of one pattern, which reports itself as number 0. */
  static Program of(Node node) {
    return new Builder().add(node, 0).build();
  }

  /** Writes programs from their ends to their beginnings. One thread. */
  static final class Builder {

    private byte[] operations = new byte[64];
    private int[] first = new int[64];
    private int[] second = new int[64];
    private int size;
    private final Map<CodePointSet, Integer> sets = new LinkedHashMap<>();
    private final List<Integer> starts = new ArrayList<>();

    Builder add(Node node, int pattern) {
      starts.add(emit(node, instruction(MATCH, 0, pattern)));
      return this;
    }

    /**
     * Adds a program of one pattern, cut off before some of its instructions: to get there is a
     * match of the pattern with the number that {@code cut} gives, where it is not negative.
     */
    Builder add(Program program, int[] cut, int pattern) {
      int base = size;
      for (int pc = 0; pc < program.size(); pc++) {
        copy(program, pc, base, pattern);
      }
      for (int pc = 0; pc < program.size(); pc++) {
        if (program.operation(pc) == CHARS && cut[program.next(pc)] >= 0) {
          first[base + pc] = instruction(MATCH, 0, cut[program.next(pc)]);
        }
      }
      starts.add(base + program.starts()[0]);
      return this;
    }

    /**
     * Adds a program of one pattern without its beginning; returns instructions that consume
     * anything and go on at the given ones.
     */
    int[] addRests(Program program, int[] nexts, int pattern) {
      int base = size;
      for (int pc = 0; pc < program.size(); pc++) {
        copy(program, pc, base, pattern);
      }
      return Arrays.stream(nexts).map(next -> chars(CodePointSet.ALL, base + next)).toArray();
    }

    /** Adds a program of one pattern twice, the first copy for the first code point only. */
    Builder addTwice(Program program) {
      int base = size;
      for (int pc = 0; pc < program.size(); pc++) {
        copy(program, pc, base, 0);
      }
      int copy = size;
      for (int pc = 0; pc < program.size(); pc++) {
        copy(program, pc, copy, 0);
        if (program.operation(pc) == CHARS) {
          first[copy + pc] = base + program.next(pc);
        }
      }
      starts.add(copy + program.starts()[0]);
      return this;
    }

    private void copy(Program program, int pc, int base, int pattern) {
      int next = base + program.next(pc);
      switch (program.operation(pc)) {
        case CHARS -> chars(program.set(pc), next);
        case SPLIT -> instruction(SPLIT, next, base + program.other(pc));
        case ASSERT -> place(program.assertion(pc), next);
        default -> instruction(MATCH, 0, pattern);
      }
    }

    /** Adds terms as one tree in which equal beginnings are shared. */
    Builder add(List<Term> terms, int[] patterns) {
      Branch root = new Branch();
      Branch whole = new Branch();
      for (int i = 0; i < patterns.length; i++) {
        Term term = terms.get(i);
        Branch at = term.boundBefore() ? whole : root;
        for (CodePointSet set : term.sets()) {
          at = at.children.computeIfAbsent(set, key -> new Branch());
        }
        int match = instruction(MATCH, 0, patterns[i]);
        at.ends.add(term.boundAfter() ? place(Assertion.NOT_BEFORE_WORD, match) : match);
      }
      if (!root.children.isEmpty()) {
        starts.add(emit(root));
      }
      if (!whole.children.isEmpty()) {
        starts.add(place(Assertion.NOT_AFTER_WORD, emit(whole)));
      }
      return this;
    }

    /** Recursion is as deep as the longest term, which is limited. */
    private int emit(Branch branch) {
      List<Integer> ways = new ArrayList<>(branch.ends);
      branch.children.forEach((set, child) -> ways.add(chars(set, emit(child))));
      int entry = ways.get(ways.size() - 1);
      for (int i = ways.size() - 2; i >= 0; i--) {
        entry = instruction(SPLIT, ways.get(i), entry);
      }
      return entry;
    }

    Program build() {
      return new Program(this);
    }

    private int instruction(byte operation, int one, int two) {
      if (size == operations.length) {
        operations = Arrays.copyOf(operations, 2 * size);
        first = Arrays.copyOf(first, 2 * size);
        second = Arrays.copyOf(second, 2 * size);
      }
      operations[size] = operation;
      first[size] = one;
      second[size] = two;
      return size++;
    }

    private int chars(CodePointSet set, int next) {
      Integer number = sets.get(set);
      if (number == null) {
        number = sets.size();
        sets.put(set, number);
      }
      return instruction(CHARS, next, number);
    }

    private int place(Assertion assertion, int next) {
      return instruction(ASSERT, next, assertion.ordinal());
    }

    /** Writes a node that goes on at {@code next}; returns where it begins. */
    private int emit(Node node, int next) {
      if (node instanceof Node.Chars chars) {
        return chars(chars.set(), next);
      }
      if (node instanceof Node.Place place) {
        return place(place.assertion(), next);
      }
      if (node instanceof Node.Sequence sequence) {
        int entry = next;
        for (int i = sequence.parts().size() - 1; i >= 0; i--) {
          entry = emit(sequence.parts().get(i), entry);
        }
        return entry;
      }
      if (node instanceof Node.Choice choice) {
        int last = choice.branches().size() - 1;
        int entry = emit(choice.branches().get(last), next);
        for (int i = last - 1; i >= 0; i--) {
          entry = instruction(SPLIT, emit(choice.branches().get(i), next), entry);
        }
        return entry;
      }
      return emitRepeat((Node.Repeat) node, next);
    }

    private int emitRepeat(Node.Repeat repeat, int next) {
      Node body = repeat.body();
      int min = repeat.min();
      int entry = next;
      if (repeat.max() == Node.UNLIMITED) {
        if (min > 0) {
          entry = atLeastOnce(body, repeat.greedy(), next);
          min--;
        } else if (body.nullable()) {
          // (x+)? tries an empty x in its turn, where a plain loop would try it last.
          entry = split(atLeastOnce(body, repeat.greedy(), next), next, repeat.greedy());
        } else {
          int loop = instruction(SPLIT, 0, 0);
          branch(loop, emit(body, loop), next, repeat.greedy());
          entry = loop;
        }
      } else {
        for (int i = repeat.max(); i > min; i--) {
          entry = split(emit(body, entry), next, repeat.greedy());
        }
      }
      for (int i = 0; i < min; i++) {
        entry = emit(body, entry);
      }
      return entry;
    }

    private int atLeastOnce(Node body, boolean greedy, int next) {
      int loop = instruction(SPLIT, 0, 0);
      int entry = emit(body, loop);
      branch(loop, entry, next, greedy);
      return entry;
    }

    private int split(int again, int next, boolean greedy) {
      return greedy ? instruction(SPLIT, again, next) : instruction(SPLIT, next, again);
    }

    private void branch(int loop, int again, int next, boolean greedy) {
      first[loop] = greedy ? again : next;
      second[loop] = greedy ? next : again;
    }
  }

  /** A node of the tree of terms. */
  private static final class Branch {
    private final Map<CodePointSet, Branch> children = new LinkedHashMap<>();
    private final List<Integer> ends = new ArrayList<>();
  }
}
