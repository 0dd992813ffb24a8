package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Unicode's simple case folding: which code points differ only in case, without a change of length.
 *
 * <p>Derived from the JDK's character data: two code points fold together when the lower case of
 * their upper case is the same. Dotted capital I (U+0130) and dotless small i (U+0131) fold only
 * with themselves, as in Unicode's CaseFolding.txt without its Turkic entries.
 */
final class CaseFolding {

  // No script beyond the Supplementary Multilingual Plane has case.
  private static final int LAST_CASED = 0x1FFFF;

  /** The code points that fold with another, ascending, and for each all that fold with it. */
  private static final int[] CASED;

  private static final int[][] ORBITS;

  static {
    Map<Integer, List<Integer>> orbits = new TreeMap<>();
    for (int c = 0; c <= LAST_CASED; c++) {
      int folded = fold(c);
      if (folded != c) {
        orbits.computeIfAbsent(folded, key -> new ArrayList<>(List.of(key))).add(c);
      }
    }
    Map<Integer, int[]> byMember = new TreeMap<>();
    for (List<Integer> orbit : orbits.values()) {
      int[] members = orbit.stream().mapToInt(Integer::intValue).sorted().toArray();
      for (int member : members) {
        byMember.put(member, members);
      }
    }
    CASED = byMember.keySet().stream().mapToInt(Integer::intValue).toArray();
    ORBITS = byMember.values().toArray(new int[0][]);
  }

  private CaseFolding() {}

  private static int fold(int c) {
    if (c == 0x130 || c == 0x131) {
      return c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** Adds whatever folds with a code point from {@code first} to {@code last}. */
  static void addVariants(int first, int last, CodePointSet.Builder set) {
    int i = Arrays.binarySearch(CASED, first);
    for (i = i < 0 ? -i - 1 : i; i < CASED.length && CASED[i] <= last; i++) {
      for (int variant : ORBITS[i]) {
        set.add(variant, variant);
      }
    }
  }
}
