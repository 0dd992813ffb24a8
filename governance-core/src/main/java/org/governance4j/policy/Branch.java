package org.governance4j.policy;

import java.util.List;
import org.governance4j.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * One test of a decision graph, and where to go from it. What {@code condition} rules demand in
 * three-valued logic comes down to such two-valued tests, because a formula is definitely true or
 * definitely false exactly if a formula of definite tests says so ({@link Formula#definitely}). The
 * graph has no cycle, and a walk through it no stack, no recursion and no virtual call.
 *
 * <p>Every test fails for a missing value and every one of numbers for NaN and infinities.
 *
 * <p>Immutable; safe for any number of threads; allocates nothing.
 */
final class Branch {
  /** Where a walk ends that allows. */
  static final Branch ACCEPT = new Branch(Test.END, -1, -1, 0, 0, null, null, null);

  /** Where a walk ends that doesn't. */
  static final Branch REJECT = new Branch(Test.END, -1, -1, 0, 0, null, null, null);

  /** What is tested. */
  enum Test {
    /** Nothing: the walk ends. */
    END,
    /** The number is within closed, finite bounds. */
    WITHIN,
    /** The number is finite and less than that of the other field, which is finite too. */
    LESS,
    /** As {@link #LESS}, or equal. */
    AT_MOST,
    /** Both numbers are finite and equal. */
    EQUAL,
    /** Both numbers are finite and not equal. */
    UNEQUAL,
    /** The string is in the set. */
    LISTED,
    /** There is a string, and it is not in the set. */
    UNLISTED,
    /** Both strings are there and equal. */
    SAME,
    /** Both strings are there and not equal. */
    DIFFERENT,
    /** There is a value. */
    PRESENT,
    /** There is none. */
    MISSING
  }

  private final Test test;
  private final int field;
  private final int other;
  private final double low;
  private final double high;
  private final @Nullable TextSet set;
  private final @Nullable Branch yes;
  private final @Nullable Branch no;

  private Branch(
      Test test,
      int field,
      int other,
      double low,
      double high,
      @Nullable TextSet set,
      @Nullable Branch yes,
      @Nullable Branch no) {
    this.test = test;
    this.field = field;
    this.other = other;
    this.low = low;
    this.high = high;
    this.set = set;
    this.yes = yes;
    this.no = no;
  }

  static Branch within(int field, double low, double high, Branch yes, Branch no) {
    return new Branch(Test.WITHIN, field, field, low, high, null, yes, no);
  }

  static Branch pair(Test test, int field, int other, Branch yes, Branch no) {
    return new Branch(test, field, other, 0, 0, null, yes, no);
  }

  static Branch listed(Test test, int field, TextSet set, Branch yes, Branch no) {
    return new Branch(test, field, field, 0, 0, set, yes, no);
  }

  /** One graph for all the rules: each is entered where the one before it accepts. */
  static @Nullable Branch of(List<BoundCondition> rules) {
    Branch next = ACCEPT;
    for (int i = rules.size() - 1; i >= 0; i--) {
      next = rules.get(i).compile(next);
    }
    return next == ACCEPT ? null : next;
  }

  /** Walks from a branch to the end. */
  static boolean accepts(Branch first, Prediction prediction) {
    Branch at = first;
    while (true) {
      Branch next = at.holds(prediction) ? at.yes : at.no;
      if (next == null) {
        return at == ACCEPT;
      }
      at = next;
    }
  }

  private boolean holds(Prediction prediction) {
    return switch (test) {
      case END -> false;
      case WITHIN -> {
        double number = prediction.number(field);
        yield number >= low && number <= high;
      }
      case LESS -> finite(prediction) && prediction.number(field) < prediction.number(other);
      case AT_MOST -> finite(prediction) && prediction.number(field) <= prediction.number(other);
      case EQUAL -> finite(prediction) && prediction.number(field) == prediction.number(other);
      case UNEQUAL -> finite(prediction) && prediction.number(field) != prediction.number(other);
      case LISTED -> {
        String text = prediction.text(field);
        yield text != null && contains(text);
      }
      case UNLISTED -> {
        String text = prediction.text(field);
        yield text != null && !contains(text);
      }
      case SAME -> {
        String text = prediction.text(field);
        yield text != null && text.equals(prediction.text(other));
      }
      case DIFFERENT -> {
        String left = prediction.text(field);
        String right = prediction.text(other);
        yield left != null && right != null && !left.equals(right);
      }
      case PRESENT -> prediction.has(field);
      case MISSING -> !prediction.has(field);
    };
  }

  private boolean contains(String text) {
    TextSet texts = set;
    return texts != null && texts.contains(text);
  }

  private boolean finite(Prediction prediction) {
    return Math.abs(prediction.number(field)) <= Double.MAX_VALUE
        && Math.abs(prediction.number(other)) <= Double.MAX_VALUE;
  }
}
