package org.governance4j.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a pattern may be cut off so that its beginning tells that the whole could follow. Whatever
 * matches the pattern matches its beginning, so a text without the beginning needs no second look.
 *
 * <p>The cut is behind every instruction that ordinary text reaches too seldom to matter: each gets
 * the probability of the likeliest way to it, by a coarse model of letters, digits and punctuation.
 * The model decides about speed only.
 */
final class PrefixCut {

  private static final double RARE = 2e-4;
  // From here on a set of many letters is not followed: with terms beside it, it costs many states.
  private static final double UNUSUAL = 2e-3;

  private static final int MANY = 10;

  private static final int MAX_WORK = 200_000;

  private PrefixCut() {}

  /**
   * For each instruction, whether the pattern is cut off behind it; null when the pattern is too
   * large to be judged.
   *
   * @param maxDepth after how many code points it is cut off at the latest
   */
  static boolean @Nullable [] of(Program program, int maxDepth) {
    double[] best = new double[program.size()];
    int[] depth = new int[program.size()];
    boolean[] done = new boolean[program.size()];
    boolean[] cut = new boolean[program.size()];
    Arrays.fill(depth, Integer.MAX_VALUE);
    PriorityQueue<Step> queue =
        new PriorityQueue<>(Comparator.comparingDouble(Step::probability).reversed());
    queue.add(new Step(-1, 1.0, 0));
    int work = 0;
    while (!queue.isEmpty()) {
      Step step = queue.remove();
      int pc = step.pc();
      if (pc >= 0) {
        if (done[pc]) {
          continue;
        }
        done[pc] = true;
        if (step.probability() <= RARE || step.depth() >= maxDepth) {
          cut[pc] = true;
          continue;
        }
      }
      int[] followers = followers(program, pc < 0 ? program.starts()[0] : program.next(pc));
      work += followers.length + 8;
      if (work > MAX_WORK) {
        return null;
      }
      if (pc >= 0 && step.probability() <= UNUSUAL && anyBroad(program, followers)) {
        cut[pc] = true;
        continue;
      }
      CodePointSet before = pc < 0 ? CodePointSet.EMPTY : program.set(pc);
      for (int next : followers) {
        double probability = step.probability() * weight(program.set(next), before);
        if (!done[next] && probability > best[next]) {
          best[next] = probability;
          queue.add(new Step(next, probability, step.depth() + 1));
        }
      }
    }
    return cut;
  }

  /** The consuming instructions that can come next. */
  private static int[] followers(Program program, int from) {
    BitSet visited = new BitSet();
    BitSet found = new BitSet();
    int[] stack = new int[16];
    int size = 0;
    stack[size++] = from;
    while (size > 0) {
      int pc = stack[--size];
      if (visited.get(pc)) {
        continue;
      }
      visited.set(pc);
      if (size + 2 > stack.length) {
        stack = Arrays.copyOf(stack, 2 * stack.length);
      }
      switch (program.operation(pc)) {
        case Program.SPLIT -> {
          stack[size++] = program.other(pc);
          stack[size++] = program.next(pc);
        }
        case Program.ASSERT -> stack[size++] = program.next(pc);
        case Program.CHARS -> found.set(pc);
        default -> {}
      }
    }
    return found.stream().toArray();
  }

  private static boolean anyBroad(Program program, int[] pcs) {
    for (int pc : pcs) {
      CodePointSet set = program.set(pc);
      if (count(set, 'a', 'z') >= MANY || count(set, 'A', 'Z') >= MANY) {
        return true;
      }
    }
    return false;
  }

  /** How likely a code point of a set is in ordinary text, after one of another set. */
  private static double weight(CodePointSet set, CodePointSet before) {
    if (set.equals(before) && set.ranges() == 1 && set.first(0) == set.last(0)) {
      return 0.5;
    }
    boolean lower = overlaps(before, 'a', 'z');
    boolean afterDigit = !lower && overlaps(before, '0', '9');
    boolean afterUpper = !lower && overlaps(before, 'A', 'Z');
    double letters = Math.min(0.75, 0.1 * count(set, 'a', 'z'));
    double capitals =
        Math.min(afterUpper ? 0.5 : 0.1, (afterUpper ? 0.2 : 0.01) * count(set, 'A', 'Z'));
    double digits =
        Math.min(afterDigit ? 0.7 : 0.05, (afterDigit ? 0.1 : 0.01) * count(set, '0', '9'));
    double space = set.contains(' ') ? 0.15 : 0;
    int common = count(set, '\'', ')') + count(set, ',', '/') + count(set, ':', ';');
    int marks = count(set, '!', '&') + count(set, '*', '+') + count(set, '<', '@');
    int others = count(set, '[', '`') + count(set, '{', '~');
    double rest = Math.min(0.05, 0.002 * common + 0.0002 * (marks + others));
    double control = set.contains('\n') || overlaps(set, 0x80, 0x3FF) ? 0.02 : 1e-4;
    return Math.min(0.95, letters + capitals + digits + space + rest + control);
  }

  private static boolean overlaps(CodePointSet set, int first, int last) {
    return count(set, first, last) > 0;
  }

  private static int count(CodePointSet set, int first, int last) {
    int count = 0;
    for (int i = 0; i < set.ranges(); i++) {
      count += Math.max(0, Math.min(last, set.last(i)) - Math.max(first, set.first(i)) + 1);
    }
    return count;
  }

  private record Step(int pc, double probability, int depth) {}
}
