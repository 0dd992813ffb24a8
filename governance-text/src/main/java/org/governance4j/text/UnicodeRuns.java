package org.governance4j.text;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A property of code points as runs of equal values, read from the running JDK once per process,
 * because a pass over all code points takes milliseconds. Immutable.
 */
final class UnicodeRuns {

  static final UnicodeRuns CATEGORIES = new UnicodeRuns(Character::getType);
  static final UnicodeRuns SCRIPTS = new UnicodeRuns(c -> Character.UnicodeScript.of(c).ordinal());

  private final int[] starts;
  private final int[] values;

  private UnicodeRuns(IntUnaryOperator property) {
    int[] begins = new int[8_192];
    int[] found = new int[8_192];
    int used = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int value = property.applyAsInt(c);
      if (used == 0 || found[used - 1] != value) {
        if (used == begins.length) {
          begins = Arrays.copyOf(begins, 2 * used);
          found = Arrays.copyOf(found, 2 * used);
        }
        begins[used] = c;
        found[used++] = value;
      }
    }
    starts = Arrays.copyOf(begins, used);
    values = Arrays.copyOf(found, used);
  }

  /** The code points whose value is wanted. */
  CodePointSet where(IntPredicate wanted) {
    CodePointSet.Builder set = new CodePointSet.Builder();
    for (int i = 0; i < starts.length; i++) {
      if (wanted.test(values[i])) {
        int last = i + 1 < starts.length ? starts[i + 1] - 1 : Character.MAX_CODE_POINT;
        set.add(starts[i], last);
      }
    }
    return set.build();
  }
}
