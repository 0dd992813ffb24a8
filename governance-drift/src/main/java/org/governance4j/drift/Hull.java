package org.governance4j.drift;

/**
 * The lower side of the convex hull of points that arrive from left to right: a stack, as a new
 * point hides vertices only at the right end. One owner.
 */
final class Hull {

  /** The expected number of vertices of n random sums is ln n: 21 for 10⁹. */
  static final int CAPACITY = 256;

  final double[] x = new double[CAPACITY];
  final double[] y = new double[CAPACITY];
  int size;

  private final boolean rising;

  /**
   * @param rising whether to keep only the part of the hull that rises: what lies left of the
   *     lowest point is of no use when the level before the change is known
   */
  Hull(boolean rising) {
    this.rising = rising;
  }

  void clear() {
    size = 0;
  }

  void add(double px, double py) {
    int k = size;
    if (rising) {
      while (k > 0 && py <= y[k - 1]) {
        k--;
      }
    }
    while (k > 1
        && (y[k - 1] - y[k - 2]) * (px - x[k - 1]) >= (py - y[k - 1]) * (x[k - 1] - x[k - 2])) {
      k--;
    }
    if (k == CAPACITY) {
      dropFlattest();
      k--;
    }
    x[k] = px;
    y[k] = py;
    size = k + 1;
  }

  /** Drops the inner vertex that cuts off the smallest triangle. */
  private void dropFlattest() {
    int flattest = 1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < CAPACITY - 1; i++) {
      double area = (y[i + 1] - y[i]) * (x[i] - x[i - 1]) - (y[i] - y[i - 1]) * (x[i + 1] - x[i]);
      if (area < smallest) {
        smallest = area;
        flattest = i;
      }
    }
    int after = CAPACITY - 1 - flattest;
    System.arraycopy(x, flattest + 1, x, flattest, after);
    System.arraycopy(y, flattest + 1, y, flattest, after);
  }

  void write(StateWriter out) {
    out.put(size);
    out.put(x, size);
    out.put(y, size);
  }

  void read(StateReader in) {
    size = in.integer("vertices", 0, CAPACITY);
    in.finite("vertex position", x, size);
    in.finite("vertex sum", y, size);
  }
}
