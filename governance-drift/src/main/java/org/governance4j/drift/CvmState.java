package org.governance4j.drift;

/**
 * The samples of one {@link Cvm} stream; one owner, not safe for more than one thread.
 *
 * <p>The sum over the reference needs no pass over it: with cⱼ the number of window values up to
 * the j-th reference value and Jⱼ the number of such reference values, Σ Jⱼ·cⱼ is a sum over the
 * window of suffix sums of J, and Σ cⱼ² is one over its pairs, of which the larger decides.
 */
final class CvmState extends ReferenceWindow<Cvm> {

  private final double[] sorted;

  /** Σ Jⱼ over all j from the index on. */
  private final long[] suffixes;

  /** The window in ascending order, and for each value how many of the reference are below it … */
  private final double[] ordered;

  private final int[] below;

  /** … and how many are at most it. */
  private final int[] upTo;

  private final double mean;
  private final double deviation;
  private double squares;
  private int size;

  CvmState(Cvm config) {
    super(config, config.referenceSize(), config.windowSize(), config.threshold());
    int n = config.referenceSize();
    int w = config.windowSize();
    sorted = new double[n];
    suffixes = new long[n + 1];
    ordered = new double[w];
    below = new int[w];
    upTo = new int[w];
    // Anderson (1962): mean and variance of the statistic of two samples of one distribution.
    double all = (double) n + w;
    double product = (double) n * w;
    mean = (1 + 1 / all) / 6;
    deviation =
        Math.sqrt(
            (all + 1)
                / (45 * all * all)
                * (4 * product * all - 3 * ((double) n * n + (double) w * w) - 2 * product)
                / (4 * product));
  }

  @Override
  void learn() {
    sortReference(sorted);
    int n = sorted.length;
    suffixes[n] = 0;
    squares = 0;
    int upper = n;
    for (int j = n - 1; j >= 0; j--) {
      if (j + 1 < n && sorted[j] != sorted[j + 1]) {
        upper = j + 1;
      }
      suffixes[j] = suffixes[j + 1] + upper;
      squares += (double) upper * upper;
    }
  }

  @Override
  void enter(double value) {
    int at = firstAbove(ordered, size, value);
    System.arraycopy(ordered, at, ordered, at + 1, size - at);
    System.arraycopy(below, at, below, at + 1, size - at);
    System.arraycopy(upTo, at, upTo, at + 1, size - at);
    ordered[at] = value;
    below[at] = firstNotBelow(sorted, sorted.length, value);
    upTo[at] = firstAbove(sorted, sorted.length, value);
    size++;
  }

  @Override
  void leave() {
    int at = firstNotBelow(ordered, size, window[next]);
    size--;
    System.arraycopy(ordered, at + 1, ordered, at, size - at);
    System.arraycopy(below, at + 1, below, at, size - at);
    System.arraycopy(upTo, at + 1, upTo, at, size - at);
  }

  @Override
  void clear() {
    size = 0;
  }

  @Override
  double statistic() {
    return (raw() - mean) / deviation;
  }

  /** The statistic of the two samples itself. */
  double raw() {
    double n = sorted.length;
    double w = size;
    double inverse = 1 / n;
    double part = 1 / w;
    long products = 0;
    long pairs = 0;
    double atWindow = 0;
    int upper = size;
    for (int i = size - 1; i >= 0; i--) {
      if (i + 1 < size && ordered[i] != ordered[i + 1]) {
        upper = i + 1;
      }
      products += suffixes[below[i]];
      pairs += (2L * i + 1) * (sorted.length - below[i]);
      double apart = upTo[i] * inverse - upper * part;
      atWindow += apart * apart;
    }
    double atReference =
        squares * inverse * inverse - 2 * inverse * part * products + part * part * pairs;
    return n * w / ((n + w) * (n + w)) * (atReference + atWindow);
  }

  private static int firstNotBelow(double[] values, int size, double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int firstAbove(double[] values, int size, double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
