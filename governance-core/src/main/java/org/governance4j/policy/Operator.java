package org.governance4j.policy;

import java.util.Arrays;
import java.util.List;

/** How two values are compared. */
enum Operator {
  /** Less. */
  LESS("<"),
  /** Less or equal. */
  AT_MOST("<="),
  /** Greater. */
  GREATER(">"),
  /** Greater or equal. */
  AT_LEAST(">="),
  /** Equal. */
  EQUAL("=="),
  /** Not equal. */
  UNEQUAL("!=");

  private final String word;

  Operator(String word) {
    this.word = word;
  }

  /** The sign in JSON. */
  String word() {
    return word;
  }

  /** The operator that holds for finite values exactly if this one does not. */
  Operator negated() {
    return switch (this) {
      case LESS -> AT_LEAST;
      case AT_MOST -> GREATER;
      case GREATER -> AT_MOST;
      case AT_LEAST -> LESS;
      case EQUAL -> UNEQUAL;
      case UNEQUAL -> EQUAL;
    };
  }

  /** Whether it holds for two finite numbers. */
  boolean holds(double left, double right) {
    return switch (this) {
      case LESS -> left < right;
      case AT_MOST -> left <= right;
      case GREATER -> left > right;
      case AT_LEAST -> left >= right;
      case EQUAL -> left == right;
      case UNEQUAL -> left != right;
    };
  }

  static Operator of(String word) {
    return values()[words().indexOf(word)];
  }

  /** The signs of all operators. */
  static List<String> words() {
    return Arrays.stream(values()).map(Operator::word).toList();
  }

  /** The signs of those that strings can be compared with. */
  static List<String> equalities() {
    return List.of(EQUAL.word, UNEQUAL.word);
  }
}
