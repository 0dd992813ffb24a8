package org.governance4j.drift;

/**
 * The kernel sums of one {@link Mmd} stream; one owner, not safe for more than one thread.
 *
 * <p>Each place of the window has the sum of its kernel values with the reference and with all
 * newer values. When the oldest value leaves, both its sums go with it, so nothing is ever
 * subtracted and no rounding error builds up.
 */
final class MmdState extends ReferenceWindow<Mmd> {

  private final double[] sorted;
  private final double[] rows;
  private final double[] withReference;
  private final double[] withNewer;
  private double inverseBandwidth;
  private double referenceMean;
  private double deviation;

  MmdState(Mmd config) {
    super(config, config.referenceSize(), config.windowSize(), config.threshold());
    sorted = new double[config.referenceSize()];
    rows = new double[config.referenceSize()];
    withReference = new double[config.windowSize()];
    withNewer = new double[config.windowSize()];
  }

  @Override
  void learn() {
    sortReference(sorted);
    inverseBandwidth = 1 / MedianDistance.bandwidth(sorted);
    int n = sorted.length;
    double total = 0;
    double squares = 0;
    java.util.Arrays.fill(rows, 0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double value = kernel(sorted[i], sorted[j]);
        rows[i] += value;
        rows[j] += value;
        squares += value * value;
      }
    }
    double squaredRows = 0;
    for (int i = 0; i < n; i++) {
      double row = rows[i] / (n - 1);
      squaredRows += row * row;
      total += row;
    }
    double pairs = n * (n - 1.0) / 2;
    referenceMean = total / n;
    double centred = squares / pairs - 2 * squaredRows / n + referenceMean * referenceMean;
    // A reference of n equal values does not show that others are rarer than about one in n.
    double second = Math.max(centred, 1.0 / ((double) n * n));
    double w = window.length;
    deviation = Math.sqrt(2 * second * (1 / (w * (w - 1)) + 1 / (n * (n - 1.0)) + 2 / (w * n)));
  }

  @Override
  void enter(double value) {
    double sum = 0;
    for (double other : reference) {
      sum += kernel(value, other);
    }
    withReference[next] = sum;
    withNewer[next] = 0;
    for (int i = 0; i < window.length; i++) {
      if (i != next && isHeld(i)) {
        withNewer[i] += kernel(value, window[i]);
      }
    }
  }

  @Override
  void leave() {
    // The places of the oldest value are written anew by the one that enters.
  }

  @Override
  void clear() {
    // Places that are not held are not read.
  }

  @Override
  double statistic() {
    double w = window.length;
    double within = 0;
    double across = 0;
    for (int i = 0; i < window.length; i++) {
      within += withNewer[i];
      across += withReference[i];
    }
    double distance =
        referenceMean + 2 * within / (w * (w - 1)) - 2 * across / (w * reference.length);
    return distance / deviation;
  }

  double bandwidth() {
    return 1 / inverseBandwidth;
  }

  /** The statistic before it is divided by this. */
  double deviation() {
    return deviation;
  }

  private double kernel(double a, double b) {
    double apart = (a - b) * inverseBandwidth;
    double exponent = .5 * apart * apart;
    return exponent > 700 ? 0 : StrictMath.exp(-exponent);
  }

  /** The held places end with {@link #next}, which counts already. */
  private boolean isHeld(int place) {
    int back = next - place;
    return (back < 0 ? back + window.length : back) < held;
  }
}
