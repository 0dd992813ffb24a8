package org.governance4j.text;

import java.util.Arrays;

/**
 * An immutable set of code points, surrogates included, as sorted ranges that do not touch: {@code
 * bounds[2i]} to {@code bounds[2i + 1]}, both inclusive.
 */
final class CodePointSet {

  static final CodePointSet EMPTY = new CodePointSet(new int[0]);
  static final CodePointSet ALL = range(0, Character.MAX_CODE_POINT);

  private final int[] bounds;

  // The members below 128, by bit.
  private final long low;
  private final long high;

  private CodePointSet(int[] bounds) {
    this.bounds = bounds;
    long[] bits = new long[2];
    for (int i = 0; i < bounds.length; i += 2) {
      for (int c = bounds[i]; c <= Math.min(bounds[i + 1], 127); c++) {
        bits[c >> 6] |= 1L << c;
      }
    }
    low = bits[0];
    high = bits[1];
  }

  static CodePointSet of(int codePoint) {
    return range(codePoint, codePoint);
  }

  static CodePointSet range(int first, int last) {
    return new CodePointSet(new int[] {first, last});
  }

  /** The union of ranges {@code first, last, first, last…}. */
  static CodePointSet ranges(int... pairs) {
    Builder set = new Builder();
    for (int i = 0; i < pairs.length; i += 2) {
      set.add(pairs[i], pairs[i + 1]);
    }
    return set.build();
  }

  CodePointSet complement() {
    Builder set = new Builder();
    int next = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] > next) {
        set.add(next, bounds[i] - 1);
      }
      next = bounds[i + 1] + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      set.add(next, Character.MAX_CODE_POINT);
    }
    return set.build();
  }

  /** With everything that differs from a member only in case. */
  CodePointSet folded() {
    Builder set = new Builder().add(this);
    for (int i = 0; i < bounds.length; i += 2) {
      CaseFolding.addVariants(bounds[i], bounds[i + 1], set);
    }
    return set.build();
  }

  boolean contains(int codePoint) {
    if (codePoint < 128) {
      return ((codePoint < 64 ? low : high) >> codePoint & 1) != 0;
    }
    int from = 0;
    int to = bounds.length / 2 - 1;
    while (from <= to) {
      int mid = (from + to) >>> 1;
      if (codePoint < bounds[2 * mid]) {
        to = mid - 1;
      } else if (codePoint > bounds[2 * mid + 1]) {
        from = mid + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** How many ranges there are. */
  int ranges() {
    return bounds.length / 2;
  }

  int first(int range) {
    return bounds[2 * range];
  }

  int last(int range) {
    return bounds[2 * range + 1];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodePointSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** Collects ranges in any order. One thread. */
  static final class Builder {

    private long[] pairs = new long[8];
    private int size;

    Builder add(int first, int last) {
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * size);
      }
      pairs[size++] = (long) first << 32 | last;
      return this;
    }

    Builder add(CodePointSet set) {
      for (int i = 0; i < set.bounds.length; i += 2) {
        add(set.bounds[i], set.bounds[i + 1]);
      }
      return this;
    }

    CodePointSet build() {
      Arrays.sort(pairs, 0, size);
      int[] bounds = new int[2 * size];
      int used = 0;
      for (int i = 0; i < size; i++) {
        int first = (int) (pairs[i] >>> 32);
        int last = (int) pairs[i];
        if (used > 0 && first <= bounds[used - 1] + 1) {
          bounds[used - 1] = Math.max(bounds[used - 1], last);
        } else {
          bounds[used++] = first;
          bounds[used++] = last;
        }
      }
      return new CodePointSet(Arrays.copyOf(bounds, used));
    }
  }
}
