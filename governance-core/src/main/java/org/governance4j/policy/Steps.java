package org.governance4j.policy;

import java.util.List;

/**
 * A limit that depends on a number: a function that is constant between thresholds. Binary search,
 * O(log n). Immutable.
 */
final class Steps {
  /** The thresholds, ascending. */
  private final double[] above;

  /** The limit below the first threshold, then the limit above each. */
  private final double[] limits;

  /**
   * Takes the steps.
   *
   * @param steps descending
   * @param otherwise the limit where none applies
   */
  Steps(List<Step> steps, double otherwise) {
    int count = steps.size();
    above = new double[count];
    limits = new double[count + 1];
    limits[0] = otherwise;
    for (int i = 0; i < count; i++) {
      above[count - 1 - i] = steps.get(i).above();
      limits[count - i] = steps.get(i).limit();
    }
  }

  /** The limit at that number. */
  double limitAt(double number) {
    return limits[band(number)];
  }

  /** How many bands there are. */
  int bands() {
    return limits.length;
  }

  /** The limit of a band. */
  double limit(int band) {
    return limits[band];
  }

  /** The band of a number: how many thresholds it is greater than; 0 for NaN. */
  int band(double number) {
    int low = 0;
    int high = above.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (number > above[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The numbers of a band, for people. */
  String describe(int band) {
    return band == 0
        ? "up to " + Wording.number(above[0])
        : "above " + Wording.number(above[band - 1]);
  }
}
