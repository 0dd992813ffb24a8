package org.governance4j.drift;

/**
 * The counts of one {@link Fet} stream; one owner, not safe for more than one thread. Once the
 * reference is known, the statistic depends on the number of ones in the window alone, and stands
 * in a table.
 */
final class FetState extends ReferenceWindow<Fet> {

  private final double[] statistics;
  private int ones;

  FetState(Fet config) {
    super(config, config.referenceSize(), config.windowSize(), config.threshold());
    statistics = new double[config.windowSize() + 1];
  }

  @Override
  boolean takes(double value) {
    return value == 0 || value == 1;
  }

  /**
   * The logarithm of the probability of k ones in the window, given how many there are in both
   * samples, follows from that of k − 1 in the window given one less in both; its tail is summed
   * relative to it.
   */
  @Override
  void learn() {
    int n = reference.length;
    int w = window.length;
    int referenceOnes = 0;
    for (double value : reference) {
      referenceOnes += (int) value;
    }
    int zeros = n - referenceOnes;
    double log = 0;
    for (int i = 1; i <= w; i++) {
      log += StrictMath.log((zeros + i) / ((double) n + i));
    }
    for (int k = 0; k <= w; k++) {
      if (k > 0) {
        log +=
            StrictMath.log((w - k + 1.0) / k)
                + StrictMath.log((referenceOnes + k) / ((double) zeros + w - k + 1));
      }
      statistics[k] = statistic(k, log, referenceOnes);
    }
  }

  private double statistic(int k, double log, int referenceOnes) {
    int n = reference.length;
    int w = window.length;
    double expected = (double) referenceOnes * w;
    boolean above = (double) k * n > expected;
    boolean below = (double) k * n < expected;
    if (!(above && config.mode() != Side.DOWN) && !(below && config.mode() != Side.UP)) {
      return 0;
    }
    double all = (double) referenceOnes + k;
    double tail = 1;
    double term = 1;
    if (above) {
      for (double j = k; j < w && j < all && term > 1e-18; j++) {
        term *= (all - j) * (w - j) / ((j + 1) * (n - all + j + 1));
        tail += term;
      }
    } else {
      for (double j = k; j > 0 && n - all + j > 0 && term > 1e-18; j--) {
        term *= j * (n - all + j) / ((all - j + 1) * (w - j + 1));
        tail += term;
      }
    }
    double sides = config.mode() == Side.BOTH ? 2 : 1;
    return Math.max(0, -(log + StrictMath.log(sides * tail)));
  }

  @Override
  void enter(double value) {
    ones += (int) value;
  }

  @Override
  void leave() {
    ones -= (int) window[next];
  }

  @Override
  void clear() {
    ones = 0;
  }

  @Override
  double statistic() {
    return statistics[ones];
  }

  @Override
  double logP(double value) {
    return value == 0 ? 0 : -value;
  }
}
