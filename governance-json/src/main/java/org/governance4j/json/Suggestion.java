package org.governance4j.json;

import java.util.Arrays;
import java.util.Collection;

/** Guesses which known name a mistyped one was meant to be. */
final class Suggestion {

  private static final int LONGEST = 64;

  private Suggestion() {}

  /** {@code , did you mean "x"?} for the closest candidate, or nothing when none is close. */
  static String of(String mistyped, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.min(3, mistyped.length() / 2 + 1);
    if (mistyped.length() <= LONGEST) {
      for (String candidate : candidates) {
        int distance = candidate.length() <= LONGEST ? distance(mistyped, candidate) : bestDistance;
        if (distance < bestDistance) {
          bestDistance = distance;
          best = candidate;
        }
      }
    }
    return best == null ? "" : ", did you mean " + Describe.quote(best) + "?";
  }

  /**
   * The edits from one word to the other: a character added, dropped, replaced or, beside its
   * neighbour, swapped (optimal string alignment); upper and lower case are alike.
   */
  static int distance(String from, String to) {
    int[][] d = new int[from.length() + 1][to.length() + 1];
    Arrays.setAll(d[0], j -> j);
    for (int i = 1; i <= from.length(); i++) {
      d[i][0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int cost = same(from, i - 1, to, j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1 && j > 1 && same(from, i - 1, to, j - 2) && same(from, i - 2, to, j - 1)) {
          least = Math.min(least, d[i - 2][j - 2] + 1);
        }
        d[i][j] = least;
      }
    }
    return d[from.length()][to.length()];
  }

  private static boolean same(String a, int i, String b, int j) {
    return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
  }
}
