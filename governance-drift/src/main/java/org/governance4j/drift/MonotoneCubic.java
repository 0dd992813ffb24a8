package org.governance4j.drift;

/** The piecewise cubic of Fritsch and Carlson: through all points, monotone where they are. */
final class MonotoneCubic {

  private MonotoneCubic() {}

  /**
   * The curve's value.
   *
   * @param at where, from the first x to the last
   * @param x ascending, at least two
   * @param y of the same length
   */
  static double at(double at, double[] x, double[] y) {
    int left = 0;
    while (left < x.length - 2 && at > x[left + 1]) {
      left++;
    }
    double width = x[left + 1] - x[left];
    double t = (at - x[left]) / width;
    double rise = y[left + 1] - y[left];
    double from = tangent(left, x, y) * width;
    double to = tangent(left + 1, x, y) * width;
    return y[left] + t * (from + t * (3 * rise - 2 * from - to + t * (from + to - 2 * rise)));
  }

  /** The weighted harmonic mean of the two slopes, 0 at a turn; at an end, the slope there. */
  private static double tangent(int i, double[] x, double[] y) {
    if (i == 0) {
      return slope(0, x, y);
    }
    if (i == x.length - 1) {
      return slope(i - 1, x, y);
    }
    double before = slope(i - 1, x, y);
    double after = slope(i, x, y);
    if (!(before * after > 0)) {
      return 0;
    }
    double a = x[i] - x[i - 1] + 2 * (x[i + 1] - x[i]);
    double b = 2 * (x[i] - x[i - 1]) + x[i + 1] - x[i];
    return (a + b) / (b / before + a / after);
  }

  private static double slope(int i, double[] x, double[] y) {
    return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  }
}
